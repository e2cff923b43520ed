import { listAt, type Foreign } from './foreign.ts'

/** https://www.okx.com/docs-v5/en/: what waits for a price is an algo order, in a list of its own. */
export const OKX_FOREIGN: Foreign = {
  at: ['GET /api/v5/trade/orders-pending'],
  ...listAt('data'),
  rows(ours) {
    const theirs = { ...ours, clOrdId: '', accFillSz: '0', avgPx: '', fillPx: '', state: 'live' }
    return {
      'stop-loss': 'listed elsewhere',
      'take-profit': 'listed elsewhere',
      'trailing stop': 'listed elsewhere',
      // A limit order that brings its stop and its take-profit along.
      bracket: {
        ...theirs,
        ordId: '600000000000000001',
        attachAlgoOrds: [
          { attachAlgoId: '9', tpTriggerPx: '61000', slTriggerPx: '44000', slOrdPx: '-1' },
        ],
      },
      'conditional market': 'listed elsewhere',
      'quote-sized': {
        ...theirs,
        ordId: '600000000000000002',
        ordType: 'market',
        px: '',
        sz: '90',
        tgtCcy: 'quote_ccy',
      },
      'perpetual, margin': {
        ...theirs,
        ordId: '600000000000000003',
        instType: 'MARGIN',
        tdMode: 'cross',
      },
    }
  },
}
