import { listAt, type Foreign, type Json } from './foreign.ts'

/** https://docs.cdp.coinbase.com/api-reference/advanced-trade-api: each kind has a configuration of its own. */
export const COINBASE_FOREIGN: Foreign = {
  at: ['GET /api/v3/brokerage/orders/historical/batch'],
  ...listAt('orders'),
  rows(ours) {
    const order = (order_id: string, order_configuration: Json, rest: Json = {}) => ({
      ...ours,
      order_id,
      order_configuration,
      client_order_id: `${order_id}-app`,
      status: 'OPEN',
      filled_size: '0',
      average_filled_price: '0',
      filled_value: '0',
      number_of_fills: '0',
      ...rest,
    })
    const half = { base_size: '0.5', limit_price: '43900', stop_price: '44000' }
    return {
      'stop-loss': order(
        '5a01',
        { stop_limit_stop_limit_gtc: { ...half, stop_direction: 'STOP_DIRECTION_STOP_DOWN' } },
        { order_type: 'STOP_LIMIT', side: 'SELL', trigger_status: 'STOP_PENDING' },
      ),
      'take-profit': order(
        '5a02',
        { stop_limit_stop_limit_gtd: { ...half, stop_direction: 'STOP_DIRECTION_STOP_UP' } },
        { order_type: 'STOP_LIMIT', side: 'SELL' },
      ),
      'trailing stop': 'not offered',
      bracket: order(
        '5a04',
        {
          trigger_bracket_gtc: {
            base_size: '0.5',
            limit_price: '61000',
            stop_trigger_price: '44000',
          },
        },
        { order_type: 'BRACKET', side: 'SELL' },
      ),
      'conditional market': 'not offered',
      'quote-sized': [
        order(
          '5a06',
          { market_market_ioc: { quote_size: '110' } },
          { order_type: 'MARKET', size_in_quote: true, status: 'PENDING' },
        ),
        order(
          '5a03',
          { scaled_limit_gtc: { quote_size: '500', num_orders: 5, min_price: '40000' } },
          { order_type: 'SCALED' },
        ),
        order(
          '5a05',
          { twap_limit_gtd: { quote_size: '300', limit_price: '52000', number_buckets: '6' } },
          { order_type: 'TWAP', size_in_quote: true },
        ),
      ],
      'perpetual, margin': order(
        '5a07',
        { limit_limit_gtc: { base_size: '2', limit_price: '50000', post_only: false } },
        {
          product_id: 'BTC-PERP-INTX',
          product_type: 'FUTURE',
          leverage: '5',
          margin_type: 'CROSS',
        },
      ),
    }
  },
}
