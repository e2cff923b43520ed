import { count } from '../english.ts'
import { html } from '../view.ts'

/** English for the list of positions. */
export const POSITIONS_EN = {
  title: html`<b>Open positions</b>, if sold now`,
  none: html`None: your bots hold no coins.`,
  orders: { profit: 'By profit', size: 'By size', name: 'By name' },
  gone: 'can’t be sold here any more: the exchange does not list its pair',
  noAnswer: 'what it would bring now is unknown, the exchange does not answer',
  noBook: (price: string) =>
    `now about ${price}; what it would bring is unknown, its order book does not come`,
  unvalued: (coins: string, bot: string, cost: string, now: string) =>
    html`• <b>${coins}</b> (${bot}), cost ${cost}; ${now}`,
  together: (positions: number, all: string, won: string, lost: string, unknown: number) =>
    html`${count(positions, 'position')} together: about <b>${all}</b> (winners ${won}, losers ${lost})${unknown === 0 ? '' : `, without ${count(unknown, 'position')} of unknown worth`}`,
}
