import type { Valued } from '../../sagas/valuation.ts'
import { exact, price, signedMoney } from '../format.ts'
import type { Html } from '../view.ts'
import type { Words } from '../words.ts'

/** One position with amount, average cost, price now, and profit if sold now. */
export function positionLine(words: Words, valued: Valued): Html {
  const { bot, position } = valued
  const [base = '', quote = ''] = bot.symbol.split('/')
  return words.disconnect.state.position(
    `${exact(position.amount)} ${base}`,
    bot.name,
    `${price(position.averageCost)} ${quote}`,
    nowLine(words, valued, quote),
  )
}

function nowLine({ disconnect: { state } }: Words, valued: Valued, quote: string): Html {
  const { now: w } = state
  switch (valued.state) {
    case 'gone':
      return w.gone
    case 'paused':
      return w.paused
    case 'unpriced':
      return w.priceUnknown
    case 'priced': {
      const { estimate, profit, sellable } = valued
      if (estimate.averagePrice === undefined) return w.noBuyers
      const now = price(estimate.averagePrice)
      return sellable ? w.price(now, signedMoney(profit, quote)) : w.tooSmall(now)
    }
  }
}
