import { jkorf, MS, page, type Recorded } from './recorded.ts'

const theirs = jkorf('Mexc.Net', '92dc301', '2026-08-21')
const recorded = (name: string) => theirs(`Mexc.Net.UnitTests/Endpoints/SpotApi/${name}.txt`)

/** https://mexcdevelop.github.io/apidocs/spot_v3_en/ */
export const MEXC_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      symbol: 'BTCUSDT',
      orderId: 'C02__443776347957968896088',
      orderListId: -1,
      clientOrderId: 'u00000000000000001',
      price: '50000',
      origQty: '0.01',
      executedQty: '0.004',
      cummulativeQuoteQty: '200',
      status: state === 'open' ? 'PARTIALLY_FILLED' : 'PARTIALLY_CANCELED',
      timeInForce: null,
      type: 'LIMIT',
      side: 'BUY',
      time: MS,
      updateTime: MS,
      isWorking: true,
      origQuoteOrderQty: '500',
    }
    return {
      'GET /api/v3/exchangeInfo': {
        timezone: 'CST',
        serverTime: MS,
        symbols: [
          {
            symbol: 'BTCUSDT',
            status: '1',
            baseAsset: 'BTC',
            baseAssetPrecision: 6,
            quoteAsset: 'USDT',
            quotePrecision: 2,
            quoteAssetPrecision: 2,
            baseCommissionPrecision: 6,
            quoteCommissionPrecision: 2,
            orderTypes: ['LIMIT', 'MARKET', 'LIMIT_MAKER', 'IMMEDIATE_OR_CANCEL'],
            isSpotTradingAllowed: true,
            isMarginTradingAllowed: false,
            quoteAmountPrecision: '1',
            baseSizePrecision: '0.000001',
            permissions: ['SPOT'],
            filters: [],
            maxQuoteAmount: '2000000',
            makerCommission: '0',
            takerCommission: '0.0005',
          },
        ],
      },
      'POST /api/v3/order': {
        symbol: 'BTCUSDT',
        orderId: 'C02__443776347957968896088',
        orderListId: -1,
        price: '50000',
        origQty: '0.01',
        type: 'LIMIT',
        side: 'BUY',
        transactTime: MS,
      },
      'DELETE /api/v3/order': { ...order, status: 'NEW', origClientOrderId: 'u00000000000000001' },
      'GET /api/v3/order': order,
      'GET /api/v3/openOrders': [order],
      'GET /api/v3/myTrades': [
        {
          symbol: 'BTCUSDT',
          id: 'fad2af9e942049b6adbda1a271f990c6',
          orderId: 'C02__443776347957968896088',
          orderListId: -1,
          price: '50000',
          qty: '0.004',
          quoteQty: '200',
          commission: '0.1',
          commissionAsset: 'USDT',
          time: MS,
          isBuyer: true,
          isMaker: true,
          isBestMatch: true,
          isSelfTrade: false,
          clientOrderId: 'u00000000000000001',
        },
      ],
      'GET /api/v3/account': {
        makerCommission: null,
        canTrade: true,
        canWithdraw: true,
        canDeposit: true,
        updateTime: null,
        accountType: 'SPOT',
        balances: [{ asset: 'USDT', free: '9500', locked: '300' }],
        permissions: ['SPOT'],
      },
      'GET /api/v3/uid': { uid: '209302839' },
      'GET /api/v3/ticker/price': [{ symbol: 'BTCUSDT', price: '50000.5' }],
      'GET /api/v3/depth': {
        lastUpdateId: 1,
        bids: [
          ['50000', '1.5'],
          ['9999', '2'],
        ],
        asks: [
          ['50001', '0.5'],
          ['100000', '3'],
        ],
      },
    }
  },
  evidence: {
    permissions: {
      bodies: ['GET /api/v3/uid'],
      by: { assumed: 'Which rights a key has: MEXC tells them of the account only.' },
    },
    balances: { bodies: ['GET /api/v3/account'], by: [recorded('Account/GetAccountInfo')] },
    'other wallets': { by: [recorded('Account/GetAccountInfo')] },
    markets: {
      bodies: ['GET /api/v3/exchangeInfo', 'GET /api/v3/ticker/price', 'GET /api/v3/depth'],
      by: [
        recorded('ExchangeData/GetExchangeInfo'),
        recorded('ExchangeData/GetPrices'),
        recorded('ExchangeData/GetOrderBook'),
      ],
    },
    'pair states': {
      by: [page('https://mexcdevelop.github.io/apidocs/spot_v3_en/#exchange-information')],
    },
    place: { bodies: ['POST /api/v3/order'], by: [recorded('Trading/PlaceOrder')] },
    'place IOC': { by: [theirs('Mexc.Net/Enums/OrderType.cs')] },
    cancel: { bodies: ['DELETE /api/v3/order'], by: [recorded('Trading/CancelOrder')] },
    'open orders': { bodies: ['GET /api/v3/openOrders'], by: [recorded('Trading/GetOpenOrders')] },
    pages: { by: [page('https://mexcdevelop.github.io/apidocs/spot_v3_en/#current-open-orders')] },
    find: { bodies: ['GET /api/v3/order'], by: [recorded('Trading/GetOrder')] },
    fills: { bodies: ['GET /api/v3/myTrades'], by: [recorded('Trading/GetUserTrades')] },
    'kinds of fees': { by: [recorded('Trading/GetUserTrades')] },
    refusals: {
      by: [
        page('https://mexcdevelop.github.io/apidocs/spot_v3_en/#error-code'),
        theirs('Mexc.Net/MexcErrors.cs'),
      ],
    },
    time: { by: [recorded('ExchangeData/GetServerTime')] },
  },
  unknown: {
    'GET /api/v3/order': { status: 400, body: { code: -2013, msg: 'Order does not exist.' } },
  },
  sent: {
    place: {
      at: 'POST /api/v3/order',
      with: {
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'LIMIT',
        quantity: '0.01',
        price: '50000',
        newClientOrderId: 'u00000000000000001',
        recvWindow: '5000',
        timestamp: String(MS),
      },
    },
    ioc: { type: 'IMMEDIATE_OR_CANCEL' },
    cancel: {
      at: 'DELETE /api/v3/order',
      with: { symbol: 'BTCUSDT', origClientOrderId: 'u00000000000000001' },
    },
    find: {
      at: 'GET /api/v3/order',
      with: { symbol: 'BTCUSDT', origClientOrderId: 'u00000000000000001' },
    },
  },
  orderId: 'C02__443776347957968896088',
  uid: '209302839',
  rights: { read: true, trade: undefined, withdraw: undefined, ipBound: undefined },
  fee: ['0.1', 'USDT'],
  usdt: ['9500', '300'],
  tickSize: '0.01',
  stepSize: '0.000001',
}
