import { Big } from 'big.js'

/** A fee that the exchange took in one coin; below zero it is a rebate. */
export interface Fee {
  amount: Big
  coin: string
}

/** All fees of one fill, in any coins; `unknown` where the exchange does not say how much in which coin. */
export type Fees = readonly Fee[] | 'unknown'

/** What was taken in `coin`, as far as the exchange says. */
export function feeIn(fees: Fees, coin: string): Big {
  return feesBeside(fees)
    .filter((fee) => fee.coin === coin)
    .reduce((total, { amount }) => total.plus(amount), new Big(0))
}

/** The known fees in all other coins. */
export function feesBeside(fees: Fees, ...coins: readonly string[]): readonly Fee[] {
  return fees === 'unknown' ? [] : fees.filter(({ coin }) => !coins.includes(coin))
}
