import { listAt, type Foreign } from './foreign.ts'

/** https://mexcdevelop.github.io/apidocs/spot_v3_en/: what the website calls stop-limit has a stop price here. */
export const MEXC_FOREIGN: Foreign = {
  at: ['GET /api/v3/openOrders'],
  ...listAt(),
  rows(ours) {
    const theirs = {
      ...ours,
      clientOrderId: '',
      executedQty: '0',
      cummulativeQuoteQty: '0',
      status: 'NEW',
      isWorking: false,
    }
    return {
      'stop-loss': { ...theirs, orderId: 'C02__9001', type: 'STOP_LIMIT', stopPrice: '44000' },
      'take-profit': {
        ...theirs,
        orderId: 'C02__9002',
        type: 'STOP_LIMIT',
        side: 'SELL',
        price: '0',
        stopPrice: '61000',
      },
      'trailing stop': 'not offered',
      bracket: 'not offered',
      'conditional market': { ...theirs, orderId: 'C02__9003', type: 'STOP_MARKET', price: null },
      'quote-sized': {
        ...theirs,
        orderId: 'C02__9004',
        type: 'MARKET',
        price: '0',
        origQty: '0',
        origQuoteOrderQty: '120',
      },
      'perpetual, margin': 'never mixed in',
    }
  },
}
