import { Big } from 'big.js'
import type { Account, Balance } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'

const NOTHING: Balance = { free: new Big(0), used: new Big(0) }

/** What the account has of a coin, or why that can't be read. */
export function readBalance(
  { balances }: Pick<Account, 'balances'>,
  coin: string,
): Balance | ExchangeError {
  try {
    return balances.get(coin) ?? NOTHING
  } catch (error) {
    if (error instanceof ExchangeError) return error
    throw error
  }
}
