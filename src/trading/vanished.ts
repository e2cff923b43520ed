import { addSeconds } from '../lib/clock.ts'
import { transact } from '../db/transact.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Core } from '../queue/core.ts'
import { insertFills, listFillsOfOrders } from './fill-repo.ts'
import { recordAnswers } from './answer-repo.ts'
import type { Order } from './order.ts'
import { sum } from './sum.ts'
import { endVanished, noteMissing } from './surprise-repo.ts'

/** Lists and look-ups come from caches, so an order that they miss once may still be there. */
const GONE_AFTER_SECONDS = 60

/**
 * An open order that the exchange neither lists nor knows by our id. Once it has not for a while, and
 * does not know its own id any more either, the order is over; what it had filled stays on record.
 */
export async function endIfGone(core: Core, exchange: Exchange, order: Order): Promise<void> {
  const { id, symbol, exchangeOrderId } = order
  const at = core.clock.now()
  const since = await transact(core.db, (trx) => noteMissing(trx, id, at))
  if (since === undefined || exchangeOrderId === undefined) return
  if (at < addSeconds(since, GONE_AFTER_SECONDS)) return

  const found = await exchange.findOrderById(symbol, exchangeOrderId)
  if (found !== undefined) {
    const { order: answer } = found
    if (answer === 'unreadable') {
      throw new ExchangeError('unavailable', `Cannot read an order on ${symbol}`)
    }
    return transact(core.db, (trx) => recordAnswers(trx, [{ order, answer }], at))
  }
  const fills = await exchange.fetchOrderFills(symbol, exchangeOrderId)
  await transact(core.db, async (trx) => {
    await insertFills(
      trx,
      fills.map((fill) => ({ order, fill })),
    )
    const recorded = await listFillsOfOrders(trx, [id])
    const filled = sum(recorded.map((fill) => fill.amount))
    const cost = sum(recorded.map((fill) => fill.cost))
    // Fewer than it told of before: some are still to come, and until then it is not settled.
    const known = filled.lt(order.filled) ? order : { filled, cost }
    await endVanished(trx, id, { filled: known.filled, cost: known.cost, at })
  })
}
