import { byIdAt, type Foreign, type Json } from './foreign.ts'

/** https://docs.kraken.com/api/docs/rest-api/get-open-orders: everything stands in one list, by id. */
export const KRAKEN_FOREIGN: Foreign = {
  at: ['POST /0/private/OpenOrders'],
  ...byIdAt('result', 'open'),
  rows(ours) {
    const order = (descr: Json, rest: Json = {}) => ({
      ...ours,
      cl_ord_id: undefined,
      userref: 0,
      status: 'open',
      vol: '0.02500000',
      vol_exec: '0.00000000',
      cost: '0.00000000',
      price: '0.00000000',
      ...rest,
      descr: { ...ours.descr, type: 'sell', price: '0', price2: '0', ...descr },
    })
    return {
      'stop-loss': order(
        { ordertype: 'stop-loss', price: '44000.0' },
        { stopprice: '44000.00000' },
      ),
      'take-profit': order({ ordertype: 'take-profit', price: '61000.0' }),
      'trailing stop': order(
        { ordertype: 'trailing-stop', price: '+0.5' },
        { stopprice: '47900.00000', limitprice: '48100.00000', trigger: 'index' },
      ),
      bracket: order({
        ordertype: 'stop-loss-limit',
        price: '44000.0',
        price2: '+0.5',
        close: 'close position @ take profit 61000.0',
      }),
      'conditional market': order({ ordertype: 'trailing-stop', price: '+3.0000%' }),
      'quote-sized': order(
        { ordertype: 'market', type: 'buy', price: '0' },
        { vol: '150.00000000', oflags: 'viqc', cost: undefined },
      ),
      // Futures have an API of their own; spot on margin does not.
      'perpetual, margin': order({ ordertype: 'limit', price: '51000.0', leverage: '3:1' }),
    }
  },
}
