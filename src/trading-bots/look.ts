import { addSeconds } from '../lib/clock.ts'
import type { Exchange, Missing, OpenOrders } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import type { Core } from '../queue/core.ts'
import { listFillsOfOrders } from '../trading/fill-repo.ts'
import { listUnsettled } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { pullFills } from '../trading/pull-fills.ts'
import { reconcileOrders, type Unresolved } from '../trading/reconcile.ts'
import { sum } from '../trading/sum.ts'
import type { Delisted } from './delisted.ts'
import type { Retries } from './retries.ts'
import { causeOf } from './tick-trouble.ts'

/** Lists may be served from caches: what looks alike for so long is believed. */
const SETTLING_SECONDS = 15
/** Everything is compared at least this often, whatever the cheap look says. */
const FULL_LOOK_SECONDS = 600
/** An order that is still unfinished so long after it was sent is asked about less and less often. */
const PATIENCE_SECONDS = 600
/** After a refusal the list of markets is not older than that. */
const MARKETS_SECONDS = 60

interface Seen {
  /** Of all that the exchange and our records showed together. */
  print: string
  since: Date
  comparedAt: Date
}

/** What a process remembers of a key from one look to the next. */
export interface LookMemory {
  /** What it looked like when it was last compared. */
  seen: Seen | undefined
  retries: Retries
  delisted: Delisted
}

/** What a look at a key came to. */
export interface Look {
  /** Our orders that are, or may be, on the exchange, or whose fills are not all on record. */
  unsettled: readonly Order[]
  /** The open orders that the exchange listed, theirs too, where ours may be; undefined when nothing has moved. */
  listed: OpenOrders | undefined
}

/**
 * Our records of a key's orders and fills agree with the exchange, as far as it answers. A key on
 * which nothing has moved costs one request and writes nothing. Orders and pairs that it does not answer
 * about are left out until they are due again, and those of `missing` pairs until they are gone for good.
 */
export async function look(
  core: KeyCore,
  memory: LookMemory,
  exchange: Exchange,
  key: Key,
  missing: ReadonlyMap<string, Missing>,
): Promise<Look> {
  const { seen, retries } = memory
  const isDue = ({ id, symbol }: Order) =>
    !missing.has(symbol) && retries.isDue(symbol) && retries.isDue(id)
  const before = await listUnsettled(core.db, { keyId: key.id })
  const ofGone = before.filter(({ symbol }) => missing.get(symbol) === 'gone')
  await memory.delisted.follow(core, exchange, ofGone)
  const unsettled = ofGone.length === 0 ? before : await listUnsettled(core.db, { keyId: key.id })
  retries.keepOnly(new Set(unsettled.flatMap(({ id, symbol }) => [id, symbol])))
  const due = unsettled.filter(isDue)
  memory.seen = undefined
  if (due.length === 0) return { unsettled, listed: { rows: [], failed: new Map() } }
  const { print, open } = await glance(exchange, symbolsOf(due))
  if (seen?.print === `${print} ${printOfOrders(due)}` && isSettled(seen, core.clock.now())) {
    memory.seen = seen
    return { unsettled, listed: undefined }
  }

  const listed = open ?? (await exchange.fetchOpenOrders(symbolsOf(due)))
  const unresolved = await compare(core, exchange, key, due, listed)
  if (unresolved.some(({ error }) => error.code === 'order-rejected')) {
    // The pair may have left the list since.
    await core.exchanges.markets(key.exchange).fetchMarkets(MARKETS_SECONDS)
  }
  const after = await listUnsettled(core.db, { keyId: key.id })
  const unfinished = await unfinishedOf(core, after)
  noteSymbols(retries, due, listed)
  const listedDue = due.filter(({ symbol }) => !listed.failed.has(symbol))
  noteOrders(retries, listedDue, unresolved, overdue(core, after, unfinished))
  const compared = after.filter(isDue)
  if (!compared.some(({ id }) => unfinished.has(id))) {
    const now = core.clock.now()
    const same = seen?.print === `${print} ${printOfOrders(due.filter(isDue))}`
    const settled = `${print} ${printOfOrders(compared)}`
    memory.seen = { print: settled, since: same ? seen.since : now, comparedAt: now }
  }
  return { unsettled: after, listed }
}

/**
 * Our records of this key's orders and fills agree with the exchange, as far as it answers. Returns the
 * orders about which it did not.
 *
 * @throws {ExchangeError} for what concerns the whole key.
 */
