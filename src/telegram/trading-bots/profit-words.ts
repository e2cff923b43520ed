import type { BotProfit } from '../../trading-bots/profits.ts'
import { sumProfits } from '../../trading-bots/profits.ts'
import type { Profit } from '../../trading/profit.ts'
import { count, exact, signedMoney } from '../format.ts'
import { html, type Html } from '../view.ts'

/** One bot's profit in a few words. */
export function profitInShort({ inQuote, quote }: BotProfit): string {
  const today = `${signedMoney(inQuote.realizedToday, quote)} today`
  const all = inAll(inQuote)
  if (all !== undefined) return `${about(inQuote)}${signedMoney(all, quote)} in all, ${today}`
  return `${signedMoney(inQuote.realized, quote)} and what it holds, ${today}`
}

/** One bot's profit, line by line: in all, realized, on what it holds. */
export function profitLines({
  inQuote,
  inUsdt,
  quote,
  unvaluedFees,
  unknownFees,
}: BotProfit): Html[] {
  const { realized, realizedToday, unrealized } = inQuote
  const all = inAll(inQuote)
  const inUsd = inUsdt && quote !== 'USDT' ? inAll(inUsdt) : undefined
  const fees = [...unvaluedFees].map(([coin, amount]) => `${exact(amount)} ${coin}`).join(', ')
  return [
    all === undefined
      ? html`Profit in all: unknown, the exchange does not answer`
      : html`Profit in all: <b>${about(inQuote)}${signedMoney(all, quote)}</b>${inUsd === undefined ? '' : ` (about ${signedMoney(inUsd, 'USDT')})`}`,
    html`• realized ${signedMoney(realized, quote)}, of that ${signedMoney(realizedToday, quote)} today`,
    ...(unrealized === undefined || unrealized.eq(0)
      ? []
      : [html`• on what it holds about ${signedMoney(unrealized, quote)} after the fee`]),
    ...(fees === '' ? [] : [html`• fees not valued yet: ${fees}`]),
    ...(unknownFees === 0
      ? []
      : [html`• fee unknown for ${count(unknownFees, 'trade')}: not in these figures`]),
  ]
}

/** Several bots' profit together, in USDT; undefined for a single bot. */
export function profitTogether(profits: readonly BotProfit[]): Html | undefined {
  if (profits.length < 2) return undefined
  const { inUsdt, unpriced } = sumProfits(profits)
  const all = inUsdt.realized.plus(inUsdt.unrealized)
  const without =
    unpriced.length === 0 ? '' : `, without ${count(unpriced.length, 'bot')} of unknown price`
  return html`Together: about ${signedMoney(all, 'USDT')} in all, ${signedMoney(inUsdt.realizedToday, 'USDT')} today${without}`
}

function inAll({ realized, unrealized }: Profit) {
  return unrealized?.plus(realized)
}

function about({ unrealized }: Profit): string {
  return unrealized === undefined || unrealized.eq(0) ? '' : 'about '
}
