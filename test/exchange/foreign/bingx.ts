import { listAt, type Foreign } from './foreign.ts'

/** https://bingx-api.github.io/docs/#/en-us/spot: trigger orders stand in the same list, OCO orders do not. */
export const BINGX_FOREIGN: Foreign = {
  at: ['GET /openApi/spot/v1/trade/openOrders'],
  ...listAt('data', 'orders'),
  rows(ours) {
    const theirs = {
      ...ours,
      clientOrderID: '',
      executedQty: '0',
      cummulativeQuoteQty: '0',
      fee: '0',
      status: 'NEW',
      side: 'SELL',
    }
    return {
      'stop-loss': {
        ...theirs,
        orderId: '1800000000000000001',
        type: 'TAKE_STOP_MARKET',
        price: '0',
        StopPrice: '44000',
      },
      'take-profit': {
        ...theirs,
        orderId: '1800000000000000002',
        type: 'TAKE_STOP_LIMIT',
        StopPrice: '61000',
      },
      'trailing stop': 'not offered',
      bracket: 'listed elsewhere',
      'conditional market': {
        ...theirs,
        orderId: '1800000000000000003',
        type: 'TRIGGER_MARKET',
        side: 'BUY',
        price: '0',
        origQty: '0',
        origQuoteOrderQty: '70',
        StopPrice: '45500',
      },
      'quote-sized': {
        ...theirs,
        orderId: '1800000000000000004',
        type: 'MARKET',
        side: 'BUY',
        price: '0',
        origQty: '0',
        origQuoteOrderQty: '70',
      },
      'perpetual, margin': 'never mixed in',
    }
  },
}
