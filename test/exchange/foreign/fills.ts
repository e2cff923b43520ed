import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import { byIdAt, listAt, type ListInAnswers } from './foreign.ts'

/** Where each exchange's fills stand: of a symbol, and of one order. Binance's are served by a whole server. */
export const FILLS: Readonly<Record<Exclude<ExchangeId, 'binance'>, readonly ListInAnswers[]>> = {
  bybit: [{ at: ['GET /v5/execution/list'], ...listAt('result', 'list') }],
  okx: [{ at: ['GET /api/v5/trade/fills-history'], ...listAt('data') }],
  kucoin: [{ at: ['GET /api/v1/hf/fills'], ...listAt('data', 'items') }],
  bitget: [{ at: ['GET /api/v2/spot/trade/fills'], ...listAt('data') }],
  gate: [{ at: ['GET /api/v4/spot/my_trades'], ...listAt() }],
  kraken: [
    { at: ['POST /0/private/TradesHistory'], ...byIdAt('result', 'trades') },
    { at: ['POST /0/private/QueryTrades'], ...byIdAt('result') },
  ],
  mexc: [{ at: ['GET /api/v3/myTrades'], ...listAt() }],
  bingx: [{ at: ['GET /openApi/spot/v1/trade/myTrades'], ...listAt('data', 'fills') }],
  htx: [
    {
      at: ['GET /v1/order/matchresults', 'GET /v1/order/orders/357632718898331/matchresults'],
      ...listAt('data'),
    },
  ],
  coinbase: [{ at: ['GET /api/v3/brokerage/orders/historical/fills'], ...listAt('fills') }],
  cryptocom: [{ at: ['POST /exchange/v1/private/get-trades'], ...listAt('result', 'data') }],
  bitfinex: [
    {
      at: [
        'POST /v2/auth/r/trades/tBTCUST/hist',
        'POST /v2/auth/r/order/tBTCUST:1185815098/trades',
      ],
      ...listAt(),
    },
  ],
}
