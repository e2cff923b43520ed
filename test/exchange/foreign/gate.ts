import type { Foreign } from './foreign.ts'

/** https://www.gate.com/docs/developers/apiv4/: price-triggered orders have a list of their own. */
export const GATE_FOREIGN: Foreign = {
  at: ['GET /api/v4/spot/open_orders', 'GET /api/v4/spot/orders'],
  ours: (answer) => answer[0].orders?.[0] ?? answer[0],
  add: (answer, rows) => (answer[0].orders ?? answer).push(...rows),
  replace: (answer, value) => (answer[0].orders ? [{ ...answer[0], orders: value }] : value),
  rows(ours) {
    const theirs = { ...ours, text: 'web', left: '0.01', filled_amount: '0', filled_total: '0' }
    return {
      'stop-loss': 'listed elsewhere',
      'take-profit': 'listed elsewhere',
      'trailing stop': 'listed elsewhere',
      bracket: 'listed elsewhere',
      'conditional market': 'listed elsewhere',
      'quote-sized': {
        ...theirs,
        id: '20000001',
        type: 'market',
        time_in_force: 'ioc',
        price: '0',
        amount: '95',
        left: '95',
        avg_deal_price: '0',
      },
      'perpetual, margin': { ...theirs, id: '20000002', account: 'cross_margin' },
    }
  },
}
