import type { Valued } from '../../sagas/valuation.ts'
import { exact, price, signedMoney } from '../format.ts'
import { html, type Html } from '../view.ts'

/** One position with amount, average cost, price now, and profit if sold now. */
export function positionLine({ bot, position, estimate, profit, market, sellable }: Valued): Html {
  const { base, quote } = market
  const brings = sellable ? html`<b>${signedMoney(profit, quote)}</b>` : html`too small to sell`
  const now =
    estimate.averagePrice === undefined
      ? html`no buyers now`
      : html`now about ${price(estimate.averagePrice)}: ${brings}`
  return html`• <b>${exact(position.amount)} ${base}</b> (${bot.name}), cost ${price(position.averageCost)} ${quote}, ${now}`
}
