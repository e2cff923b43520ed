import type { Exchange, ExchangeOrder, NewOrder } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Clock } from '../lib/clock.ts'
import { newClientOrderId } from '../trading/order.ts'
import type { Ask } from './ask.ts'
import type { SentOrder } from './leave-nothing.ts'
import type { PlannedOrder } from './plan-order.ts'

/** What it takes to place a test order. */
export interface Placing {
  exchange: Exchange
  clock: Clock
  plan: PlannedOrder
  ask: Ask
  /** Every order that was sent, for the clean-up. */
  sent: SentOrder[]
}

/** Places the planned order once, and looks at it. Undefined when it was not taken, or nobody knows. */
export async function placeTestOrder(
  placing: Placing,
  timeInForce: NewOrder['timeInForce'],
  name: string,
  look: (order: ExchangeOrder) => readonly string[] | Promise<readonly string[]>,
): Promise<SentOrder | undefined> {
  let placed: Placed | undefined
  await placing.ask({ name }, async () => {
    // What is asked again because looking had to wait is not placed again.
    placed ??= await send(placing, timeInForce)
    return look(placed.order)
  })
  return placed?.record
}

interface Placed {
  record: SentOrder
  order: ExchangeOrder
}

async function send(
  { exchange, clock, plan: { price, amount, market }, sent }: Placing,
  timeInForce: NewOrder['timeInForce'],
): Promise<Placed> {
  const ref = { symbol: market.symbol, clientOrderId: newClientOrderId() }
  const sentAt = clock.now()
  const record: SentOrder = { ...ref, sentAt, id: undefined, isOver: false }
  // On record before it is a request.
  sent.push(record)
  try {
    const order = { ...ref, side: 'buy', price, amount, timeInForce, sentAt } as const
    const placed = await exchange.placeOrder(order)
    record.id = placed.id
    return { record, order: placed }
  } catch (error) {
    // Anything but "maybe" means that the exchange did not take it.
    if (error instanceof ExchangeError) record.isOver = error.code !== 'outcome-unknown'
    throw error
  }
}
