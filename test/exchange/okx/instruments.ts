import { Big } from 'big.js'
import { ASSETS, roundToSize, type Market } from '../../../src/playground/paper-exchange/markets.ts'
import type { RouteDeps } from '../../../src/playground/paper-exchange/route.ts'
import { instIdOf } from './route.ts'

/** The smallest order of a market: it was worth about the floor's least cost when that was set. */
export function minSizeOf({ minCost, base, quote, stepSize, minAmount }: Market): Big {
  const price = new Big(ASSETS[base]?.usd ?? 1).div(ASSETS[quote]?.usd ?? 1)
  const size = roundToSize(minCost.div(price), stepSize)
  return size.lt(minAmount) ? minAmount : size
}

/** A market as `GET /api/v5/public/instruments` answers it. */
export function instrument({ spot }: RouteDeps, market: Market) {
  const { base, quote, tickSize, stepSize, maxAmount, maxMarketAmount } = market
  return {
    alias: '',
    baseCcy: base,
    category: '1',
    ctMult: '',
    ctType: '',
    ctVal: '',
    ctValCcy: '',
    expTime: '',
    instFamily: '',
    instId: instIdOf(market),
    instType: 'SPOT',
    lever: '',
    listTime: '1548133413000',
    lotSz: stepSize.toFixed(),
    maxIcebergSz: maxAmount.toFixed(),
    maxLmtAmt: '20000000',
    maxLmtSz: maxAmount.toFixed(),
    maxMktAmt: '1000000',
    maxMktSz: maxMarketAmount.toFixed(),
    minSz: minSizeOf(market).toFixed(),
    optType: '',
    quoteCcy: quote,
    ruleType: 'normal',
    settleCcy: '',
    state: spot.listings.isTrading(market) ? 'live' : 'suspend',
    stk: '',
    tickSz: tickSize.toFixed(),
    tradeQuoteCcyList: [quote],
    uly: '',
  }
}
