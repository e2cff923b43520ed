import { Big } from 'big.js'
import { transact } from '../../src/db/transact.ts'
import type { Fees } from '../../src/exchange/fees.ts'
import { insertFills } from '../../src/trading/fill-repo.ts'
import { insertOrders } from '../../src/trading/order-repo.ts'
import { newIntent, type Order } from '../../src/trading/order.ts'
import { NOON } from '../exchange/hand-clock.ts'
import type { BotStage } from './bot-stage.ts'

/** An order on record that has bought 1 BTC for 49,000 USDT, and ended; none of its fills is on record. */
export async function anExecutedOrder(
  { db, keyId, botId }: BotStage,
  changes: Partial<Order> = {},
): Promise<Order> {
  const of = { userId: '7', keyId, botId, planId: undefined, symbol: 'BTC/USDT' } as const
  const wish = { slot: 'cell:0', side: 'buy', timeInForce: 'GTC', price: new Big(50_000) } as const
  const order: Order = {
    ...newIntent({ ...of, ...wish, amount: new Big(2) }, NOON),
    status: 'cancelled',
    exchangeOrderId: '77',
    filled: new Big(1),
    cost: new Big(49_000),
    ...changes,
  }
  await transact(db, (trx) => insertOrders(trx, [order]))
  return order
}

/** Records a fill of an order, with a fee of 0.001 BTC if not said. */
export async function recordFill(
  { db }: BotStage,
  order: Order,
  { amount, cost, fees = [{ amount: new Big('0.001'), coin: 'BTC' }] }: SomeFill,
): Promise<void> {
  const { id, symbol, side } = order
  const money = { price: new Big(49_000), amount: new Big(amount), cost: new Big(cost), fees }
  const fill = { id: `of-${id}`, orderId: '77', symbol, side, at: NOON, ...money }
  await transact(db, (trx) => insertFills(trx, [{ order, fill }]))
}

interface SomeFill {
  amount: string
  cost: string
  fees?: Fees
}
