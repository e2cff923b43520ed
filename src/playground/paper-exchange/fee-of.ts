import { Big } from 'big.js'
import type { Fee, FeeWay } from './fee-ways.ts'
import type { Ledger } from './ledger.ts'
import { FEE_RATE, MARKETS, type Market } from './markets.ts'
import type { Order } from './order.ts'

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
  const way: FeeWay =
    order.feeCoin === undefined
      ? deps.ledger.feeWayOf(order.account, order.market.symbol)
      : { kind: 'coin', coin: order.feeCoin }
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
