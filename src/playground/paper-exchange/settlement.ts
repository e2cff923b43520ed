import { Big } from 'big.js'
import type { Clock } from '../../lib/clock.ts'
import type { Ledger } from './ledger.ts'
import { BNB_FEE_RATE, FEE_RATE, getMarket, type Market } from './markets.ts'
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
 * The fee comes off what is received, base for a buy and quote for a sell, or out of the account's
 * BNB where its owner chose that and there is enough.
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

  const inBnb = feeInBnb(deps, order, cost)
  const fee = inBnb ?? got.times(FEE_RATE).round(8, Big.roundDown)
  const feeAsset = inBnb === undefined ? gotAsset : 'BNB'

  ledger.add(account, payAsset, maker ? { locked: paid.neg() } : { free: paid.neg() })
  ledger.add(account, gotAsset, { free: inBnb === undefined ? got.minus(fee) : got })
  if (inBnb !== undefined) ledger.add(account, feeAsset, { free: fee.neg() })
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

/** Undefined where the account does not pay in BNB, or has not enough of it. */
function feeInBnb(
  { ledger, midOf }: SettlementDeps,
  { account, market: { quote } }: Order,
  cost: Big,
): Big | undefined {
  if (!ledger.paysFeesInBnb(account)) return undefined
  const usd = quote === 'USDT' ? cost : cost.times(midOf(getMarket(`${quote}/USDT`)))
  const fee = usd
    .times(BNB_FEE_RATE)
    .div(midOf(getMarket('BNB/USDT')))
    .round(8, Big.roundDown)
  return ledger.get(account, 'BNB').free.gte(fee) ? fee : undefined
}
