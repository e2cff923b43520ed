import { addSeconds } from '../lib/clock.ts'
import type { Exchange, OpenOrders } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { listFillsOfOrders } from '../trading/fill-repo.ts'
import { listUnsettled } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { pullFills } from '../trading/pull-fills.ts'
import { reconcileOrders, throwFirst } from '../trading/reconcile.ts'
import { sum } from '../trading/sum.ts'

/** Lists may be served from caches: what looks alike for so long is believed. */
const SETTLING_SECONDS = 15
/** Everything is compared at least this often, whatever the cheap look says. */
const FULL_LOOK_SECONDS = 600

interface Seen {
  /** Of all that the exchange and our records showed together. */
  print: string
  since: Date
  comparedAt: Date
}

/** What each key looked like when it was last compared, in this process. */
export type Looks = Map<string, Seen>

/** What a look at a key came to. */
export interface Look {
  /** Our orders that are, or may be, on the exchange, or whose fills are not all on record. */
  unsettled: readonly Order[]
  /** The open orders that the exchange listed, theirs too, where ours may be; undefined when nothing has moved. */
  listed: OpenOrders | undefined
}

/**
 * Our records of a key's orders and fills agree with the exchange, as far as it answers. A key on
 * which nothing has moved costs one request and writes nothing.
 */
export async function look(
  core: KeyCore,
  looks: Looks,
  exchange: Exchange,
  key: Key,
): Promise<Look> {
  const unsettled = await listUnsettled(core.db, { keyId: key.id })
  const seen = looks.get(key.id)
  looks.delete(key.id)
  if (unsettled.length === 0) return { unsettled, listed: { rows: [], failed: new Map() } }
  const { print, open } = await glance(exchange, symbolsOf(unsettled))
  const before = `${print} ${printOfOrders(unsettled)}`
  if (seen?.print === before && isSettled(seen, core.clock.now())) {
    looks.set(key.id, seen)
    return { unsettled, listed: undefined }
  }

  const listed = open ?? (await exchange.fetchOpenOrders(symbolsOf(unsettled)))
  const after = await compare(core, exchange, key, unsettled, listed)
  if (await isWhole(core, after)) {
    const now = core.clock.now()
    const same = seen?.print === before
    const settled = `${print} ${printOfOrders(after)}`
    looks.set(key.id, { print: settled, since: same ? seen.since : now, comparedAt: now })
  }
  return { unsettled: after, listed }
}

/** Our records of this key's orders and fills agree with the exchange, as far as it answers. */
export async function bringUpToDate(core: KeyCore, exchange: Exchange, key: Key): Promise<void> {
  const unsettled = await listUnsettled(core.db, { keyId: key.id })
  if (unsettled.length === 0) return
  await compare(
    core,
    exchange,
    key,
    unsettled,
    await exchange.fetchOpenOrders(symbolsOf(unsettled)),
  )
}

async function compare(
  core: KeyCore,
  exchange: Exchange,
  { id: keyId }: Key,
  unsettled: readonly Order[],
  open: OpenOrders,
): Promise<readonly Order[]> {
  throwFirst(await reconcileOrders(core, exchange, unsettled, open))
  throwFirst(await pullFills(core, exchange, await listUnsettled(core.db, { keyId })))
  return listUnsettled(core.db, { keyId })
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

/** Whether nothing about these orders is left to be asked. */
async function isWhole({ db }: KeyCore, orders: readonly Order[]): Promise<boolean> {
  if (orders.some(({ status }) => status !== 'open')) return false
  const partly = orders.filter(({ filled }) => filled.gt(0))
  const fills = await listFillsOfOrders(
    db,
    partly.map(({ id }) => id),
  )
  return sum(partly.map(({ filled }) => filled)).eq(sum(fills.map(({ amount }) => amount)))
}

function symbolsOf(orders: readonly Order[]): string[] {
  return [...new Set(orders.map(({ symbol }) => symbol))]
}

function printOfOrders(orders: readonly Order[]): string {
  return orders.map(({ id, status, filled }) => `${id} ${status} ${filled.toFixed()}`).join()
}
