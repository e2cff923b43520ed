import { page, jkorf, MS, type Recorded } from './recorded.ts'

const ok = (result: unknown) => ({ id: 1, method: 'x', code: 0, result })

const theirs = jkorf('CryptoCom.Net', '986a477', '2026-08-06')
const recorded = (name: string) =>
  theirs(`CryptoCom.Net.UnitTests/Endpoints/ExchangeApi/${name}.txt`)

/** https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html */
export const CRYPTOCOM_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      account_id: '52e7c00f-1324-5a6z-bfgt-de445bde21a5',
      order_id: '19848525',
      client_oid: 'u00000000000000001',
      order_type: 'LIMIT',
      time_in_force: 'GOOD_TILL_CANCEL',
      side: 'BUY',
      exec_inst: [],
      quantity: '0.0100',
      limit_price: '50000.0',
      order_value: '500.0',
      maker_fee_rate: '0.0025',
      taker_fee_rate: '0.005',
      avg_price: '50000.0',
      cumulative_quantity: '0.0040',
      cumulative_value: '200.0',
      cumulative_fee: '0.00001',
      status: state === 'open' ? 'ACTIVE' : 'CANCELED',
      update_user_id: 'x',
      order_date: '2026-03-02',
      create_time: MS,
      create_time_ns: `${MS}000000`,
      update_time: MS,
      instrument_name: 'BTC_USDT',
      fee_instrument_name: 'BTC',
    }
    return {
      'GET /exchange/v1/public/get-instruments': ok({
        data: [
          {
            symbol: 'BTC_USDT',
            inst_type: 'CCY_PAIR',
            display_name: 'BTC/USDT',
            base_ccy: 'BTC',
            quote_ccy: 'USDT',
            quote_decimals: 2,
            quantity_decimals: 5,
            price_tick_size: '0.01',
            qty_tick_size: '0.00001',
            max_leverage: '50',
            tradable: true,
            expiry_timestamp_ms: 0,
            beta_product: false,
          },
        ],
      }),
      'POST /exchange/v1/private/create-order': ok({
        client_oid: 'u00000000000000001',
        order_id: '19848525',
      }),
      'POST /exchange/v1/private/cancel-order': ok({
        client_oid: 'u00000000000000001',
        order_id: '19848525',
      }),
      'POST /exchange/v1/private/get-order-detail': ok(order),
      'POST /exchange/v1/private/get-open-orders': ok({ data: [order] }),
      'POST /exchange/v1/private/get-trades': ok({
        data: [
          {
            account_id: '52e7c00f-1324-5a6z-bfgt-de445bde21a5',
            event_date: '2026-03-02',
            journal_type: 'TRADING',
            traded_quantity: '0.0040',
            traded_price: '50000.0',
            fees: '-0.00001',
            order_id: '19848525',
            trade_id: '19554364',
            trade_match_id: '76423',
            client_oid: 'u00000000000000001',
            taker_side: 'MAKER',
            side: 'BUY',
            instrument_name: 'BTC_USDT',
            fee_instrument_name: 'BTC',
            create_time: MS,
            create_time_ns: `${MS}000000`,
          },
        ],
      }),
      'POST /exchange/v1/private/get-accounts': ok({
        master_account: {
          uuid: '243d3f39-b193-4eb9-1d60-e98f2fc17707',
          user_uuid: '1',
          enabled: true,
          tradable: true,
          name: '',
        },
        sub_account_list: [],
      }),
      'POST /exchange/v1/private/user-balance': ok({
        data: [
          {
            total_available_balance: '9500',
            instrument_name: 'USD',
            position_balances: [
              {
                instrument_name: 'USDT',
                quantity: '9800',
                reserved_qty: '300',
                market_value: '9800',
                max_withdrawal_balance: '9500',
              },
            ],
          },
        ],
      }),
      'GET /exchange/v1/public/get-tickers': ok({
        data: [{ i: 'BTC_USDT', a: '50000.5', b: '50000', k: '50001', t: MS }],
      }),
      'GET /exchange/v1/public/get-book': ok({
        instrument_name: 'BTC_USDT',
        depth: 50,
        data: [
          {
            bids: [
              ['50000', '1.5', '1'],
              ['9999', '2', '1'],
            ],
            asks: [
              ['50001', '0.5', '1'],
              ['100000', '3', '1'],
            ],
            t: MS,
          },
        ],
      }),
    }
  },
  evidence: {
    permissions: {
      bodies: ['POST /exchange/v1/private/get-accounts'],
      by: [recorded('Account/GetAccountInfo')],
    },
    balances: {
      bodies: ['POST /exchange/v1/private/user-balance'],
      by: [recorded('Account/GetBalances')],
    },
    'other wallets': {
      by: [
        page(
          'https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html#private-staking-get-staking-position',
        ),
      ],
    },
    markets: {
      bodies: [
        'GET /exchange/v1/public/get-instruments',
        'GET /exchange/v1/public/get-tickers',
        'GET /exchange/v1/public/get-book',
      ],
      by: [
        recorded('ExchangeData/GetSymbols'),
        recorded('ExchangeData/GetTickers'),
        recorded('ExchangeData/GetOrderBook'),
      ],
    },
    'pair states': { by: [recorded('ExchangeData/GetSymbols')] },
    place: {
      bodies: ['POST /exchange/v1/private/create-order'],
      by: [recorded('Trading/PlaceOrder')],
    },
    'place IOC': {
      by: [
        page(
          'https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html#private-create-order',
        ),
      ],
    },
    cancel: {
      bodies: ['POST /exchange/v1/private/cancel-order'],
      by: [recorded('Trading/CancelOrder')],
    },
    'open orders': {
      bodies: ['POST /exchange/v1/private/get-open-orders'],
      by: [recorded('Trading/GetOpenOrders')],
    },
    pages: {
      by: [
        page(
          'https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html#private-get-open-orders',
        ),
      ],
    },
    find: {
      bodies: ['POST /exchange/v1/private/get-order-detail'],
      by: [recorded('Trading/GetOrder'), theirs('CryptoCom.Net/Enums/OrderStatus.cs')],
    },
    fills: {
      bodies: ['POST /exchange/v1/private/get-trades'],
      by: [recorded('Trading/GetUserTrades')],
    },
    'kinds of fees': {
      by: [
        recorded('Trading/GetUserTrades'),
        page('https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html#private-get-trades'),
      ],
    },
    refusals: {
      by: [
        page(
          'https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html#response-and-reason-codes',
        ),
        theirs('CryptoCom.Net/CryptoComErrors.cs'),
      ],
    },
    time: { by: [recorded('ExchangeData/GetTickers')] },
  },
  unknown: {
    'POST /exchange/v1/private/get-order-detail': {
      status: 400,
      body: { id: 1, code: 40401, message: 'NOT_FOUND' },
    },
  },
  sent: {
    place: {
      at: 'POST /exchange/v1/private/create-order',
      with: {
        instrument_name: 'BTC_USDT',
        side: 'BUY',
        type: 'LIMIT',
        price: '50000',
        quantity: '0.01',
        client_oid: 'u00000000000000001',
        time_in_force: 'GOOD_TILL_CANCEL',
      },
    },
    ioc: { time_in_force: 'IMMEDIATE_OR_CANCEL' },
    cancel: {
      at: 'POST /exchange/v1/private/cancel-order',
      with: { client_oid: 'u00000000000000001' },
    },
    find: {
      at: 'POST /exchange/v1/private/get-order-detail',
      with: { client_oid: 'u00000000000000001' },
    },
  },
  orderId: '19848525',
  uid: '243d3f39-b193-4eb9-1d60-e98f2fc17707',
  rights: { read: true, trade: undefined, withdraw: undefined, ipBound: undefined },
  fee: ['0.00001', 'BTC'],
  usdt: ['9500', '300'],
  tickSize: '0.01',
  stepSize: '0.00001',
}
