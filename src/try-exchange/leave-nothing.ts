import type { Exchange, OrderRef } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Clock } from '../lib/clock.ts'
import { sleep } from '../lib/sleep.ts'

/** A test order that was sent. */
export interface SentOrder extends OrderRef {
  sentAt: Date
  /** The exchange's own id, once it gave one. */
  id: string | undefined
  /** The exchange said that it is over, or that it never took it. */
  isOver: boolean
}

const TRIES = 6
const PAUSE_SECONDS = 2
/** Longer than an exchange may need to show an order that it has taken. */
const MARGIN_MS = 3_000

type Cancelling = Pick<Exchange, 'cancelOrder' | 'findOrder' | 'orderWindowMs'>

/** Cancels what may still be open. Returns the orders of which the exchange would not say that they are over. */
export async function leaveNothing(
  exchange: Cancelling,
  orders: readonly SentOrder[],
  clock: Clock,
): Promise<SentOrder[]> {
  const left: SentOrder[] = []
  for (const order of orders) {
    if (!order.isOver && !(await endOrder(exchange, order, clock))) left.push(order)
  }
  return left
}

async function endOrder(exchange: Cancelling, order: SentOrder, clock: Clock): Promise<boolean> {
  const pause = (seconds: number) => sleep(clock, seconds, new AbortController().signal)
  for (let tries = 0; tries < TRIES; tries += 1) {
    const state = await cancelAndLook(exchange, order)
    if (state === 'over') return true
    if (state !== 'unknown') {
      await pause(state === 'open' ? PAUSE_SECONDS : secondsUntil(state.retryAt, clock))
      continue
    }
    // One that was sent without an answer may be taken until its window is over.
    const until = order.sentAt.getTime() + exchange.orderWindowMs + MARGIN_MS
    const wait = until - clock.now().getTime()
    if (order.id === undefined && wait > 0) await pause(wait / 1000)
    else if (order.id === undefined) return true
  }
  return false
}

/** A pause that the exchange wants is kept, however long: an order that rests is worth the wait. */
function secondsUntil(moment: Date, clock: Clock): number {
  return Math.max(PAUSE_SECONDS, (moment.getTime() - clock.now().getTime()) / 1000)
}

/** `unknown`: the exchange knows of no such order. */
async function cancelAndLook(
  exchange: Cancelling,
  { symbol, clientOrderId }: OrderRef,
): Promise<'over' | 'open' | 'unknown' | { retryAt: Date }> {
  const ref = { symbol, clientOrderId }
  try {
    const { status } = await exchange.cancelOrder(ref).catch(async (error: unknown) => {
      if (!(error instanceof ExchangeError) || error.code !== 'order-not-found') throw error
      return (await exchange.findOrder(ref)) ?? { status: 'unknown' as const }
    })
    return status === 'open' || status === 'unknown' ? status : 'over'
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    return error.retryAt === undefined ? 'open' : { retryAt: error.retryAt }
  }
}
