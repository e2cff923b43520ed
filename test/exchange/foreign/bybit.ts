import { listAt, type Foreign } from './foreign.ts'

/** https://bybit-exchange.github.io/docs/v5/order/open-order: stop and take-profit orders stand in the same list. */
export const BYBIT_FOREIGN: Foreign = {
  at: ['GET /v5/order/realtime'],
  ...listAt('result', 'list'),
  rows(ours) {
    const theirs = {
      ...ours,
      orderLinkId: '',
      side: 'Sell',
      orderStatus: 'Untriggered',
      cumExecQty: '0.000000',
      cumExecValue: '0.0000000',
      cumExecFee: '',
      avgPrice: '',
      leavesQty: '0.000000',
      orderType: 'Market',
      price: '0.00',
      stopOrderType: 'tpslOrder',
      triggerPrice: '44100.00',
    }
    return {
      'stop-loss': { ...theirs, orderId: '1700000000000000001' },
      'take-profit': { ...theirs, orderId: '1700000000000000002', triggerPrice: '60200.00' },
      'trailing stop': {
        ...theirs,
        orderId: '1700000000000000003',
        stopOrderType: 'TrailingStop',
        triggerPrice: '',
      },
      bracket: {
        ...theirs,
        orderId: '1700000000000000004',
        stopOrderType: 'OcoOrder',
        ocoTriggerBy: 'OcoTriggerByUnknown',
        takeProfit: '60200.00',
        stopLoss: '44100.00',
        tpLimitPrice: '0',
      },
      'conditional market': {
        ...theirs,
        orderId: '1700000000000000005',
        side: 'Buy',
        stopOrderType: 'Stop',
        marketUnit: 'quoteCoin',
        qty: '75.00',
      },
      'quote-sized': {
        ...theirs,
        orderId: '1700000000000000006',
        side: 'Buy',
        orderStatus: 'New',
        stopOrderType: '',
        triggerPrice: '',
        marketUnit: '',
        qty: '75.00',
        leavesQty: '75.00',
      },
      // Perpetuals are of another category; spot on margin is not.
      'perpetual, margin': {
        ...ours,
        orderId: '1700000000000000007',
        orderLinkId: '',
        isLeverage: '1',
      },
    }
  },
}
