import { listAt, type Foreign } from './foreign.ts'

/** https://exchange-docs.crypto.com: spot, margin and perpetuals stand in one list. */
export const CRYPTOCOM_FOREIGN: Foreign = {
  at: ['POST /exchange/v1/private/get-open-orders'],
  ...listAt('result', 'data'),
  rows(ours) {
    const theirs = {
      ...ours,
      client_oid: 'c1700000001',
      side: 'SELL',
      avg_price: '0',
      cumulative_quantity: '0',
      cumulative_value: '0',
      cumulative_fee: '0',
      status: 'PENDING',
    }
    const stop = { ...theirs, limit_price: '0', ref_price: '44000', ref_price_type: 'LAST_PRICE' }
    return {
      'stop-loss': { ...stop, order_id: '30001', order_type: 'STOP_LOSS' },
      'take-profit': { ...stop, order_id: '30002', order_type: 'TAKE_PROFIT', ref_price: '61000' },
      'trailing stop': 'not offered',
      bracket: {
        ...stop,
        order_id: '30003',
        order_type: 'STOP_LIMIT',
        list_id: '5512',
        contingency_type: 'OTOCO',
      },
      'conditional market': {
        ...stop,
        order_id: '30004',
        order_type: 'STOP_LOSS',
        side: 'BUY',
        limit_price: undefined,
        quantity: undefined,
        order_value: '65',
      },
      'quote-sized': {
        ...theirs,
        order_id: '30005',
        order_type: 'MARKET',
        side: 'BUY',
        limit_price: undefined,
        quantity: '0',
        order_value: '65',
        status: 'NEW',
      },
      'perpetual, margin': [
        {
          ...theirs,
          order_id: '30006',
          instrument_name: 'BTCUSD-PERP',
          quantity: '0.5',
          status: 'ACTIVE',
        },
        { ...theirs, order_id: '30007', exec_inst: ['MARGIN_ORDER'], status: 'ACTIVE' },
        { ...theirs, order_id: '30008', isolation_id: '19848525', status: 'ACTIVE' },
        { ...theirs, order_id: '30009', exec_inst: ['ISOLATED_MARGIN'], status: 'ACTIVE' },
        { ...theirs, order_id: '30010', spot_margin: 'MARGIN', status: 'ACTIVE' },
      ],
    }
  },
  more(answers) {
    const { data } = answers['GET /exchange/v1/public/get-instruments'].result
    data.push({
      ...data[0],
      symbol: 'BTCUSD-PERP',
      inst_type: 'PERPETUAL_SWAP',
      display_name: 'BTCUSD Perpetual',
      base_ccy: 'BTC',
      quote_ccy: 'USD',
      underlying_symbol: 'BTCUSD-INDEX',
    })
  },
}
