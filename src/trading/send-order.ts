import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Trx } from '../db/schema.ts'
import { transact } from '../db/transact.ts'
import type { Core } from '../queue/core.ts'
import { moveOrder, recordAnswer } from './order-repo.ts'
import type { Order } from './order.ts'

/**
 * Sends one planned order, once.
 *
 * The row says `sent` before the request leaves; anything but a definite answer leaves it so, for
 * `resolveOrder`. `allowed` is asked in the same transaction: false voids the order unsent.
 *
 * @throws {ExchangeError} `key-rejected`, after the order was recorded as rejected.
 */
export async function sendOrder(
  core: Core,
  exchange: Exchange,
  order: Order,
  allowed: (trx: Trx) => Promise<boolean>,
): Promise<void> {
  const sentAt = core.clock.now()
  const cleared = await transact(core.db, async (trx) => {
    const to = (await allowed(trx)) ? 'sent' : 'void'
    const moved = await moveOrder(trx, order.id, { from: 'planned', to, at: sentAt })
    return moved && to === 'sent'
  })
  if (!cleared) return

  try {
    const { symbol, clientOrderId, side, amount, price, timeInForce } = order
    const answer = await exchange.placeOrder({
      symbol,
      clientOrderId,
      side,
      amount,
      price,
      timeInForce,
      sentAt,
    })
    await recordAnswer(core.db, order, answer, core.clock.now())
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    await recordRefusal(core, order, error)
    if (error.code === 'key-rejected') throw error
  }
}

async function recordRefusal(core: Core, order: Order, error: ExchangeError): Promise<void> {
  core.log.warn('order-refused', { code: error.code, raw: error.raw, order: order.id })
  if (error.code === 'outcome-unknown') return
  const to = error.code === 'unavailable' ? 'void' : 'rejected'
  await transact(core.db, (trx) =>
    moveOrder(trx, order.id, { from: 'sent', to, at: core.clock.now(), reason: error.code }),
  )
}
