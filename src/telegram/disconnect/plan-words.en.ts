import type { ExitPlan } from '../../sagas/exit-plan.ts'
import { count } from '../english.ts'
import { html, type Html } from '../view.ts'

/** English for the screens on which an exit is decided. */
export const PLAN_EN = {
  title: (kind: ExitPlan['kind'], name: string) =>
    `${kind === 'disconnect' ? 'Disconnect' : 'Remove'} ${name}`,
  bots: {
    title: (title: string, bots: number) =>
      html`<b>${title}</b>: ${bots === 1 ? 'the bot' : 'the bots'}`,
    count: (running: number, paused: number) =>
      html`${running > 0 ? `${count(running, 'bot')} running` : ''}${running > 0 && paused > 0 ? ', ' : ''}${paused > 0 ? `${count(paused, 'bot')} paused already` : ''}.`,
    what: (go: string) =>
      html`“Pause and continue” stops all buying and cancels our resting buys, so that nothing grows while you think. Nothing is sold. You can resume until you say “${go}”.`,
    pause: 'Pause and continue',
  },
  positions: {
    title: (title: string) => html`<b>${title}</b>: the positions`,
    how: html`Each sells into its own quote, by limit orders that never go under the floor you agree to. What would bring a loss is asked again.`,
    all: 'Close all',
    winners: 'Close winners only',
    choose: 'Choose one by one',
    none: 'Keep all',
  },
  checklist: {
    title: (title: string) => html`<b>${title}</b>: choose`,
    ticked: (sold: number, all: number) =>
      html`Ticked positions are sold, the others are kept: ${sold} of ${all} ticked.`,
    sell: (position: string) => `☑ sell ${position}`,
    keep: (position: string) => `☐ keep ${position}`,
    done: 'Done',
  },
  loss: {
    title: (title: string) => html`<b>${title}</b>: a loss`,
    real: (positions: number) =>
      html`Selling ${positions === 1 ? 'this' : 'these'} makes a loss real that is only on paper now:`,
    atWorst: html`It may come out up to 2 % under the price shown, never lower: what can’t be sold at that comes back as a question.`,
    realize: (profit: string) => `Realize ${profit}`,
    back: 'Back',
  },
  plan: {
    title: (title: string) => html`<b>${title}</b>: the plan`,
    cancels: (orders: number) => html`• cancels ${count(orders, 'order')} of ours`,
    cancelsNothing: html`• cancels nothing: no order of ours is open`,
    sellsNothing: html`• sells nothing`,
    sellsOnceItCan: (positions: number) =>
      html`• sells ${count(positions, 'position')}, as soon as ${positions === 1 ? 'it' : 'each'} can be sold`,
    sells: (positions: number, sellable: number, proceeds: string, profit: string) =>
      html`• sells ${count(positions, 'position')}${sellable < positions ? html`, of which ${sellable} can be sold now,` : ''} for about ${proceeds} (realizing about ${profit})`,
    floor: (base: string, unpriced: string, floor: string) =>
      html`   ${base}: ${unpriced}never under ${floor}`,
    whilePaused: 'can’t be sold while the pair is paused; then ',
    priceUnknown: 'its price is not known just now; ',
    noBuyers: 'nobody buys it just now; ',
    keeps: (bases: readonly string[]) => html`• keeps ${bases.length}: ${bases.join(', ')}`,
    tooSmall: (bases: readonly string[]) => html`• too small to sell: ${bases.join(', ')}`,
    unlisted: (bases: readonly string[]) =>
      html`• can’t be sold here any more, kept on record: ${bases.join(', ')}`,
    removes: (bots: number) => html`• <b>removes ${count(bots, 'bot')} (history stays)</b>`,
    erases: html`• erases the key`,
    fromThenOn: html`From then on nothing is bought. You can stop it on the way: what has not been sent is not sent.`,
    go: 'Disconnect now',
    goAndCheck: 'Disconnect, then check it is dead',
    remove: 'Remove the bot',
  },
  begun: (title: string) => html`<b>${title}</b>: begun. See below.`,
  position: (coins: string, cost: string, now: Html, away: Html | undefined) =>
    html`• <b>${coins}</b>, cost ${cost}, ${now}${away === undefined ? '' : html`\n${away}`}`,
  now: {
    unlisted: html`can’t be sold here any more`,
    tooSmall: html`too small to sell`,
    paused: html`can’t be sold while the pair is paused`,
    priceUnknown: html`its price is not known just now`,
    noBuyers: html`nobody buys it just now`,
    price: (price: string, profit: string) => html`now about ${price}: <b>${profit}</b>`,
  },
  notNow: 'Not now',
  lookAgain: 'Look again',
}
