import { Big } from 'big.js'
import type { Ledger } from './ledger.ts'
import { BNB_FEE_RATE, FEE_RATE, MARKETS, type Market } from './markets.ts'
import type { Order } from './order.ts'

/** How the exchange takes an account's fees, and what it says of them. */
export type FeeWay =
  /** Out of what the account receives; nothing at a rate of 0, a rebate at a negative one. */
  | { kind: 'received'; rate?: Big | string }
  /**
   * Out of another coin, while there is enough of it. `usd` is what one is worth; where left out, its market's
   * price.
   */
  | { kind: 'coin'; coin: string; rate?: Big | string; usd?: Big | string }
  /** Out of what the account receives, but the fills do not say so: their fee is empty, or not there at all. */
  | { kind: 'untold'; as: 'empty' | 'missing' }

/** What some accounts' owners can choose on Binance. */
export const FEES_IN_BNB: FeeWay = { kind: 'coin', coin: 'BNB', rate: BNB_FEE_RATE }

/** A fee, and how a fill tells it. */
export interface Fee {
  fee: Big
  feeAsset: string
  feeTold: 'yes' | 'empty' | 'missing'
}

interface FeeDeps {
  ledger: Ledger
  midOf: (market: Market) => Big
}

/** The fee of one fill that came to `cost`; its account received `got` of `gotAsset`. */
export function feeOf(
  deps: FeeDeps,
  order: Order,
  { cost, got, gotAsset }: { cost: Big; got: Big; gotAsset: string },
): Fee {
  const way = deps.ledger.feeWayOf(order.account)
  if (way.kind === 'coin') {
    const fee = inCoin(deps, order, cost, way)
    if (fee !== undefined) return { fee, feeAsset: way.coin, feeTold: 'yes' }
  }
  const rate = way.kind === 'received' && way.rate !== undefined ? way.rate : FEE_RATE
  const fee = got.times(rate).round(8, Big.roundDown)
  return { fee, feeAsset: gotAsset, feeTold: way.kind === 'untold' ? way.as : 'yes' }
}

/** Undefined where the account has not enough of the coin. */
function inCoin(
  deps: FeeDeps,
  { account, market: { quote } }: Order,
  cost: Big,
  { coin, rate = FEE_RATE, usd }: FeeWay & { kind: 'coin' },
): Big | undefined {
  const price = usd === undefined ? usdOf(deps, coin) : new Big(usd)
  const fee = cost.times(usdOf(deps, quote)).times(rate).div(price).round(8, Big.roundDown)
  return deps.ledger.get(account, coin).free.gte(fee) ? fee : undefined
}

function usdOf({ midOf }: FeeDeps, coin: string): Big {
  if (coin === 'USDT') return new Big(1)
  const market = MARKETS.find(({ base, quote }) => base === coin && quote === 'USDT')
  if (!market) throw new RangeError(`Cannot value ${coin}: it has no market with USDT`)
  return midOf(market)
}
