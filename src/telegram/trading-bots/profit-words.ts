import type { BotProfit } from '../../trading-bots/profits.ts'
import { sumProfits } from '../../trading-bots/profits.ts'
import type { Profit } from '../../trading/profit.ts'
import { exact, signedMoney } from '../format.ts'
import type { Html } from '../view.ts'
import type { Words } from '../words.ts'

/** One bot's profit in a few words. */
export function profitInShort(
  { bots: { profit: w } }: Words,
  { inQuote, quote }: BotProfit,
): string {
  const today = signedMoney(inQuote.realizedToday, quote)
  const all = inAll(inQuote)
  return all === undefined
    ? w.realizedAndHeld(signedMoney(inQuote.realized, quote), today)
    : w.inAll(isAbout(inQuote), signedMoney(all, quote), today)
}

/** One bot's profit, line by line: in all, realized, on what it holds. */
export function profitLines(
  { bots: { profit: w } }: Words,
  { inQuote, inUsdt, quote, unvaluedFees, unknownFees }: BotProfit,
): Html[] {
  const { realized, realizedToday, unrealized } = inQuote
  const all = inAll(inQuote)
  const inUsd = inUsdt && quote !== 'USDT' ? inAll(inUsdt) : undefined
  const fees = [...unvaluedFees].map(([coin, amount]) => `${exact(amount)} ${coin}`).join(', ')
  return [
    all === undefined
      ? w.unknown
      : w.all(isAbout(inQuote), signedMoney(all, quote), inUsd && signedMoney(inUsd, 'USDT')),
    w.realized(signedMoney(realized, quote), signedMoney(realizedToday, quote)),
    ...(unrealized === undefined || unrealized.eq(0)
      ? []
      : [w.onHeld(signedMoney(unrealized, quote))]),
    ...(fees === '' ? [] : [w.unvaluedFees(fees)]),
    ...(unknownFees === 0 ? [] : [w.unknownFees(unknownFees)]),
  ]
}

/** Several bots' profit together, in USDT; undefined for a single bot. */
export function profitTogether({ bots }: Words, profits: readonly BotProfit[]): Html | undefined {
  if (profits.length < 2) return undefined
  const { inUsdt, unpriced } = sumProfits(profits)
  const all = signedMoney(inUsdt.realized.plus(inUsdt.unrealized), 'USDT')
  const today = signedMoney(inUsdt.realizedToday, 'USDT')
  return bots.profit.together(all, today, unpriced.length)
}

function inAll({ realized, unrealized }: Profit) {
  return unrealized?.plus(realized)
}

function isAbout({ unrealized }: Profit): boolean {
  return unrealized !== undefined && !unrealized.eq(0)
}
