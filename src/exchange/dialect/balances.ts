import { amountOf, decimalOf, given, type Row } from './answer-parts.ts'
import type { CcxtClient } from '../ccxt/ccxt-client.ts'
import type { Balance } from '../exchange.ts'
import { ExchangeError } from '../exchange-error.ts'
import { reportUnread } from './unread.ts'

/** Balances by coin. A coin whose row can't be read has one that nobody knows, and never counts as zero. */
class Balances extends Map<string, Balance> {
  readonly #unread = new Set<string>()

  /** @throws {ExchangeError} `unavailable` for a coin whose balance can't be read. */
  override get(coin: string): Balance | undefined {
    if (!this.#unread.has(coin)) return super.get(coin)
    throw new ExchangeError('unavailable', `Cannot read the balance of ${coin}`)
  }

  /** Adds to what is there: some exchanges keep a coin under several names. */
  add(coin: string, { free, used }: Balance): void {
    if (free.plus(used).lte(0)) return
    const before = super.get(coin)
    this.set(coin, {
      free: free.plus(before?.free ?? 0),
      used: used.plus(before?.used ?? 0),
    })
  }

  leaveUnread(coin: string): void {
    this.#unread.add(coin)
    this.delete(coin)
  }
}

/** How a row of balances is read. */
type BalanceRow =
  | { coin: (row: Row) => unknown; amounts: (row: Row) => Balance }
  /** By columns; what is locked may be missing, and is zero then. */
  | { coin: string; free: string; used: string }
  /** Where what is free is not said. */
  | { coin: string; total: string; used: string }

/**
 * Balances by coin, those with nothing left out. One that can't be read is that coin's trouble alone.
 *
 * @throws {TypeError} if a row does not even name its coin: nobody could tell which one is missing.
 */
export function toBalances(client: CcxtClient, rows: readonly Row[], how: BalanceRow): Balances {
  const balances = new Balances()
  const unread = new Set<string>()
  for (const row of rows) {
    const coin = 'amounts' in how ? how.coin(row) : row[how.coin]
    const code = client.safeCurrencyCode(given(coin, 'coin'))
    try {
      balances.add(code, amountsOf(row, how))
    } catch (error) {
      reportUnread('a balance', error)
      unread.add(code)
    }
  }
  for (const code of unread) balances.leaveUnread(code)
  return balances
}

function amountsOf(row: Row, how: BalanceRow): Balance {
  if ('amounts' in how) return how.amounts(row)
  const used = decimalOf(row[how.used])
  return {
    free: 'free' in how ? amountOf(row[how.free]) : amountOf(row[how.total]).minus(used),
    used,
  }
}
