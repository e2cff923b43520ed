import { jkorf, MS, page, SECONDS, type Recorded } from './recorded.ts'

const theirs = jkorf('GateIo.Net', '29d1782', '2026-08-21')
const recorded = (name: string) => theirs(`GateIo.Net.UnitTests/Endpoints/Spot/${name}.txt`)

/** https://www.gate.com/docs/developers/apiv4/ */
export const GATE_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      id: '12332324',
      text: 't-u00000000000000001',
      amend_text: '-',
      create_time: String(SECONDS),
      update_time: String(SECONDS),
      create_time_ms: MS,
      update_time_ms: MS,
      currency_pair: 'BTC_USDT',
      status: state === 'open' ? 'open' : 'cancelled',
      type: 'limit',
      account: 'spot',
      side: 'buy',
      iceberg: '0',
      amount: '0.01',
      price: '50000',
      time_in_force: 'gtc',
      left: '0.006',
      filled_amount: '0.004',
      filled_total: '200',
      avg_deal_price: '50000',
      fee: '0.000004',
      fee_currency: 'BTC',
      point_fee: '0',
      gt_fee: '0',
      gt_maker_fee: '0',
      gt_taker_fee: '0',
      gt_discount: false,
      rebated_fee: '0',
      rebated_fee_currency: 'BTC',
      finish_as: state === 'open' ? 'open' : 'cancelled',
    }
    return {
      'GET /api/v4/spot/currency_pairs': [
        {
          id: 'BTC_USDT',
          base: 'BTC',
          quote: 'USDT',
          fee: '0.2',
          min_base_amount: '0.00001',
          min_quote_amount: '3',
          amount_precision: 5,
          precision: 1,
          trade_status: 'tradable',
          sell_start: 0,
          buy_start: 0,
        },
      ],
      'POST /api/v4/spot/orders': order,
      'DELETE /api/v4/spot/orders/t-u00000000000000001': order,
      'GET /api/v4/spot/orders/t-u00000000000000001': order,
      'GET /api/v4/spot/orders/12332324': order,
      'GET /api/v4/spot/orders': [order],
      'GET /api/v4/spot/open_orders': [{ currency_pair: 'BTC_USDT', total: 1, orders: [order] }],
      'GET /api/v4/spot/my_trades': [
        {
          id: '1232893232',
          create_time: String(SECONDS),
          create_time_ms: `${MS}.0000`,
          currency_pair: 'BTC_USDT',
          order_id: '12332324',
          side: 'buy',
          role: 'maker',
          amount: '0.004',
          price: '50000',
          fee: '0.000004',
          fee_currency: 'BTC',
          point_fee: '0',
          gt_fee: '0',
          text: 't-u00000000000000001',
        },
      ],
      'GET /api/v4/spot/accounts': [
        { currency: 'USDT', available: '9500', locked: '300', update_id: 98 },
      ],
      'GET /api/v4/account/detail': {
        ip_whitelist: ['203.0.113.7'],
        currency_pairs: [],
        user_id: 1667201533,
        tier: 2,
        key: { mode: 1 },
        copy_trading_role: 0,
      },
      'GET /api/v4/account/main_keys': [
        {
          state: 1,
          mode: 1,
          name: 'undock',
          currency_pairs: [],
          perms: [
            { name: 'wallet', read_only: true },
            { name: 'spot', read_only: false },
          ],
          ip_whitelist: ['203.0.113.7'],
          created_at: '2026-02-01T00:00:00Z',
          updated_at: '2026-02-01T00:00:00Z',
          last_access: '2026-03-01T00:00:00Z',
        },
      ],
      'GET /api/v4/spot/tickers': [{ currency_pair: 'BTC_USDT', last: '50000.5' }],
      'GET /api/v4/spot/order_book': {
        current: MS,
        update: MS,
        asks: [
          ['50001', '0.5'],
          ['100000', '3'],
        ],
        bids: [
          ['50000', '1.5'],
          ['9999', '2'],
        ],
      },
    }
  },
  evidence: {
    permissions: {
      bodies: ['GET /api/v4/account/main_keys', 'GET /api/v4/account/detail'],
      by: [
        page(
          'https://www.gate.io/docs/developers/apiv4/en/#query-all-main-account-key-information',
        ),
        recorded('Account/GetAccountInfo'),
      ],
    },
    balances: { bodies: ['GET /api/v4/spot/accounts'], by: [recorded('Account/GetBalances')] },
    'other wallets': { by: { assumed: 'Unified accounts: only the spot account is spoken to.' } },
    markets: {
      bodies: [
        'GET /api/v4/spot/currency_pairs',
        'GET /api/v4/spot/tickers',
        'GET /api/v4/spot/order_book',
      ],
      by: [
        recorded('ExchangeData/GetSymbols'),
        recorded('ExchangeData/GetTickers'),
        recorded('ExchangeData/GetOrderBook'),
      ],
    },
    'pair states': {
      by: [
        page('https://www.gate.io/docs/developers/apiv4/en/#query-all-supported-currency-pairs'),
      ],
    },
    place: { bodies: ['POST /api/v4/spot/orders'], by: [recorded('Trading/PlaceOrder')] },
    'place IOC': { by: [page('https://www.gate.io/docs/developers/apiv4/en/#create-an-order')] },
    cancel: {
      bodies: ['DELETE /api/v4/spot/orders/t-u00000000000000001'],
      by: [recorded('Trading/CancelOrder')],
    },
    'open orders': {
      bodies: ['GET /api/v4/spot/open_orders', 'GET /api/v4/spot/orders'],
      by: [recorded('Trading/GetOpenOrders'), recorded('Trading/GetOrders')],
    },
    pages: { by: [page('https://www.gate.io/docs/developers/apiv4/en/#list-all-open-orders')] },
    find: {
      bodies: ['GET /api/v4/spot/orders/t-u00000000000000001', 'GET /api/v4/spot/orders/12332324'],
      by: [
        recorded('Trading/GetOrder'),
        page('https://github.com/gateio/gateapi-python/blob/master/docs/Order.md', '2025-07-31'),
        page('https://github.com/gateio/gateapi-go/issues/41', '2023-07-28'),
      ],
    },
    fills: { bodies: ['GET /api/v4/spot/my_trades'], by: [recorded('Trading/GetUserTrades')] },
    'kinds of fees': {
      by: [page('https://www.gate.io/docs/developers/apiv4/en/#query-personal-trading-records')],
    },
    refusals: {
      by: [
        page('https://www.gate.io/docs/developers/apiv4/en/#label-list'),
        theirs('GateIo.Net/GateIoErrors.cs'),
      ],
    },
    time: { by: [page('https://www.gate.io/docs/developers/apiv4/en/#get-server-current-time')] },
  },
  unknown: {
    'GET /api/v4/spot/orders': { body: [] },
    'GET /api/v4/spot/orders/t-u00000000000000001': {
      status: 404,
      body: { label: 'ORDER_NOT_FOUND', message: 'Order not found' },
    },
  },
  sent: {
    place: {
      at: 'POST /api/v4/spot/orders',
      with: {
        text: 't-u00000000000000001',
        currency_pair: 'BTC_USDT',
        type: 'limit',
        account: 'spot',
        side: 'buy',
        amount: '0.01',
        price: '50000',
        time_in_force: 'gtc',
      },
    },
    ioc: { time_in_force: 'ioc' },
    cancel: {
      at: 'DELETE /api/v4/spot/orders/t-u00000000000000001',
      with: { currency_pair: 'BTC_USDT' },
    },
    find: {
      at: 'GET /api/v4/spot/orders/t-u00000000000000001',
      with: { currency_pair: 'BTC_USDT' },
    },
  },
  orderId: '12332324',
  uid: '1667201533',
  rights: { read: true, trade: true, withdraw: false, ipBound: true },
  createdAt: '2026-02-01T00:00:00.000Z',
  fee: ['0.000004', 'BTC'],
  usdt: ['9500', '300'],
  tickSize: '0.1',
  stepSize: '0.00001',
}