export async function bringUpToDate(
  core: KeyCore,
  exchange: Exchange,
  key: Key,
): Promise<Unresolved[]> {
  const unsettled = await listUnsettled(core.db, { keyId: key.id })
  if (unsettled.length === 0) return []
  const open = await exchange.fetchOpenOrders(symbolsOf(unsettled))
  return compare(core, exchange, key, unsettled, open)
}

/** Compares `orders`, of which `open` is a fresh list. What is not answered about one leaves the others. */
async function compare(
  core: KeyCore,
  exchange: Exchange,
  { id: keyId }: Key,
  orders: readonly Order[],
  open: OpenOrders,
): Promise<Unresolved[]> {
  const unresolved = await reconcileOrders(core, exchange, orders, open)
  const [ids, unknown] = [idsOf(orders), idsOf(unresolved.map(({ order }) => order))]
  const known = (await listUnsettled(core.db, { keyId })).filter(
    ({ id }) => ids.has(id) && !unknown.has(id),
  )
  return [...unresolved, ...(await pullFills(core, exchange, known))]
}

/** Notes which pairs were answered about, and which have to wait. */
function noteSymbols(retries: Retries, orders: readonly Order[], { failed }: OpenOrders): void {
  for (const symbol of symbolsOf(orders)) {
    const error = failed.get(symbol)
    if (error === undefined) retries.answered(symbol)
    else retries.failed(symbol, causeOf({ error }))
  }
}

/** Notes which orders were answered about, and which have to wait. */
function noteOrders(
  retries: Retries,
  orders: readonly Order[],
  unresolved: readonly Unresolved[],
  unanswered: ReadonlySet<string>,
): void {
  const errors = new Map(unresolved.map((one) => [one.order.id, one]))
  for (const { id } of orders) {
    const error = errors.get(id)
    if (error !== undefined) retries.failed(id, causeOf(error))
    else if (unanswered.has(id)) retries.failed(id, 'unanswered')
    else retries.answered(id)
  }
}

/** Unfinished orders of long ago: the exchange may never say what became of them. */
function overdue(
  { clock }: Core,
  orders: readonly Order[],
  unfinished: ReadonlySet<string>,
): ReadonlySet<string> {
  const longAgo = addSeconds(clock.now(), -PATIENCE_SECONDS)
  return idsOf(orders.filter(({ id, sentAt }) => unfinished.has(id) && sentAt < longAgo))
}

/**
 * The cheapest single request that shows whether anything has moved. No order can fill, end or come
 * to rest without moving a balance, what is free or what is locked.
 */
async function glance(
  exchange: Exchange,
  symbols: readonly string[],
): Promise<{ print: string; open?: OpenOrders }> {
  if (symbols.length === 1) {
    const open = await exchange.fetchOpenOrders(symbols)
    const lines = open.rows.map(({ id, order }) =>
      order === 'unreadable' ? `${id} unreadable` : `${id} ${order.filled.toFixed()}`,
    )
    return { print: lines.toSorted().join(), open }
  }
  const { updatedAt, balances } = await exchange.fetchAccount()
  const lines = [...balances].map(
    ([coin, { free, used }]) => `${coin} ${free.toFixed()} ${used.toFixed()}`,
  )
  return { print: `${updatedAt?.toISOString() ?? ''} ${lines.toSorted().join()}` }
}

function isSettled({ since, comparedAt }: Seen, now: Date): boolean {
  const age = now.getTime() - comparedAt.getTime()
  return (
    comparedAt >= addSeconds(since, SETTLING_SECONDS) && age >= 0 && age < FULL_LOOK_SECONDS * 1000
  )
}

/** Orders of which something is still to be asked: how they ended, or their fills. */
async function unfinishedOf({ db }: Core, orders: readonly Order[]): Promise<ReadonlySet<string>> {
  const partly = orders.filter(({ filled }) => filled.gt(0))
  const fills = Map.groupBy(await listFillsOfOrders(db, [...idsOf(partly)]), (fill) => fill.orderId)
  const isWhole = ({ id, filled, status }: Order) =>
    status === 'open' && sum((fills.get(id) ?? []).map(({ amount }) => amount)).eq(filled)
  return idsOf(orders.filter((order) => !isWhole(order)))
}

function symbolsOf(orders: readonly Order[]): string[] {
  return [...new Set(orders.map(({ symbol }) => symbol))]
}

function idsOf(orders: readonly Order[]): ReadonlySet<string> {
  return new Set(orders.map(({ id }) => id))
}

function printOfOrders(orders: readonly Order[]): string {
  return orders.map(({ id, status, filled }) => `${id} ${status} ${filled.toFixed()}`).join()
}
