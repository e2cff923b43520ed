import { addSeconds } from '../lib/clock.ts'
import { transact } from '../db/transact.ts'
import type { Exchange, OpenOrder } from '../exchange/exchange.ts'
import type { Core } from '../queue/core.ts'
import { recordAnswers } from './answer-repo.ts'
import { listFillsOfOrders } from './fill-repo.ts'
import { isLive, isUnknownSale, type Order } from './order.ts'
import { settleWithoutFills } from './settle-without-fills.ts'
import { sum } from './sum.ts'
import { endDelisted, noteMissing, type EndOfDelisted } from './surprise-repo.ts'

/** Lists come from caches, so an order that one list lacks may still be there. */
const ENDED_AFTER_SECONDS = 60
/** Where the account's orders are not listed as a whole, nothing tells how one of a delisted pair ended. */
const UNSEEN_AFTER_SECONDS = 86_400

/**
 * Follows our orders on pairs that the exchange no longer lists, where they can't be looked up. One that
 * is in the list of the whole account is open; one that is not in it for a minute has ended, with what it
 * is known to have filled. Where there is no such list, that is assumed after a day. Fills that are not on
 * record by then can never be read, and nothing waits for them. A closing sale without an answer is in
 * no list either way: it stays unknown.
 *
 * Returns the ids of those that are still listed; `unlistable` where the exchange has no such list.
 *
 * @throws {ExchangeError} when the list can't be fetched.
 */
export async function followDelisted(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
): Promise<ReadonlySet<string> | 'unlistable'> {
  const live = orders.filter((order) => isLive(order) && !isUnknownSale(order))
  const ended = orders.filter((order) => !isLive(order))
  await transact(core.db, async (trx) => {
    for (const order of ended) await settleWithoutFills(trx, order, core.clock.now())
  })
  if (live.length === 0) return new Set()
  if (!exchange.listsAllOrders) {
    await endMissing(core, live, { reason: 'delisted-unseen', afterSeconds: UNSEEN_AFTER_SECONDS })
    return 'unlistable'
  }
  const { rows } = await exchange.fetchOpenOrders()
  const listed = live.flatMap((order) => {
    const row = rows.find((one) => isRowOf(one, order))
    return row === undefined ? [] : [{ order, row }]
  })
  const told = listed.flatMap(({ order, row }) =>
    row.order === 'unreadable' ? [] : [{ order, answer: row.order }],
  )
  await transact(core.db, (trx) => recordAnswers(trx, told, core.clock.now()))
  const ids = new Set(listed.map(({ order }) => order.id))
  const missing = live.filter(({ id }) => !ids.has(id))
  await endMissing(core, missing, { reason: 'delisted', afterSeconds: ENDED_AFTER_SECONDS })
  return ids
}

/** A row on a pair that is not listed need not name a symbol that we know. */
function isRowOf(
  { clientOrderId, id, symbol }: OpenOrder,
  { clientOrderId: ours, exchangeOrderId, symbol: ofOrder }: Order,
): boolean {
  if (clientOrderId === ours) return true
  return exchangeOrderId !== undefined && id === exchangeOrderId && (symbol ?? ofOrder) === ofOrder
}

async function endMissing(
  { db, clock }: Core,
  orders: readonly Order[],
  { reason, afterSeconds }: { reason: EndOfDelisted; afterSeconds: number },
): Promise<void> {
  const at = clock.now()
  for (const order of orders) {
    await transact(db, async (trx) => {
      const since = await noteMissing(trx, order.id, at)
      if (since === undefined || at < addSeconds(since, afterSeconds)) return
      const fills = await listFillsOfOrders(trx, [order.id])
      const [filled, cost] = [
        sum(fills.map((fill) => fill.amount)),
        sum(fills.map((fill) => fill.cost)),
      ]
      // Fewer than it told of before: those can't be fetched any more.
      const known = filled.lt(order.filled) ? order : { filled, cost }
      const end = { filled: known.filled, cost: known.cost }
      await endDelisted(trx, order.id, { ...end, reason, at })
      await settleWithoutFills(trx, { ...order, ...end, status: 'cancelled' }, at)
    })
  }
}
