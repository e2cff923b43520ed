import type { Big } from 'big.js'
import type { Clock } from '../../lib/clock.ts'
import type { Ledger } from './ledger.ts'
import { feeOf } from './fee-of.ts'
import type { Market } from './markets.ts'
import { remaining, type Order, type Trade } from './order.ts'
import type { OrderStore } from './order-store.ts'

/** Told about each fill, once it is settled. */
export type OnFill = (trade: Trade) => void

interface SettlementDeps {
  clock: Clock
  ledger: Ledger
  store: OrderStore
  midOf: (market: Market) => Big
  onFill: OnFill
}

/**
 * Settles one fill: a maker pays from what it had locked, a taker from what is free.
 *
 * The fee comes off what is received, base for a buy and quote for a sell, unless the account pays it another way.
 */
export function settle(
  deps: SettlementDeps,
  order: Order,
  { price, amount, maker }: { price: Big; amount: Big; maker: boolean },
): void {
  const { clock, ledger, store, onFill } = deps
  const { account, market, side } = order
  const cost = price.times(amount)
  const [paid, payAsset] = side === 'buy' ? [cost, market.quote] : [amount, market.base]
  const [got, gotAsset] = side === 'buy' ? [amount, market.base] : [cost, market.quote]

  const fee = feeOf(deps, order, { cost, got, gotAsset })
  ledger.add(account, payAsset, maker ? { locked: paid.neg() } : { free: paid.neg() })
  ledger.add(account, gotAsset, { free: fee.feeAsset === gotAsset ? got.minus(fee.fee) : got })
  if (fee.feeAsset !== gotAsset) ledger.add(account, fee.feeAsset, { free: fee.fee.neg() })
  order.filled = order.filled.plus(amount)
  order.cost = order.cost.plus(cost)
  order.updatedAt = clock.now()
  order.status = remaining(order).eq(0) ? 'FILLED' : 'PARTIALLY_FILLED'
  store.noteStatus(order)

  const id = store.nextTradeId()
  const trade = { id, order, price, amount, cost, ...fee, maker, at: clock.now() }
  store.insertTrade(trade)
  onFill(trade)
}
