/** Order states as they may follow each other; whatever ends stays ended. */
const ORDER_EDGES = [
  'sent>sent',
  'sent>open',
  'sent>filled',
  'sent>cancelled',
  'sent>rejected',
  'sent>void',
  'open>open',
  'open>filled',
  'open>cancelled',
  'open>rejected',
]
/** Told again, an end is the same end. */
const AGAIN = ['filled>filled', 'cancelled>cancelled']
/** An end that was only assumed is asked about again once the pair is listed again. */
const ASSUMED = "coalesce(old.reason, '') like 'delisted%' and old.status = 'cancelled'"
const PLAN_EDGES = [
  'draft>draft',
  'draft>running',
  'draft>left',
  'running>running',
  'running>stopped',
  'running>done',
]
const ENDED_PLANS = ['done>done', 'stopped>stopped', 'left>left']

const listed = (edges: readonly string[]) => edges.map((edge) => `'${edge}'`).join(', ')
const trigger = (name: string, on: string, when: string, what: string) =>
  `create temp trigger ${name} after ${on} when ${when} begin select simulator_hears(${what}); end`

/** What watches the tables from inside, statement by statement. */
export const TRIGGERS: readonly string[] = [
  trigger('fence_back', 'update on saga', 'new.fence < old.fence', `'broken: a fence went back'`),
  trigger(
    'saga_again',
    'update on saga',
    `old.status = 'done' and new.status <> 'done'`,
    `'broken: a saga that was done goes on'`,
  ),
  trigger('saga_begun', 'insert on saga', '1', `'begun ' || new.kind || ' ' || new.subject_id`),
  trigger(
    'order_edges',
    'update of status on trade_order',
    `old.status || '>' || new.status not in (${listed([...ORDER_EDGES, ...AGAIN])})
       and not (${ASSUMED} and new.status in ('sent', 'open'))`,
    `'broken: an order went ' || old.status || '>' || new.status`,
  ),
  trigger(
    'one_unknown_sale',
    'insert on trade_order',
    `new.status = 'sent' and new.plan_id is not null and exists (
       select 1 from trade_order o where o.plan_id = new.plan_id and o.bot_id = new.bot_id
       and o.id <> new.id and o.status = 'sent')`,
    `'broken: two sales of one position are of unknown outcome'`,
  ),
  trigger(
    'plan_edges',
    'update of status on exit_plan',
    `old.status || '>' || new.status not in (${listed([...PLAN_EDGES, ...ENDED_PLANS])})`,
    `'broken: a plan went ' || old.status || '>' || new.status`,
  ),
  trigger(
    'plan_done',
    'update of status on exit_plan',
    `new.status = 'done' and old.status <> 'done'`,
    `'done ' || new.id`,
  ),
  trigger(
    'coins_away',
    'update of round on exit_position',
    `new.outcome = 'asked' and new.round > old.round and new.cause in ('absent', 'locked')`,
    `'away ' || new.plan_id || ' ' || new.bot_id`,
  ),
  trigger(
    'key_erased',
    'update of wrapped_data_key on exchange_key',
    'new.wrapped_data_key is null and old.wrapped_data_key is not null',
    `'erased ' || new.id`,
  ),
  trigger(
    'key_back',
    'update of wrapped_data_key on exchange_key',
    'new.wrapped_data_key is not null and old.wrapped_data_key is null',
    `'broken: an erased key came back'`,
  ),
]
