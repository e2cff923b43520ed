import { listAt, type Foreign } from './foreign.ts'

/** https://www.htx.com/en-us/opend/newApiPages: stop-limit orders stand in the list, algo orders do not. */
export const HTX_FOREIGN: Foreign = {
  at: ['GET /v1/order/openOrders'],
  ...listAt('data'),
  rows(ours) {
    const theirs = {
      ...ours,
      'client-order-id': undefined,
      'field-amount': '0.0',
      'field-cash-amount': '0.0',
      'filled-amount': '0.0',
      'filled-cash-amount': '0.0',
      source: 'spot-web',
      state: 'submitted',
    }
    const stop = { ...theirs, type: 'sell-stop-limit', state: 'created' }
    return {
      'stop-loss': { ...stop, id: 400000000000001, 'stop-price': '44000.0', operator: 'lte' },
      'take-profit': { ...stop, id: 400000000000002, 'stop-price': '61000.0', operator: 'gte' },
      'trailing stop': 'listed elsewhere',
      bracket: 'not offered',
      'conditional market': 'listed elsewhere',
      'quote-sized': {
        ...theirs,
        id: 400000000000003,
        type: 'buy-market',
        price: '0.0',
        amount: '60.000000000000000000',
      },
      'perpetual, margin': {
        ...theirs,
        id: 400000000000004,
        source: 'super-margin-api',
        'account-id': 777,
      },
    }
  },
}
