import { jkorf, MS, page, type Recorded } from './recorded.ts'

const ok = (data: unknown) => ({ code: '200000', data })

const theirs = jkorf('Kucoin.Net', '04e948d', '2026-08-07')
const recorded = (name: string) => theirs(`Kucoin.Net.UnitTests/Endpoints/Spot/${name}.txt`)

/** https://www.kucoin.com/docs-new */
export const KUCOIN_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      id: '67120bbef094e200070976f6',
      clientOid: 'u00000000000000001',
      symbol: 'BTC-USDT',
      opType: 'DEAL',
      type: 'limit',
      side: 'buy',
      price: '50000',
      size: '0.01',
      funds: '500',
      dealSize: '0.004',
      dealFunds: '200',
      fee: '0.2',
      feeCurrency: 'USDT',
      timeInForce: 'GTC',
      postOnly: false,
      hidden: false,
      iceberg: false,
      channel: 'API',
      remark: null,
      tags: null,
      cancelExist: state === 'cancelled',
      tradeType: 'TRADE',
      inOrderBook: state === 'open',
      cancelledSize: state === 'open' ? '0' : '0.006',
      cancelledFunds: '0',
      remainSize: state === 'open' ? '0.006' : '0',
      remainFunds: '0',
      tax: '0',
      active: state === 'open',
      createdAt: MS,
      lastUpdatedAt: MS,
    }
    return {
      'GET /api/v2/symbols': ok([
        {
          symbol: 'BTC-USDT',
          name: 'BTC-USDT',
          baseCurrency: 'BTC',
          quoteCurrency: 'USDT',
          feeCurrency: 'USDT',
          market: 'USDS',
          baseMinSize: '0.00001',
          quoteMinSize: '0.1',
          baseMaxSize: '10000000000',
          quoteMaxSize: '99999999',
          baseIncrement: '0.00000001',
          quoteIncrement: '0.000001',
          priceIncrement: '0.1',
          priceLimitRate: '0.1',
          minFunds: '0.1',
          isMarginEnabled: true,
          enableTrading: true,
        },
      ]),
      'POST /api/v1/hf/orders': ok({
        orderId: '67120bbef094e200070976f6',
        clientOid: 'u00000000000000001',
      }),
      'DELETE /api/v1/hf/orders/client-order/u00000000000000001': ok({
        clientOid: 'u00000000000000001',
      }),
      'GET /api/v1/hf/orders/client-order/u00000000000000001': ok(order),
      'GET /api/v1/hf/orders/67120bbef094e200070976f6': ok(order),
      'GET /api/v1/hf/orders/active/symbols': ok({ symbols: ['BTC-USDT'] }),
      'GET /api/v1/hf/orders/active': ok([order]),
      'GET /api/v1/hf/fills': ok({
        lastId: 1,
        items: [
          {
            id: 19814995255305,
            orderId: '67120bbef094e200070976f6',
            counterOrderId: '6717422bd51c29000775ea03',
            tradeId: 11029373945659392,
            symbol: 'BTC-USDT',
            side: 'buy',
            liquidity: 'maker',
            type: 'limit',
            forceTaker: false,
            price: '50000',
            size: '0.004',
            funds: '200',
            fee: '0.2',
            feeRate: '0.001',
            feeCurrency: 'USDT',
            stop: '',
            tradeType: 'TRADE',
            createdAt: MS,
          },
        ],
      }),
      'GET /api/v1/accounts': ok([
        {
          id: '1',
          currency: 'USDT',
          type: 'trade',
          balance: '9800',
          available: '9500',
          holds: '300',
        },
      ]),
      'GET /api/v1/user/api-key': ok({
        remark: 'undock',
        apiKey: 'a-key',
        apiVersion: 3,
        permission: 'General,Spot',
        ipWhitelist: '203.0.113.7',
        createdAt: 1769904000000,
        uid: 165111215,
        isMaster: true,
      }),
      'GET /api/v1/market/allTickers': ok({
        time: MS,
        ticker: [
          {
            symbol: 'BTC-USDT',
            symbolName: 'BTC-USDT',
            last: '50000.5',
            buy: '50000',
            sell: '50001',
          },
        ],
      }),
      'GET /api/v1/market/orderbook/level2_100': ok({
        time: MS,
        sequence: '1',
        bids: [
          ['50000', '1.5'],
          ['9999', '2'],
        ],
        asks: [
          ['50001', '0.5'],
          ['100000', '3'],
        ],
      }),
    }
  },
  evidence: {
    permissions: {
      bodies: ['GET /api/v1/user/api-key'],
      by: [
        page(
          'https://github.com/Kucoin/kucoin-universal-sdk/blob/main/spec/rest/api/openapi-account-account.json',
          '2025-11-04',
        ),
      ],
    },
    balances: { bodies: ['GET /api/v1/accounts'], by: [recorded('Account/GetAccounts')] },
    'other wallets': { by: [recorded('Account/GetAccounts')] },
    markets: {
      bodies: [
        'GET /api/v2/symbols',
        'GET /api/v1/market/allTickers',
        'GET /api/v1/market/orderbook/level2_100',
      ],
      by: [
        recorded('ExchangeData/GetSymbols'),
        recorded('ExchangeData/GetTickers'),
        recorded('ExchangeData/GetAggregatedPartialOrderBook'),
      ],
    },
    'pair states': { by: [recorded('ExchangeData/GetSymbols')] },
    place: { bodies: ['POST /api/v1/hf/orders'], by: [recorded('HfTrading/PlaceOrder')] },
    'place IOC': {
      by: [
        page(
          'https://github.com/rosssaunders/coincise/blob/a00ae58b/docs/kucoin/endpoints/private/post_api_v1_hf_orders.md',
        ),
      ],
    },
    cancel: {
      bodies: ['DELETE /api/v1/hf/orders/client-order/u00000000000000001'],
      by: [recorded('HfTrading/CancelOrderByClientOrderId')],
    },
    'open orders': {
      bodies: ['GET /api/v1/hf/orders/active', 'GET /api/v1/hf/orders/active/symbols'],
      by: [recorded('HfTrading/GetOpenOrders'), recorded('HfTrading/GetSymbolsWithOpenOrders')],
    },
    pages: {
      by: [
        page(
          'https://github.com/rosssaunders/coincise/blob/a00ae58b/docs/kucoin/endpoints/private/get_api_v1_hf_orders_active.md',
        ),
      ],
    },
    find: {
      bodies: [
        'GET /api/v1/hf/orders/client-order/u00000000000000001',
        'GET /api/v1/hf/orders/67120bbef094e200070976f6',
      ],
      by: [recorded('HfTrading/GetOrderByClientOrderId'), recorded('HfTrading/GetOrder')],
    },
    fills: { bodies: ['GET /api/v1/hf/fills'], by: [recorded('HfTrading/GetUserTrades')] },
    'kinds of fees': { by: [recorded('HfTrading/GetUserTrades')] },
    refusals: { by: [theirs('Kucoin.Net/KucoinErrors.cs')] },
    time: {
      by: [
        page('https://github.com/rosssaunders/coincise/blob/a00ae58b/docs/kucoin/rest/spot_api.md'),
      ],
    },
  },
  unknown: {
    'GET /api/v1/hf/orders/client-order/u00000000000000001': {
      body: { code: '400100', msg: 'order_not_exist_or_not_allow_to_cancel' },
    },
  },
  sent: {
    place: {
      at: 'POST /api/v1/hf/orders',
      with: {
        clientOid: 'u00000000000000001',
        symbol: 'BTC-USDT',
        type: 'limit',
        side: 'buy',
        size: '0.01',
        price: '50000',
        timeInForce: 'GTC',
      },
    },
    ioc: { timeInForce: 'IOC' },
    cancel: {
      at: 'DELETE /api/v1/hf/orders/client-order/u00000000000000001',
      with: { symbol: 'BTC-USDT' },
    },
    find: {
      at: 'GET /api/v1/hf/orders/client-order/u00000000000000001',
      with: { symbol: 'BTC-USDT' },
    },
  },
  orderId: '67120bbef094e200070976f6',
  uid: '165111215',
  rights: { read: true, trade: true, withdraw: false, ipBound: true },
  createdAt: '2026-02-01T00:00:00.000Z',
  fee: ['0.2', 'USDT'],
  usdt: ['9500', '300'],
  tickSize: '0.1',
  stepSize: '0.00000001',
}
