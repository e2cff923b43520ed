import { listAt, type Foreign, type Json } from './foreign.ts'

/** https://docs.bitfinex.com/reference/rest-auth-retrieve-orders: all wallets and kinds stand in one list. */
export const BITFINEX_FOREIGN: Foreign = {
  at: ['POST /v2/auth/r/orders', 'POST /v2/auth/r/orders/tBTCUST'],
  ...listAt(),
  rows(ours) {
    const order = (id: number, parts: Record<number, Json>): Json[][] => {
      const row = [...ours]
      const theirs = { 0: id, 2: id + 5, 6: -0.02, 7: -0.02, 13: 'ACTIVE', 17: 0, ...parts }
      for (const [at, part] of Object.entries(theirs)) row[Number(at)] = part
      return [row]
    }
    return {
      'stop-loss': order(61, { 8: 'EXCHANGE STOP', 16: 44000 }),
      'take-profit': order(62, { 8: 'EXCHANGE STOP LIMIT', 16: 61000, 19: 60900 }),
      'trailing stop': order(63, { 8: 'EXCHANGE TRAILING STOP', 16: 0, 18: 250 }),
      bracket: order(64, { 8: 'EXCHANGE LIMIT', 12: 16384, 25: 65, 16: 61000 }),
      'conditional market': order(66, { 8: 'EXCHANGE STOP', 6: 0.02, 7: 0.02, 16: null }),
      'quote-sized': 'not offered',
      'perpetual, margin': [
        ...order(67, { 3: 'tBTCF0:USTF0', 8: 'LIMIT' }),
        // Of the margin wallet, on the very pair of ours.
        ...order(68, { 8: 'LIMIT' }),
        ...order(69, { 8: 'STOP LIMIT', 16: 44000 }),
      ],
    }
  },
}
