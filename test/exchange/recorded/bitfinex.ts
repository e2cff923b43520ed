import { createHash } from 'node:crypto'
import { page, jkorf, MS, ORDER, type Recorded } from './recorded.ts'

/** The first 45 bits of a hash of our id. */
const CID = Number(
  createHash('sha256').update(ORDER.clientOrderId).digest().readBigUInt64BE() >> 19n,
)

const theirs = jkorf('Bitfinex.Net', 'a39bbf9', '2026-07-23')
const recorded = (name: string) => theirs(`Bitfinex.Net.UnitTests/Endpoints/Spot/${name}.txt`)

/** https://docs.bitfinex.com/reference */
export const BITFINEX_RECORDED: Recorded = {
  answers: (state) => {
    const order = [
      1185815098,
      null,
      CID,
      'tBTCUST',
      MS,
      MS,
      0.006,
      0.01,
      'EXCHANGE LIMIT',
      null,
      null,
      null,
      0,

      state === 'open'
        ? 'PARTIALLY FILLED @ 50000.0(0.004)'
        : 'CANCELED was: PARTIALLY FILLED @ 50000.0(0.004)',

      null,
      null,
      50000,
      50000,
      0,
      0,
      null,
      null,
      null,
      0,
      0,
      null,
      null,
      null,
      'API>BFX',
      null,
      null,
      null,
    ]
    return {
      'GET /v2/conf/pub:info:pair,pub:info:pair:futures,pub:list:pair:securities,pub:list:pair:margin':
        [
          [
            [
              'BTCUST',
              [null, null, null, '0.00004', '2000.0', null, null, null, 0.2, 0.1, null, null],
            ],
          ],
          [],
          [],
          [],
        ],
      'POST /v2/auth/w/order/submit': [
        MS,
        'on-req',
        null,
        null,
        [order],
        null,
        'SUCCESS',
        'Submitting 1 orders.',
      ],
      'POST /v2/auth/w/order/cancel': [
        MS,
        'oc-req',
        null,
        null,
        order,
        null,
        'SUCCESS',
        'Submitted for cancellation.',
      ],
      'POST /v2/auth/r/orders/tBTCUST': state === 'open' ? [order] : [],
      'POST /v2/auth/r/orders/tBTCUST/hist': state === 'open' ? [] : [order],
      'POST /v2/auth/r/orders': [order],
      'POST /v2/auth/r/trades/tBTCUST/hist': [
        [
          402088407,
          'tBTCUST',
          MS,
          1185815098,
          0.004,
          50000,
          'EXCHANGE LIMIT',
          50000,
          1,
          -0.000004,
          'BTC',
          CID,
        ],
      ],
      'POST /v2/auth/r/order/tBTCUST:1185815098/trades': [
        [
          402088407,
          'tBTCUST',
          MS,
          1185815098,
          0.004,
          50000,
          'EXCHANGE LIMIT',
          50000,
          1,
          -0.000004,
          'BTC',
          CID,
        ],
      ],
      'POST /v2/auth/r/wallets': [
        ['exchange', 'UST', 9800, 0, 9500, null, null],
        ['margin', 'UST', 7, 0, 7, null, null],
      ],
      'POST /v2/auth/r/info/user': [1234567, 'ada@example.org', 'ada', MS],
      'POST /v2/auth/r/permissions': [
        ['account', 1, 0],
        ['history', 1, 0],
        ['orders', 1, 1],
        ['positions', 0, 0],
        ['wallets', 1, 0],
        ['withdraw', 0, 0],
        ['ui_withdraw', 0, 0],
      ],
      'GET /v2/tickers': [['tBTCUST', 50000, 1, 50001, 1, 0, 0, 50000.5, 1, 1, 1]],
      'GET /v2/book/tBTCUST/P0': [
        [50000, 1, 1.5],
        [9999, 1, 2],
        [50001, 1, -0.5],
        [100000, 1, -3],
      ],
    }
  },
  evidence: {
    permissions: {
      bodies: ['POST /v2/auth/r/permissions', 'POST /v2/auth/r/info/user'],
      by: [recorded('Account/GetApiKeyPermissions'), recorded('Account/GetUserInfo')],
    },
    balances: { bodies: ['POST /v2/auth/r/wallets'], by: [recorded('Account/GetBalances')] },
    'other wallets': { by: [recorded('Account/GetBalances')] },
    markets: {
      bodies: [
        'GET /v2/conf/pub:info:pair,pub:info:pair:futures,pub:list:pair:securities,pub:list:pair:margin',
        'GET /v2/tickers',
        'GET /v2/book/tBTCUST/P0',
      ],
      by: [
        page('https://docs.bitfinex.com/reference/rest-public-conf'),
        recorded('ExchangeData/GetTickers'),
        page('https://docs.bitfinex.com/reference/rest-public-book'),
      ],
    },
    'pair states': { by: [page('https://docs.bitfinex.com/reference/rest-public-conf')] },
    place: { bodies: ['POST /v2/auth/w/order/submit'], by: [recorded('Trading/PlaceOrder')] },
    'place IOC': { by: [page('https://docs.bitfinex.com/reference/rest-auth-submit-order')] },
    cancel: { bodies: ['POST /v2/auth/w/order/cancel'], by: [recorded('Trading/CancelOrder')] },
    'open orders': {
      bodies: ['POST /v2/auth/r/orders', 'POST /v2/auth/r/orders/tBTCUST'],
      by: [
        recorded('Trading/GetOpenOrders'),
        page('https://docs.bitfinex.com/reference/rest-auth-retrieve-orders-by-symbol'),
      ],
    },
    pages: {
      by: [page('https://docs.bitfinex.com/reference/rest-auth-retrieve-orders-by-symbol')],
    },
    find: {
      bodies: ['POST /v2/auth/r/orders/tBTCUST/hist'],
      by: [
        page('https://docs.bitfinex.com/reference/rest-auth-orders-history-by-symbol'),
        page('https://docs.bitfinex.com/docs/abbreviations-glossary'),
      ],
    },
    fills: {
      bodies: [
        'POST /v2/auth/r/trades/tBTCUST/hist',
        'POST /v2/auth/r/order/tBTCUST:1185815098/trades',
      ],
      by: [
        page('https://docs.bitfinex.com/reference/rest-auth-trades-by-symbol'),
        recorded('Trading/GetOrderTrades'),
      ],
    },
    'kinds of fees': { by: [recorded('Trading/GetUserTrades')] },
    refusals: {
      by: [
        page('https://docs.bitfinex.com/docs/abbreviations-glossary'),
        theirs('Bitfinex.Net/BitfinexErrors.cs'),
      ],
    },
    time: {
      by: {
        assumed: 'Bitfinex tells no time: the clock of the machine that Undock runs on is used.',
      },
    },
  },
  unknown: {
    'POST /v2/auth/r/orders/tBTCUST': { body: [] },
    'POST /v2/auth/r/orders/tBTCUST/hist': { body: [] },
  },
  sent: {
    place: {
      at: 'POST /v2/auth/w/order/submit',
      with: { type: 'EXCHANGE LIMIT', symbol: 'tBTCUST', price: '50000', amount: '0.01', cid: CID },
    },
    ioc: { type: 'EXCHANGE IOC' },
    cancel: { at: 'POST /v2/auth/w/order/cancel', with: { id: 1185815098 } },
    find: { at: 'POST /v2/auth/r/orders/tBTCUST', with: {} },
  },
  orderId: '1185815098',
  uid: '1234567',
  rights: { read: true, trade: true, withdraw: false, ipBound: undefined },
  fee: ['0.000004', 'BTC'],
  usdt: ['9500', '300'],
  tickSize: '0.00000001',
  stepSize: '0.00000001',
}
