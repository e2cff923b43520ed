import { jkorf, page, SECONDS, type Recorded } from './recorded.ts'

const ok = (result: unknown) => ({ error: [], result })

const theirs = jkorf('Kraken.Net', 'e597f1d', '2026-07-23')
const recorded = (name: string) => theirs(`Kraken.Net.UnitTests/Endpoints/Spot/${name}.txt`)

/** https://docs.kraken.com/api/ */
export const KRAKEN_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      refid: null,
      userref: null,
      cl_ord_id: 'u00000000000000001',
      status: state === 'open' ? 'open' : 'canceled',
      reason: state === 'open' ? null : 'User requested',
      opentm: SECONDS,
      starttm: 0,
      expiretm: 0,
      descr: {
        pair: 'XBTUSDT',
        type: 'buy',
        ordertype: 'limit',
        price: '50000.0',
        price2: '0',
        leverage: 'none',
        order: 'buy 0.01000000 XBTUSDT @ limit 50000.0',
        close: '',
      },
      vol: '0.01000000',
      vol_exec: '0.00400000',
      cost: '200.00000',
      fee: '0.50000',
      price: '50000.0',
      stopprice: '0.00000',
      limitprice: '0.00000',
      misc: '',
      oflags: 'fciq',
    }
    const trades = {
      'TZX2WP-XSEOP-FP7WYR': {
        ordertxid: 'OUF4EM-FRGI2-MQMWZD',
        postxid: 'TKH2SE-M7IF5-CFI7LT',
        pair: 'XBTUSDT',
        time: SECONDS,
        type: 'buy',
        ordertype: 'limit',
        price: '50000.00000',
        cost: '200.00000',
        fee: '0.50000',
        vol: '0.00400000',
        margin: '0.00000',
        misc: '',
        trade_id: 40274859,
        maker: true,
      },
    }
    return {
      'GET /0/public/AssetPairs': ok({
        XBTUSDT: {
          altname: 'XBTUSDT',
          wsname: 'XBT/USDT',
          aclass_base: 'currency',
          base: 'XXBT',
          aclass_quote: 'currency',
          quote: 'USDT',
          lot: 'unit',
          pair_decimals: 1,
          lot_decimals: 8,
          cost_decimals: 5,
          lot_multiplier: 1,
          leverage_buy: [],
          leverage_sell: [],
          fees: [[0, 0.4]],
          fees_maker: [[0, 0.25]],
          fee_volume_currency: 'ZUSD',
          ordermin: '0.00005',
          costmin: '0.5',
          tick_size: '0.1',
          status: 'online',
        },
      }),
      'POST /0/private/AddOrder': ok({
        txid: ['OUF4EM-FRGI2-MQMWZD'],
        descr: { order: 'buy 0.01000000 XBTUSDT @ limit 50000.0' },
      }),
      'POST /0/private/CancelOrder': ok({ count: 1 }),
      'POST /0/private/OpenOrders': ok({
        open: state === 'open' ? { 'OUF4EM-FRGI2-MQMWZD': order } : {},
      }),
      'POST /0/private/ClosedOrders': ok({
        closed: state === 'open' ? {} : { 'OUF4EM-FRGI2-MQMWZD': order },
        count: 1,
      }),
      'POST /0/private/QueryOrders': ok({
        'OUF4EM-FRGI2-MQMWZD': { ...order, trades: ['TZX2WP-XSEOP-FP7WYR'] },
      }),
      'POST /0/private/QueryTrades': ok(trades),
      'POST /0/private/TradesHistory': ok({
        trades,
        count: 1,
      }),
      'POST /0/private/BalanceEx': ok({
        USDT: { balance: '9800.00000000', hold_trade: '300.00000000' },
        'DOT.S': { balance: '5', hold_trade: '0' },
      }),
      'POST /0/private/GetApiKeyInfo': ok({
        apiKeyName: 'undock',
        apiKey: 'a-key',
        nonce: '1',
        nonceWindow: 0,
        permissions: [
          'query-funds',
          'query-open-trades',
          'query-closed-trades',
          'modify-trades',
          'close-trades',
        ],
        iban: 'AA51 N84G 1P3N 6IQI',
        validUntil: '1780272000',
        queryFrom: '0',
        queryTo: '0',
        createdTime: '1769904000',
        modifiedTime: '1769904000',
        ipAllowlist: ['203.0.113.7'],
        lastUsed: '1772452800',
      }),
      'GET /0/public/Ticker': ok({
        XBTUSDT: { a: ['50001', '1', '1'], b: ['50000', '1', '1'], c: ['50000.5', '0.1'] },
      }),
      'GET /0/public/Depth': ok({
        XBTUSDT: {
          asks: [
            ['50001', '0.5', SECONDS],
            ['100000', '3', SECONDS],
          ],
          bids: [
            ['50000', '1.5', SECONDS],
            ['9999', '2', SECONDS],
          ],
        },
      }),
    }
  },
  evidence: {
    permissions: {
      bodies: ['POST /0/private/GetApiKeyInfo'],
      by: [recorded('Account/GetApiKeyInfo')],
    },
    balances: {
      bodies: ['POST /0/private/BalanceEx'],
      by: [recorded('Account/GetAvailableBalances')],
    },
    'other wallets': {
      by: {
        assumed: 'Which of the names with a dot, such as XBT.F and DOT.S, can be sold as they are.',
      },
    },
    markets: {
      bodies: ['GET /0/public/AssetPairs', 'GET /0/public/Ticker', 'GET /0/public/Depth'],
      by: [
        recorded('ExchangeData/GetSymbols'),
        recorded('ExchangeData/GetTicker'),
        recorded('ExchangeData/GetOrderBook'),
      ],
    },
    'pair states': { by: [theirs('Kraken.Net/Enums/SymbolStatus.cs')] },
    place: { bodies: ['POST /0/private/AddOrder'], by: [recorded('Trading/PlaceOrder')] },
    'place IOC': { by: [theirs('Kraken.Net/Enums/TimeInForce.cs')] },
    cancel: { bodies: ['POST /0/private/CancelOrder'], by: [recorded('Trading/CancelOrder')] },
    'open orders': {
      bodies: ['POST /0/private/OpenOrders'],
      by: [recorded('Trading/GetOpenOrders')],
    },
    pages: { by: [theirs('Kraken.Net/Clients/SpotApi/KrakenRestClientSpotApiTrading.cs')] },
    find: {
      bodies: ['POST /0/private/ClosedOrders', 'POST /0/private/QueryOrders'],
      by: [recorded('Trading/GetClosedOrders'), recorded('Trading/GetOrders')],
    },
    fills: {
      bodies: ['POST /0/private/TradesHistory', 'POST /0/private/QueryTrades'],
      by: [recorded('Trading/GetUserTrades'), recorded('Trading/GetUserTradeDetails')],
    },
    'kinds of fees': {
      by: {
        assumed: 'That fees are taken in the quote coin: Kraken names no coin beside them.',
      },
    },
    refusals: {
      by: [
        page('https://docs.kraken.com/exchange/guides/general/errors', '2026-07-21'),
        theirs('Kraken.Net/KrakenErrors.cs'),
      ],
    },
    time: { by: [theirs('Kraken.Net/Objects/Models/KrakenServerTime.cs')] },
  },
  unknown: {
    'POST /0/private/OpenOrders': { body: ok({ open: {}, closed: {}, count: 0 }) },
    'POST /0/private/ClosedOrders': { body: ok({ open: {}, closed: {}, count: 0 }) },
  },
  sent: {
    place: {
      at: 'POST /0/private/AddOrder',
      with: {
        pair: 'XBTUSDT',
        type: 'buy',
        ordertype: 'limit',
        volume: '0.01',
        price: '50000',
        timeinforce: 'GTC',
        oflags: 'fciq',
        cl_ord_id: 'u00000000000000001',
        deadline: '2026-03-02T12:00:10.000Z',
      },
    },
    ioc: { timeinforce: 'IOC' },
    cancel: { at: 'POST /0/private/CancelOrder', with: { cl_ord_id: 'u00000000000000001' } },
    find: { at: 'POST /0/private/OpenOrders', with: { cl_ord_id: 'u00000000000000001' } },
  },
  orderId: 'OUF4EM-FRGI2-MQMWZD',
  uid: 'AA51 N84G 1P3N 6IQI',
  rights: { read: true, trade: true, withdraw: false, ipBound: true },
  createdAt: '2026-02-01T00:00:00.000Z',
  expiresAt: '2026-06-01T00:00:00.000Z',
  fee: ['0.5', 'USDT'],
  usdt: ['9500', '300'],
  tickSize: '0.1',
  stepSize: '0.00000001',
}
