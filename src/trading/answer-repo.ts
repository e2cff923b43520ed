import type { Trx } from '../db/schema.ts'
import type { ExchangeOrder } from '../exchange/exchange.ts'
import { insertFills } from './fill-repo.ts'
import { toRow } from './order-row.ts'
import { LIVE, type Order } from './order.ts'
import { noteEndedElsewhere } from './surprise-repo.ts'

/** Ends an order of unknown outcome: the exchange has refused it, or it never got there. */
export async function moveOrder(
  trx: Trx,
  id: string,
  { to, at, reason }: { to: 'rejected' | 'void'; at: Date; reason: string },
): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set({ status: to, reason, settled: 1, updated_at: at.toISOString() })
    .where('id', '=', id)
    .where('status', '=', 'sent')
    .execute()
}

/** What the exchange says of an order. */
export interface Told {
  order: Order
  answer: ExchangeOrder
}

/**
 * Records what the exchange tells of orders, with their fills where the answers hold them. Lists can
 * be stale: they never open an order again that has ended. That it has ended is the last word.
 */
export async function recordAnswers(trx: Trx, told: readonly Told[], at: Date): Promise<void> {
  await insertFills(
    trx,
    told.flatMap(({ order, answer }) => (answer.fills ?? []).map((fill) => ({ order, fill }))),
  )
  // An exit records a hundred orders at a time: those that ended are one statement, the others another.
  const { ended = [], open = [] } = Object.groupBy(told, ({ answer }) =>
    answer.status === 'open' ? 'open' : 'ended',
  )
  await putAnswers(trx, ended, at)
  await putAnswers(trx, open, at)
}

/** The rows are all there, so that none is ever inserted: this is an update with a value for each. */
async function putAnswers(trx: Trx, told: readonly Told[], at: Date): Promise<void> {
  const [first] = told
  if (first === undefined) return
  const over = first.answer.status !== 'open'
  const rows = new Map(told.map((one) => [one.order.id, toToldRow(one, at)]))
  if (over) await noteEndedElsewhere(trx, idsOfCancelled(told))
  await trx
    .insertInto('trade_order')
    .values([...rows.values()])
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          filled: eb.ref('excluded.filled'),
          cost: eb.ref('excluded.cost'),
          settled: eb.ref('excluded.settled'),
          exchange_order_id: eb.ref('excluded.exchange_order_id'),
          missing_since: eb.ref('excluded.missing_since'),
          updated_at: eb.ref('excluded.updated_at'),
        }))
        .where((eb) => (over ? eb.lit(true) : eb('trade_order.status', 'in', [...LIVE]))),
    )
    .execute()
}

function toToldRow({ order, answer }: Told, at: Date) {
  const { status, filled, cost, fills, id } = answer
  const complete = filled.eq(0) || fills !== undefined
  return {
    ...toRow(order),
    status,
    filled: filled.toFixed(),
    cost: cost.toFixed(),
    settled: status !== 'open' && complete ? 1 : 0,
    exchange_order_id: id,
    updated_at: at.toISOString(),
  }
}

/** Those that somebody has cancelled. */
function idsOfCancelled(told: readonly Told[]): string[] {
  return told
    .filter(({ answer }) => answer.status === 'cancelled' && answer.lapsed !== true)
    .map(({ order }) => order.id)
}

/** Marks ended orders whose fills on record add up to what the exchange says was filled. */
export async function settleOrders(trx: Trx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('trade_order')
    .set({ settled: 1, updated_at: at.toISOString() })
    .where('id', 'in', [...ids])
    .where('status', 'in', ['filled', 'cancelled'])
    .execute()
}
