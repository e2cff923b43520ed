import { jkorf, MS, page, type Recorded } from './recorded.ts'

const ok = (data: unknown) => ({ status: 'ok', data })

const theirs = jkorf('HTX.Net', '3300a72', '2026-06-30')
const recorded = (name: string) => theirs(`HTX.Net.UnitTests/Endpoints/Spot/${name}.txt`)

/** https://www.htx.com/en-us/opend/newApiPages */
export const HTX_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      id: 357632718898331,
      'client-order-id': 'u00000000000000001',
      'account-id': 13496526,
      'user-id': 4512346,
      symbol: 'btcusdt',
      amount: '0.010000000000000000',
      price: '50000.000000000000000000',
      'created-at': MS,
      'updated-at': MS,
      'canceled-at': 0,
      'finished-at': 0,
      type: 'buy-limit',
      'field-amount': '0.004000000000000000',
      'field-cash-amount': '200.000000000000000000',
      'field-fees': '0.000004000000000000',
      'filled-amount': '0.004000000000000000',
      'filled-cash-amount': '200.000000000000000000',
      'filled-fees': '0.000004000000000000',
      source: 'spot-api',
      state: state === 'open' ? 'partial-filled' : 'partial-canceled',
    }
    const fills = ok([
      {
        symbol: 'btcusdt',
        'fee-currency': 'btc',
        source: 'spot-api',
        'order-id': 357632718898331,
        price: '50000',
        'created-at': MS,
        role: 'maker',
        'match-id': 5014,
        'filled-amount': '0.004',
        'filled-fees': '0.000004',
        'filled-points': '0',
        'fee-deduct-currency': '',
        'fee-deduct-state': 'done',
        'trade-id': 100045,
        id: 313288753120940,
        type: 'buy-limit',
      },
    ])
    return {
      'GET /v1/common/symbols': ok([
        {
          'base-currency': 'btc',
          'quote-currency': 'usdt',
          'price-precision': 2,
          'amount-precision': 6,
          'symbol-partition': 'main',
          symbol: 'btcusdt',
          state: 'online',
          'value-precision': 8,
          'min-order-amt': 0.00001,
          'max-order-amt': 686,
          'min-order-value': 5,
          'limit-order-min-order-amt': 0.00001,
          'limit-order-max-order-amt': 686,
          'api-trading': 'enabled',
        },
      ]),
      'GET /v1/account/accounts': ok([
        { id: 13496526, type: 'spot', subtype: '', state: 'working' },
      ]),
      'POST /v1/order/orders/place': ok('357632718898331'),
      'POST /v1/order/orders/submitCancelClientOrder': ok('7'),
      'GET /v1/order/orders/getClientOrder': ok(order),
      'GET /v1/order/orders/357632718898331': ok(order),
      'GET /v1/order/openOrders': ok([order]),
      'GET /v1/order/matchresults': fills,
      'GET /v1/order/orders/357632718898331/matchresults': fills,
      'GET /v1/account/accounts/13496526/balance': ok({
        id: 13496526,
        type: 'spot',
        state: 'working',
        list: [
          { currency: 'usdt', type: 'trade', balance: '9500', 'seq-num': '1' },
          { currency: 'usdt', type: 'frozen', balance: '300', 'seq-num': '1' },
        ],
      }),
      'GET /v2/user/uid': { code: 200, data: 4512346 },
      'GET /v2/user/api-key': {
        code: 200,
        message: 'success',
        data: [
          {
            accessKey: 'another-key',
            note: 'other',
            permission: 'readOnly,trade,withdraw',
            ipAddresses: '',
            validDays: -1,
            status: 'normal',
            createTime: 1,
            updateTime: 1,
          },
          {
            accessKey: 'a-key',
            note: 'undock',
            permission: 'readOnly,trade',
            ipAddresses: '203.0.113.7',
            validDays: 91,
            status: 'normal',
            createTime: 1769904000000,
            updateTime: 1769904000000,
          },
        ],
      },
      'GET /market/tickers': {
        status: 'ok',
        ts: MS,
        data: [{ symbol: 'btcusdt', close: 50000.5, bid: 50000 }],
      },
      'GET /market/depth': {
        ch: 'market.btcusdt.depth.step0',
        status: 'ok',
        ts: MS,
        tick: {
          bids: [
            [50000, 1.5],
            [9999, 2],
          ],
          asks: [
            [50001, 0.5],
            [100000, 3],
          ],
          version: 1,
          ts: MS,
        },
      },
    }
  },
  evidence: {
    permissions: {
      bodies: ['GET /v2/user/api-key', 'GET /v2/user/uid'],
      by: [recorded('Account/GetApiKeyInfo'), recorded('Account/GetUserId')],
    },
    balances: {
      bodies: ['GET /v1/account/accounts/13496526/balance'],
      by: [recorded('Account/GetBalances')],
    },
    'other wallets': {
      bodies: ['GET /v1/account/accounts'],
      by: [recorded('Account/GetAccounts')],
    },
    markets: {
      bodies: ['GET /v1/common/symbols', 'GET /market/tickers', 'GET /market/depth'],
      by: { assumed: 'The list of pairs: HTX documents a newer one than is read.' },
    },
    'pair states': { by: [theirs('HTX.Net/Enums/SymbolStatus.cs')] },
    place: { bodies: ['POST /v1/order/orders/place'], by: [recorded('Trading/PlaceOrder')] },
    'place IOC': { by: [page('https://www.htx.com/en-us/opend/newApiPages/')] },
    cancel: {
      bodies: ['POST /v1/order/orders/submitCancelClientOrder'],
      by: [recorded('Trading/CancelOrderByClientOrderId')],
    },
    'open orders': {
      bodies: ['GET /v1/order/openOrders'],
      by: [recorded('Trading/GetOpenOrders')],
    },
    pages: { by: [page('https://www.htx.com/en-us/opend/newApiPages/')] },
    find: {
      bodies: ['GET /v1/order/orders/getClientOrder', 'GET /v1/order/orders/357632718898331'],
      by: [recorded('Trading/GetOrderByClientOrderId'), recorded('Trading/GetOrder')],
    },
    fills: {
      bodies: ['GET /v1/order/matchresults', 'GET /v1/order/orders/357632718898331/matchresults'],
      by: [recorded('Trading/GetUserTrades'), recorded('Trading/GetOrderTrades')],
    },
    'kinds of fees': {
      by: [recorded('Trading/GetUserTrades'), page('https://www.htx.com/en-us/opend/newApiPages/')],
    },
    refusals: {
      by: [
        page('https://www.htx.com/en-us/opend/newApiPages/'),
        theirs('HTX.Net/HTXErrors.cs'),
        page('https://github.com/HuobiRDCenter/huobi_Golang/issues/38', '2021-03-12'),
      ],
    },
    time: { by: [page('https://www.htx.com/en-us/opend/newApiPages/')] },
  },
  unknown: {
    'GET /v1/order/orders/getClientOrder': {
      body: {
        status: 'error',
        'err-code': 'base-record-invalid',
        'err-msg': 'record invalid',
        data: null,
      },
    },
  },
  sent: {
    place: {
      at: 'POST /v1/order/orders/place',
      with: {
        'account-id': '13496526',
        symbol: 'btcusdt',
        type: 'buy-limit',
        amount: '0.01',
        price: '50000',
        source: 'spot-api',
        'client-order-id': 'u00000000000000001',
      },
    },
    ioc: { type: 'buy-ioc' },
    cancel: {
      at: 'POST /v1/order/orders/submitCancelClientOrder',
      with: { 'client-order-id': 'u00000000000000001' },
    },
    find: {
      at: 'GET /v1/order/orders/getClientOrder',
      with: { clientOrderId: 'u00000000000000001' },
    },
  },
  orderId: '357632718898331',
  uid: '4512346',
  rights: { read: true, trade: true, withdraw: false, ipBound: true },
  createdAt: '2026-02-01T00:00:00.000Z',
  expiresAt: '2026-06-01T12:00:00.000Z',
  fee: ['0.000004', 'BTC'],
  usdt: ['9500', '300'],
  tickSize: '0.01',
  stepSize: '0.000001',
}
