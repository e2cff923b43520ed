import type { Valued } from '../../sagas/valuation.ts'
import { exact, price, signedMoney } from '../format.ts'
import { html, type Html } from '../view.ts'

/** One position with amount, average cost, price now, and profit if sold now. */
export function positionLine(valued: Valued): Html {
  const { bot, position } = valued
  const [base = '', quote = ''] = bot.symbol.split('/')
  return html`• <b>${exact(position.amount)} ${base}</b> (${bot.name}), cost ${price(position.averageCost)} ${quote}, ${nowWords(valued, quote)}`
}

function nowWords(valued: Valued, quote: string): Html {
  switch (valued.state) {
    case 'gone':
      return html`<b>can’t be sold here any more</b>: the exchange does not list the pair`
    case 'paused':
      return html`<b>can’t be sold while the pair is paused</b>`
    case 'unpriced':
      return html`its price is not known just now`
    case 'priced': {
      const { estimate, profit, sellable } = valued
      if (estimate.averagePrice === undefined) return html`no buyers now`
      const brings = sellable ? html`<b>${signedMoney(profit, quote)}</b>` : html`too small to sell`
      return html`now about ${price(estimate.averagePrice)}: ${brings}`
    }
  }
}
