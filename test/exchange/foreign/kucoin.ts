import { listAt, type Foreign } from './foreign.ts'

/** https://www.kucoin.com/docs-new: stop and OCO orders have lists of their own. */
export const KUCOIN_FOREIGN: Foreign = {
  at: ['GET /api/v1/hf/orders/active'],
  ...listAt('data'),
  rows(ours) {
    const theirs = { ...ours, clientOid: '5c52e11203aa', dealSize: '0', dealFunds: '0' }
    return {
      'stop-loss': 'listed elsewhere',
      'take-profit': 'listed elsewhere',
      'trailing stop': 'listed elsewhere',
      bracket: 'listed elsewhere',
      'conditional market': 'listed elsewhere',
      'quote-sized': {
        ...theirs,
        id: '680000000000000000000001',
        type: 'market',
        price: '0',
        size: '0',
        funds: '80',
        active: true,
      },
      'perpetual, margin': {
        ...theirs,
        id: '680000000000000000000002',
        tradeType: 'MARGIN_TRADE',
      },
    }
  },
}
