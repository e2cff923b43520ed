import { jkorf, MS, page, type Recorded } from './recorded.ts'

const ok = (result: unknown) => ({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: MS })

const theirs = jkorf('Bybit.Net', 'd84528f', '2026-08-21')
const recorded = (name: string) => theirs(`Bybit.UnitTests/Endpoints/V5Api/${name}.txt`)

/** https://bybit-exchange.github.io/docs/v5 */
export const BYBIT_RECORDED: Recorded = {
  answers: (state) => ({
    'GET /v5/market/instruments-info': ok({
      category: 'spot',
      list: [
        {
          symbol: 'BTCUSDT',
          baseCoin: 'BTC',
          quoteCoin: 'USDT',
          innovation: '0',
          status: 'Trading',
          marginTrading: 'both',
          lotSizeFilter: {
            basePrecision: '0.000001',
            quotePrecision: '0.00000001',
            minOrderQty: '0.000048',
            maxOrderQty: '71.73956243',
            minOrderAmt: '5',
            maxOrderAmt: '2000000',
          },
          priceFilter: { tickSize: '0.01' },
          riskParameters: { limitParameter: '0.03', marketParameter: '0.03' },
        },
      ],
    }),
    'POST /v5/order/create': ok({
      orderId: '1523347543495541248',
      orderLinkId: 'u00000000000000001',
    }),
    'POST /v5/order/cancel': ok({
      orderId: '1523347543495541248',
      orderLinkId: 'u00000000000000001',
    }),
    'GET /v5/order/realtime': ok({
      category: 'spot',
      nextPageCursor: '',
      list: [
        {
          orderId: '1523347543495541248',
          orderLinkId: 'u00000000000000001',
          symbol: 'BTCUSDT',
          price: '50000.00',
          qty: '0.010000',
          side: 'Buy',
          orderStatus: state === 'open' ? 'PartiallyFilled' : 'PartiallyFilledCanceled',
          avgPrice: '50000',
          leavesQty: state === 'open' ? '0.006' : '0.000000',
          cumExecQty: '0.004000',
          cumExecValue: '200.00000000',
          cumExecFee: '0.000004',
          timeInForce: 'GTC',
          orderType: 'Limit',
          isLeverage: '0',
          createdTime: String(MS),
          updatedTime: String(MS),
        },
      ],
    }),
    'GET /v5/order/history': ok({ category: 'spot', list: [], nextPageCursor: '' }),
    'GET /v5/execution/list': ok({
      category: 'spot',
      nextPageCursor: '',
      list: [
        {
          symbol: 'BTCUSDT',
          orderId: '1523347543495541248',
          orderLinkId: 'u00000000000000001',
          side: 'Buy',
          orderPrice: '50000',
          orderQty: '0.01',
          leavesQty: '0.006',
          orderType: 'Limit',
          execFee: '0.000004',
          feeCurrency: 'BTC',
          execId: '2100000000007764263',
          execPrice: '50000',
          execQty: '0.004',
          execType: 'Trade',
          execValue: '200',
          execTime: String(MS),
          isMaker: true,
          feeRate: '0.001',
        },
      ],
    }),
    'GET /v5/account/wallet-balance': ok({
      list: [
        {
          accountType: 'UNIFIED',
          totalEquity: '9800',
          coin: [
            { coin: 'USDT', equity: '9800', walletBalance: '9800', locked: '300', free: '' },
            { coin: 'BTC', equity: '0', walletBalance: '0', locked: '0', free: '' },
          ],
        },
      ],
    }),
    'GET /v5/user/query-api': ok({
      id: '13770661',
      note: 'undock',
      apiKey: 'a-key',
      readOnly: 0,
      secret: '',
      permissions: {
        ContractTrade: [],
        Spot: ['SpotTrade'],
        Wallet: ['AccountTransfer'],
        Options: [],
      },
      ips: ['203.0.113.7'],
      type: 1,
      deadlineDay: -2,
      expiredAt: '1970-01-01T00:00:00Z',
      createdAt: '2026-02-01T00:00:00Z',
      unified: 0,
      uta: 1,
      userID: 24617703,
      isMaster: true,
    }),
    'GET /v5/market/tickers': ok({
      category: 'spot',
      list: [{ symbol: 'BTCUSDT', lastPrice: '50000.5', bid1Price: '50000', ask1Price: '50001' }],
    }),
    'GET /v5/market/orderbook': ok({
      s: 'BTCUSDT',
      b: [
        ['50000', '1.5'],
        ['9999', '2'],
      ],
      a: [
        ['50001', '0.5'],
        ['100000', '3'],
      ],
      ts: MS,
      u: 1,
    }),
  }),
  evidence: {
    permissions: { bodies: ['GET /v5/user/query-api'], by: [recorded('Account/GetApiKeyInfo')] },
    balances: { bodies: ['GET /v5/account/wallet-balance'], by: [recorded('Account/GetBalances')] },
    'other wallets': {
      by: [page('https://bybit-exchange.github.io/docs/v5/account/wallet-balance')],
    },
    markets: {
      bodies: [
        'GET /v5/market/instruments-info',
        'GET /v5/market/tickers',
        'GET /v5/market/orderbook',
      ],
      by: [
        recorded('ExchangeData/GetSpotSymbols'),
        recorded('ExchangeData/GetSpotTickers'),
        recorded('ExchangeData/GetOrderbook'),
      ],
    },
    'pair states': { by: [page('https://bybit-exchange.github.io/docs/v5/market/instrument')] },
    place: { bodies: ['POST /v5/order/create'], by: [recorded('Trading/PlaceOrder')] },
    'place IOC': { by: [page('https://bybit-exchange.github.io/docs/v5/order/create-order')] },
    cancel: { bodies: ['POST /v5/order/cancel'], by: [recorded('Trading/CancelOrder')] },
    'open orders': { bodies: ['GET /v5/order/realtime'], by: [recorded('Trading/GetOrders')] },
    pages: { by: [page('https://bybit-exchange.github.io/docs/v5/order/open-order')] },
    find: {
      bodies: ['GET /v5/order/history'],
      by: [recorded('Trading/GetOrderHistory'), theirs('ByBit.Net/Enums/OrderStatus.cs')],
    },
    fills: { bodies: ['GET /v5/execution/list'], by: [recorded('Trading/GetUserTrades')] },
    'kinds of fees': { by: [page('https://bybit-exchange.github.io/docs/v5/order/execution')] },
    refusals: {
      by: [
        page('https://bybit-exchange.github.io/docs/v5/error'),
        theirs('ByBit.Net/BybitErrors.cs'),
      ],
    },
    time: { by: [page('https://bybit-exchange.github.io/docs/v5/market/time')] },
  },
  unknown: {
    'GET /v5/order/realtime': { body: ok({ category: 'spot', list: [], nextPageCursor: '' }) },
    'GET /v5/order/history': { body: ok({ category: 'spot', list: [], nextPageCursor: '' }) },
  },
  sent: {
    place: {
      at: 'POST /v5/order/create',
      with: {
        category: 'spot',
        symbol: 'BTCUSDT',
        side: 'Buy',
        orderType: 'Limit',
        qty: '0.01',
        price: '50000',
        timeInForce: 'GTC',
        orderLinkId: 'u00000000000000001',
      },
    },
    ioc: { timeInForce: 'IOC' },
    cancel: {
      at: 'POST /v5/order/cancel',
      with: { category: 'spot', symbol: 'BTCUSDT', orderLinkId: 'u00000000000000001' },
    },
    find: {
      at: 'GET /v5/order/realtime',
      with: { category: 'spot', orderLinkId: 'u00000000000000001' },
    },
  },
  orderId: '1523347543495541248',
  uid: '24617703',
  rights: { read: true, trade: true, withdraw: false, ipBound: true },
  createdAt: '2026-02-01T00:00:00.000Z',
  fee: ['0.000004', 'BTC'],
  usdt: ['9500', '300'],
  tickSize: '0.01',
  stepSize: '0.000001',
}
