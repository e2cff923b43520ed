import { jkorf, MS, page, type Recorded } from './recorded.ts'

const ok = (data: unknown) => ({ code: 0, msg: '', debugMsg: '', data })

const theirs = jkorf('BingX.Net', '8c28b99', '2026-08-21')
const recorded = (name: string) => theirs(`BingX.Net.UnitTests/Endpoints/Spot/${name}.txt`)

/** https://bingx-api.github.io/docs/#/en-us/spot */
export const BINGX_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      symbol: 'BTC-USDT',
      orderId: '1745362930595004416',
      price: '50000',
      StopPrice: '0',
      origQty: '0.01',
      executedQty: '0.004',
      cummulativeQuoteQty: '200',
      status: state === 'open' ? 'PARTIALLY_FILLED' : 'CANCELED',
      type: 'LIMIT',
      side: 'BUY',
      time: MS,
      updateTime: MS,
      origQuoteOrderQty: '0',
      fee: '-0.000004',
      feeAsset: 'BTC',
      clientOrderID: 'u00000000000000001',
    }
    return {
      'GET /openApi/spot/v1/common/symbols': ok({
        symbols: [
          {
            symbol: 'BTC-USDT',
            minQty: '0.0001',
            maxQty: '100',
            minNotional: '5',
            maxNotional: '100000',
            status: 1,
            tickSize: '0.01',
            stepSize: '0.000001',
            apiStateSell: true,
            apiStateBuy: true,
            timeOnline: 0,
            offTime: 0,
            maintainTime: 0,
            displayName: 'BTC-USDT',
          },
        ],
      }),
      'POST /openApi/spot/v1/trade/order': ok({
        symbol: 'BTC-USDT',
        orderId: '1745362930595004416',
        transactTime: MS,
        price: '50000',
        stopPrice: '0',
        origQty: '0.01',
        executedQty: '0',
        cummulativeQuoteQty: '0',
        status: 'PENDING',
        type: 'LIMIT',
        side: 'BUY',
        clientOrderID: 'u00000000000000001',
      }),
      'POST /openApi/spot/v1/trade/cancel': ok({ ...order, status: 'CANCELED' }),
      'GET /openApi/spot/v1/trade/query': ok(order),
      'GET /openApi/spot/v1/trade/openOrders': ok({ orders: [order] }),
      'GET /openApi/spot/v1/trade/myTrades': ok({
        fills: [
          {
            symbol: 'BTC-USDT',
            id: 43148253,
            orderId: '1745362930595004416',
            price: '50000',
            qty: '0.004',
            quoteQty: '200',
            commission: -0.000004,
            commissionAsset: 'BTC',
            time: MS,
            isBuyer: true,
            isMaker: true,
          },
        ],
      }),
      'GET /openApi/spot/v1/account/balance': ok({
        balances: [{ asset: 'USDT', free: '9500', locked: '300' }],
      }),
      'GET /openApi/account/v1/uid': ok({ uid: '16789' }),
      'GET /openApi/spot/v1/ticker/24hr': ok([{ symbol: 'BTC-USDT', lastPrice: '50000.5' }]),
      'GET /openApi/spot/v1/market/depth': ok({
        bids: [
          ['9999', '2'],
          ['50000', '1.5'],
        ],
        asks: [
          ['100000', '3'],
          ['50001', '0.5'],
        ],
        ts: MS,
      }),
    }
  },
  evidence: {
    permissions: { bodies: ['GET /openApi/account/v1/uid'], by: [recorded('Account/GetUserId')] },
    balances: {
      bodies: ['GET /openApi/spot/v1/account/balance'],
      by: [recorded('Account/GetBalances')],
    },
    'other wallets': {
      by: { assumed: 'Wallets besides the spot account: coins in them are not counted.' },
    },
    markets: {
      bodies: [
        'GET /openApi/spot/v1/common/symbols',
        'GET /openApi/spot/v1/ticker/24hr',
        'GET /openApi/spot/v1/market/depth',
      ],
      by: [
        recorded('ExchangeData/GetSymbols'),
        recorded('ExchangeData/GetTickers'),
        recorded('ExchangeData/GetOrderBook'),
      ],
    },
    'pair states': {
      by: [
        theirs('BingX.Net/Enums/SymbolStatus.cs'),
        page('https://bingx-api.github.io/docs/#/en-us/spot/changelog'),
      ],
    },
    place: {
      bodies: ['POST /openApi/spot/v1/trade/order'],
      by: [
        recorded('Trading/PlaceOrder'),
        page('https://bingx-api.github.io/docs/#/en-us/spot/trade-api.html'),
      ],
    },
    'place IOC': { by: [theirs('BingX.Net/Enums/TimeInForce.cs')] },
    cancel: {
      bodies: ['POST /openApi/spot/v1/trade/cancel'],
      by: [
        recorded('Trading/CancelOrder'),
        page('https://bingx-api.github.io/docs/#/en-us/spot/trade-api.html'),
      ],
    },
    'open orders': {
      bodies: ['GET /openApi/spot/v1/trade/openOrders'],
      by: [
        recorded('Trading/GetOpenOrders'),
        page('https://bingx-api.github.io/docs/#/en-us/spot/trade-api.html'),
      ],
    },
    pages: { by: [page('https://bingx-api.github.io/docs/#/en-us/spot/trade-api.html')] },
    find: {
      bodies: ['GET /openApi/spot/v1/trade/query'],
      by: [
        recorded('Trading/GetOrder'),
        page('https://bingx-api.github.io/docs/#/en-us/spot/trade-api.html'),
      ],
    },
    fills: {
      bodies: ['GET /openApi/spot/v1/trade/myTrades'],
      by: [recorded('Trading/GetUserTrades')],
    },
    'kinds of fees': { by: [recorded('Trading/GetUserTrades')] },
    refusals: {
      by: [
        page('https://bingx-api.github.io/docs/#/en-us/spot/base-info.html'),
        theirs('BingX.Net/BingXErrors.cs'),
      ],
    },
    time: { by: [theirs('BingX.Net/Objects/Internal/BingXServerTime.cs')] },
  },
  unknown: {
    'GET /openApi/spot/v1/trade/query': {
      body: { code: 100404, msg: 'order not exist', debugMsg: '' },
    },
  },
  sent: {
    place: {
      at: 'POST /openApi/spot/v1/trade/order',
      with: {
        symbol: 'BTC-USDT',
        side: 'BUY',
        type: 'LIMIT',
        quantity: '0.01',
        price: '50000',
        timeInForce: 'GTC',
        newClientOrderId: 'u00000000000000001',
        recvWindow: '5000',
      },
    },
    ioc: { timeInForce: 'IOC' },
    cancel: {
      at: 'POST /openApi/spot/v1/trade/cancel',
      with: { symbol: 'BTC-USDT', clientOrderID: 'u00000000000000001' },
    },
    find: {
      at: 'GET /openApi/spot/v1/trade/query',
      with: { symbol: 'BTC-USDT', clientOrderID: 'u00000000000000001' },
    },
  },
  orderId: '1745362930595004416',
  uid: '16789',
  rights: { read: true, trade: undefined, withdraw: undefined, ipBound: undefined },
  fee: ['0.000004', 'BTC'],
  usdt: ['9500', '300'],
  tickSize: '0.01',
  stepSize: '0.000001',
}
