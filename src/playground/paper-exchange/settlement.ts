import { Big } from 'big.js'
import type { Clock } from '../../lib/clock.ts'
import type { Ledger } from './ledger.ts'
import { FEE_RATE } from './markets.ts'
import { remaining, type Order, type Trade } from './order.ts'
import type { OrderStore } from './order-store.ts'

/** Told about each fill, once it is settled. */
export type OnFill = (trade: Trade) => void

interface SettlementDeps {
  clock: Clock
  ledger: Ledger
  store: OrderStore
  onFill: OnFill
}

/**
 * Settles one fill: a maker pays from what it had locked, a taker from what is free.
 *
 * The fee comes off what is received: base for a buy, quote for a sell.
 */
export function settle(
  { clock, ledger, store, onFill }: SettlementDeps,
  order: Order,
  { price, amount, maker }: { price: Big; amount: Big; maker: boolean },
): void {
  const { account, market, side } = order
  const cost = price.times(amount)
  const [paid, payAsset] = side === 'buy' ? [cost, market.quote] : [amount, market.base]
  const [got, feeAsset] = side === 'buy' ? [amount, market.base] : [cost, market.quote]
  const fee = got.times(FEE_RATE).round(8, Big.roundDown)

  ledger.add(account, payAsset, maker ? { locked: paid.neg() } : { free: paid.neg() })
  ledger.add(account, feeAsset, { free: got.minus(fee) })
  order.filled = order.filled.plus(amount)
  order.cost = order.cost.plus(cost)
  order.updatedAt = clock.now()
  order.status = remaining(order).eq(0) ? 'FILLED' : 'PARTIALLY_FILLED'
  store.noteStatus(order)

  const id = store.nextTradeId()
  const trade = { id, order, price, amount, cost, fee, feeAsset, maker, at: clock.now() }
  store.insertTrade(trade)
  onFill(trade)
}
