import { Big } from 'big.js'
import type { Order, Trade } from '../../../src/playground/paper-exchange/order.ts'
import { toFeesText } from '../../../src/trading/fees-text.ts'
import type { World } from '../world/world.ts'

/** An intent as the database has it. */
export interface Intent {
  id: string
  client_order_id: string
  user_id: string
  key_id: string
  bot_id: string
  plan_id: string | null
  symbol: string
  side: 'buy' | 'sell'
  price: string
  amount: string
  status: string
  filled: string
  settled: number
  reason: string | null
  sent_at: string | null
}

/** Every intent there is. */
export function intentsOf({ database }: World): Intent[] {
  return database.rows<Intent>('select * from trade_order')
}

/**
 * What the exchange itself says that a bot holds: bought, less sold, less fees in the base. Coins that
 * it began with, kept by its trader at an earlier exit, came by no trade: its records alone tell of them.
 */
export function trueHolding(world: World, account: string, intents: readonly Intent[]): Big {
  const ours = new Set(intents.map((one) => one.client_order_id))
  return world.floor.store
    .listTrades(account)
    .filter(({ order }) => ours.has(order.clientOrderId) && order.placedWith !== 'by hand')
    .reduce((held, trade) => held.plus(baseOf(trade)), keptBy(intents))
}

function keptBy(intents: readonly Intent[]): Big {
  return intents
    .filter((one) => one.client_order_id.startsWith('kept-'))
    .reduce((kept, { filled }) => kept.plus(filled), new Big(0))
}

/** Base that came in by a trade; below zero when it went out. */
export function baseOf({ order, amount, fee, feeAsset }: Trade): Big {
  const inBase = feeAsset === order.market.base ? fee : new Big(0)
  return order.side === 'buy' ? amount.minus(inBase) : amount.plus(inBase).neg()
}

/** A trade's fee as a fill on record has it. */
export function feesTextOf({ fee, feeAsset, feeTold }: Trade): string {
  if (feeTold !== 'yes') return toFeesText('unknown')
  return toFeesText(fee.eq(0) ? [] : [{ amount: fee, coin: feeAsset }])
}

/** Open orders that were placed with a key. */
export function openWithKey(world: World, account: string): Order[] {
  return world.floor.store.listOpen(account).filter(({ placedWith }) => placedWith !== 'by hand')
}
