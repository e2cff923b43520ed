import { jkorf, type Recorded } from './recorded.ts'

const AT = '2026-03-02T12:00:00.000Z'
const QUEUED =
  'GET /api/v3/brokerage/orders/historical/batch?order_status=CANCEL_QUEUED&product_type=SPOT'
const NO_ORDERS = { orders: [], sequence: '0', has_next: false, cursor: '' }

const theirs = jkorf('Coinbase.Net', '7f20984', '2026-08-06')
const recorded = (name: string) =>
  theirs(`Coinbase.Net.UnitTests/Endpoints/AdvancedTrade/${name}.txt`)

/** https://docs.cdp.coinbase.com/api-reference/advanced-trade-api */
export const COINBASE_RECORDED: Recorded = {
  answers: (state) => {
    const order = {
      order_id: '11111111-0000-5000-8000-000000000000',
      product_id: 'BTC-USDT',
      user_id: '2222',
      order_configuration: {
        limit_limit_gtc: { base_size: '0.01', limit_price: '50000', post_only: false },
      },
      side: 'BUY',
      client_order_id: 'u00000000000000001',
      status: state === 'open' ? 'OPEN' : 'CANCELLED',
      time_in_force: 'GOOD_UNTIL_CANCELLED',
      created_time: AT,
      completion_percentage: '40',
      filled_size: '0.004',
      average_filled_price: '50000',
      fee: '',
      number_of_fills: '1',
      filled_value: '200',
      pending_cancel: false,
      size_in_quote: false,
      total_fees: '1.2',
      size_inclusive_of_fees: false,
      total_value_after_fees: '201.2',
      order_type: 'LIMIT',
      settled: false,
      product_type: 'SPOT',
    }
    const product = {
      product_id: 'BTC-USDT',
      price: '50000.5',
      price_percentage_change_24h: '1',
      volume_24h: '10',
      base_increment: '0.00000001',
      quote_increment: '0.01',
      quote_min_size: '1',
      quote_max_size: '10000000',
      base_min_size: '0.00000001',
      base_max_size: '3400',
      base_name: 'Bitcoin',
      quote_name: 'Tether',
      watched: false,
      is_disabled: false,
      new: false,
      status: 'online',
      cancel_only: false,
      limit_only: false,
      post_only: false,
      trading_disabled: false,
      auction_mode: false,
      product_type: 'SPOT',
      quote_currency_id: 'USDT',
      base_currency_id: 'BTC',
      mid_market_price: '',
      price_increment: '0.01',
      alias: '',
    }
    return {
      'GET /api/v3/brokerage/market/products?product_type=FUTURE': { products: [] },
      'GET /api/v3/brokerage/market/products?product_type=FUTURE&contract_expiry_type=PERPETUAL': {
        products: [],
      },
      'GET /api/v3/brokerage/market/products': { products: [product], num_products: 1 },
      'POST /api/v3/brokerage/orders': {
        success: true,
        success_response: {
          order_id: '11111111-0000-5000-8000-000000000000',
          product_id: 'BTC-USDT',
          side: 'BUY',
          client_order_id: 'u00000000000000001',
        },
        order_configuration: { limit_limit_gtc: { base_size: '0.01', limit_price: '50000' } },
      },
      'POST /api/v3/brokerage/orders/batch_cancel': {
        results: [
          {
            success: true,
            failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON',
            order_id: '11111111-0000-5000-8000-000000000000',
          },
        ],
      },
      'GET /api/v3/brokerage/orders/historical/batch': {
        orders: [order],
        sequence: '0',
        has_next: false,
        cursor: '',
      },
      // Of those on their way into the book or out of it there are none.
      [`${QUEUED}&limit=100`]: NO_ORDERS,
      [`${QUEUED}&product_ids=BTC-USDT&limit=100`]: NO_ORDERS,
      'GET /api/v3/brokerage/orders/historical/11111111-0000-5000-8000-000000000000': { order },
      'GET /api/v3/brokerage/orders/historical/fills': {
        fills: [
          {
            entry_id: 'b88b82cc89e326a2778874795102cbafd08dd979a2a7a3c69603fc4c23c2e010',
            trade_id: 'cdc39e45-bbd3-44ec-bf02-61742dfb16a1',
            order_id: '11111111-0000-5000-8000-000000000000',
            trade_time: AT,
            trade_type: 'FILL',
            price: '50000',
            size: '0.004',
            commission: '1.2',
            product_id: 'BTC-USDT',
            sequence_timestamp: AT,
            liquidity_indicator: 'MAKER',
            size_in_quote: false,
            user_id: '2222',
            side: 'BUY',
          },
        ],
        cursor: '',
      },
      'GET /api/v3/brokerage/accounts': {
        accounts: [
          {
            uuid: '1',
            name: 'USDT Wallet',
            currency: 'USDT',
            available_balance: { value: '9500', currency: 'USDT' },
            hold: { value: '300', currency: 'USDT' },
            active: true,
            type: 'ACCOUNT_TYPE_CRYPTO',
          },
        ],
        has_next: false,
        cursor: '',
        size: 1,
      },
      'GET /api/v3/brokerage/key_permissions': {
        can_view: true,
        can_trade: true,
        can_transfer: false,
        portfolio_uuid: '3f1b0b6c-0000-4000-8000-000000000000',
        portfolio_type: 'DEFAULT',
      },
      'GET /api/v3/brokerage/market/product_book': {
        pricebook: {
          product_id: 'BTC-USDT',
          bids: [
            { price: '50000', size: '1.5' },
            { price: '9999', size: '2' },
          ],
          asks: [
            { price: '50001', size: '0.5' },
            { price: '100000', size: '3' },
          ],
          time: AT,
        },
      },
    }
  },
  evidence: {
    permissions: {
      bodies: ['GET /api/v3/brokerage/key_permissions'],
      by: [recorded('Account/GetApiKeyInfo')],
    },
    balances: { bodies: ['GET /api/v3/brokerage/accounts'], by: [recorded('Account/GetAccounts')] },
    'other wallets': {
      by: {
        assumed: 'Coins that are staked: whether they stand apart from those that can be sold.',
      },
    },
    markets: {
      bodies: [
        'GET /api/v3/brokerage/market/products',
        'GET /api/v3/brokerage/market/products?product_type=FUTURE',
        'GET /api/v3/brokerage/market/products?product_type=FUTURE&contract_expiry_type=PERPETUAL',
        'GET /api/v3/brokerage/market/product_book',
      ],
      by: [recorded('ExchangeData/GetSymbols'), recorded('ExchangeData/GetOrderBook')],
    },
    'pair states': { by: [recorded('ExchangeData/GetSymbols')] },
    place: { bodies: ['POST /api/v3/brokerage/orders'], by: [recorded('Trading/PlaceOrder')] },
    'place IOC': { by: [theirs('Coinbase.Net/Enums/NewOrderType.cs')] },
    cancel: {
      bodies: ['POST /api/v3/brokerage/orders/batch_cancel'],
      by: [recorded('Trading/CancelOrders')],
    },
    'open orders': {
      bodies: [
        'GET /api/v3/brokerage/orders/historical/batch',
        `${QUEUED}&limit=100`,
        `${QUEUED}&product_ids=BTC-USDT&limit=100`,
      ],
      by: [recorded('Trading/GetOrders')],
    },
    pages: { by: [recorded('Trading/GetOrders')] },
    find: {
      bodies: ['GET /api/v3/brokerage/orders/historical/11111111-0000-5000-8000-000000000000'],
      by: [recorded('Trading/GetOrder'), theirs('Coinbase.Net/Enums/OrderStatus.cs')],
    },
    fills: {
      bodies: ['GET /api/v3/brokerage/orders/historical/fills'],
      by: [recorded('Trading/GetUserTrades')],
    },
    'kinds of fees': {
      by: {
        assumed:
          'That fees are taken in the coin that was paid with: Coinbase names no coin beside them.',
      },
    },
    refusals: { by: [theirs('Coinbase.Net/CoinbaseErrors.cs')] },
    time: { by: { assumed: 'How Coinbase tells its time.' } },
  },
  unknown: {
    'GET /api/v3/brokerage/orders/historical/batch': {
      body: { orders: [], sequence: '0', has_next: false, cursor: '' },
    },
  },
  sent: {
    place: {
      at: 'POST /api/v3/brokerage/orders',
      with: {
        client_order_id: 'u00000000000000001',
        product_id: 'BTC-USDT',
        side: 'BUY',
        order_configuration: { limit_limit_gtc: { base_size: '0.01', limit_price: '50000' } },
      },
    },
    ioc: { order_configuration: { sor_limit_ioc: { base_size: '0.01', limit_price: '50000' } } },
    cancel: {
      at: 'POST /api/v3/brokerage/orders/batch_cancel',
      with: { order_ids: ['11111111-0000-5000-8000-000000000000'] },
    },
    find: {
      at: 'GET /api/v3/brokerage/orders/historical/batch',
      with: { product_ids: 'BTC-USDT' },
    },
  },
  orderId: '11111111-0000-5000-8000-000000000000',
  uid: '3f1b0b6c-0000-4000-8000-000000000000',
  rights: { read: true, trade: true, withdraw: false, ipBound: undefined },
  fee: ['1.2', 'USDT'],
  usdt: ['9500', '300'],
  tickSize: '0.01',
  stepSize: '0.00000001',
}
