import { listAt, type Foreign } from './foreign.ts'

/** https://www.bitget.com/api-doc/spot: plan, TP/SL and trailing orders have lists of their own. */
export const BITGET_FOREIGN: Foreign = {
  at: ['GET /api/v2/spot/trade/unfilled-orders'],
  ...listAt('data'),
  rows(ours) {
    const theirs = {
      ...ours,
      clientOid: 'a3c1d7',
      status: 'live',
      basePrice: '0',
      baseVolume: '0',
      quoteVolume: '0',
    }
    return {
      'stop-loss': 'listed elsewhere',
      'take-profit': 'listed elsewhere',
      'trailing stop': 'listed elsewhere',
      // A limit order that brings its stop and its take-profit along.
      bracket: {
        ...theirs,
        orderId: '1200000000000000001',
        presetTakeProfitPrice: '61000',
        executeTakeProfitPrice: '0',
        presetStopLossPrice: '44000',
        executeStopLossPrice: '',
        triggerPrice: null,
        tpslType: 'tpsl',
      },
      'conditional market': 'listed elsewhere',
      'quote-sized': {
        ...theirs,
        orderId: '1200000000000000002',
        orderType: 'market',
        side: 'buy',
        priceAvg: '0',
        size: '85.0000',
      },
      'perpetual, margin': 'never mixed in',
    }
  },
}
