import { jkorf, MS, page, type EvidenceOf } from '../recorded/recorded.ts'
import { listAt, type Foreign, type Json } from './foreign.ts'

const ORDER = {
  symbol: 'BTCUSDT',
  orderId: 41260771,
  orderListId: -1,
  clientOrderId: 'u00000000000000001',
  price: '50000.00000000',
  origQty: '0.01000000',
  executedQty: '0.00400000',
  cummulativeQuoteQty: '200.00000000',
  origQuoteOrderQty: '0.00000000',
  status: 'PARTIALLY_FILLED',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  stopPrice: '0.00000000',
  icebergQty: '0.00000000',
  time: MS,
  updateTime: MS,
  isWorking: true,
  workingTime: MS,
}

/** Binance's answers, as far as open orders need them. */
export const BINANCE_ANSWERS: Record<string, Json> = {
  'GET /api/v3/exchangeInfo': {
    timezone: 'UTC',
    serverTime: MS,
    symbols: [
      {
        symbol: 'BTCUSDT',
        status: 'TRADING',
        baseAsset: 'BTC',
        baseAssetPrecision: 8,
        quoteAsset: 'USDT',
        quotePrecision: 8,
        quoteAssetPrecision: 8,
        isSpotTradingAllowed: true,
        permissions: ['SPOT'],
        filters: [
          { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
          { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
          { filterType: 'NOTIONAL', minNotional: '5' },
        ],
      },
    ],
  },
  'GET /api/v3/openOrders': [ORDER],
  'GET /api/v3/order': ORDER,
  'GET /api/v3/account': {
    uid: 4711,
    canTrade: true,
    commissionRates: { maker: '0.00100000', taker: '0.00100000' },
    updateTime: MS,
    balances: [{ asset: 'USDT', free: '9500.00000000', locked: '300.00000000' }],
  },
}

/** https://developers.binance.com/docs/binance-spot-api-docs */
export const BINANCE_FOREIGN: Foreign = {
  at: ['GET /api/v3/openOrders'],
  ...listAt(),
  rows(ours) {
    const theirs = {
      ...ours,
      clientOrderId: 'web_9f2b',
      executedQty: '0.00000000',
      cummulativeQuoteQty: '0.00000000',
      status: 'NEW',
      side: 'SELL',
      isWorking: false,
      workingTime: -1,
    }
    const stop = { ...theirs, price: '0.00000000', stopPrice: '44000.00000000' }
    return {
      'stop-loss': { ...stop, orderId: 7001, type: 'STOP_LOSS' },
      'take-profit': { ...stop, orderId: 7002, type: 'TAKE_PROFIT', stopPrice: '61000.00000000' },
      'trailing stop': {
        ...stop,
        orderId: 7003,
        type: 'STOP_LOSS',
        stopPrice: '0.00000000',
        trailingDelta: 150,
        trailingTime: -1,
      },
      bracket: {
        ...stop,
        orderId: 7004,
        orderListId: 88,
        type: 'STOP_LOSS_LIMIT',
        price: '43900.00000000',
        status: 'PENDING_NEW',
      },
      'conditional market': { ...stop, orderId: 7005, type: 'TAKE_PROFIT', side: 'BUY' },
      'quote-sized': {
        ...theirs,
        orderId: 7006,
        type: 'MARKET',
        side: 'BUY',
        price: '0.00000000',
        origQty: '0.00000000',
        origQuoteOrderQty: '130.00000000',
      },
      'perpetual, margin': 'never mixed in',
    }
  },
}

const theirs = jkorf('Binance.Net', '8b14feb0', '2026-07-23')
const recorded = (name: string) => theirs(`Binance.Net.UnitTests/Endpoints/Spot/${name}.txt`)

/** Where the format of Binance's answers comes from, those of the paper exchange too. */
export const BINANCE_EVIDENCE: EvidenceOf = {
  permissions: { by: [recorded('Account/GetAPIKeyPermissions')] },
  balances: { bodies: ['GET /api/v3/account'], by: [recorded('Account/GetAccountInfo')] },
  'other wallets': { by: [recorded('Account/GetWalletBalances')] },
  markets: {
    bodies: ['GET /api/v3/exchangeInfo'],
    by: [
      recorded('ExchangeData/GetExchangeInfo'),
      page('https://github.com/binance/binance-spot-api-docs/blob/master/filters.md', '2026-07-21'),
    ],
  },
  'pair states': {
    by: [
      page('https://github.com/binance/binance-spot-api-docs/blob/master/enums.md', '2026-07-21'),
    ],
  },
  place: { by: [recorded('Trading/PlaceOrder')] },
  'place IOC': {
    by: [
      page('https://github.com/binance/binance-spot-api-docs/blob/master/enums.md', '2026-07-21'),
    ],
  },
  cancel: { by: [recorded('Trading/CancelOrder')] },
  'open orders': { bodies: ['GET /api/v3/openOrders'], by: [recorded('Trading/GetOpenOrders')] },
  pages: {
    by: [
      page(
        'https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md',
        '2026-07-21',
      ),
    ],
  },
  find: { bodies: ['GET /api/v3/order'], by: [recorded('Trading/GetOrder')] },
  fills: { by: [recorded('Trading/GetUserTrades')] },
  'kinds of fees': { by: [recorded('Trading/GetUserTrades')] },
  refusals: {
    by: [
      page('https://github.com/binance/binance-spot-api-docs/blob/master/errors.md', '2026-07-21'),
      theirs('Binance.Net/BinanceErrors.cs'),
    ],
  },
  time: { by: [recorded('ExchangeData/GetServerTime')] },
}
