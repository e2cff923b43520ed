import { ago } from '../english.ts'
import { html, type Html } from '../view.ts'

/** English for what a trader has to do by hand at an exchange. */
export const HAND_WORK_EN = {
  refused: (label: string, tail: string, exchange: string) =>
    html`🔴 <b>${label} …${tail}: ${exchange} refuses the key</b>`,
  cause: (exchange: string, cause: string) => html`As far as ${exchange} tells: ${cause}.`,
  paused: html`Your bots on it are paused. <b>Undock can’t cancel or sell anything there any more.</b>`,
  nothing: html`No order and no position of ours was open there.`,
  until: (exchange: string) =>
    html`Until you have done this yourself, the orders may still fill, and what is held rises and falls with the price. The orders are under your open spot orders at ${exchange}, the coins in your spot wallet.`,
  title: (exchange: string, left: number, all: number) =>
    html`<b>By hand at ${exchange}</b>: ${progress(left, all)}`,
  tick: (title: Html) => html`${title}. Tap a line to tick it off.`,
  newKey: html`With a new key of the same account in its place you need not do this: your bots can then go on. What you did by hand until then is looked up.`,
  over: (exchange: string) =>
    html`This list is over: nothing is left to be done by hand at ${exchange}.`,
  reminder: (label: string, tail: string, hours: number, exchange: string) =>
    html`⏰ ${label} …${tail} has been dead for ${hours} h, and this is still open at ${exchange}. Orders may fill, and what is held moves with the price:`,
  more: (n: number) => html`… and ${n} more`,
  seen: (line: Html, at: Date, now: Date) => html`${line} (seen ${ago(at, now)})`,
  sell: (symbol: string, amount: string) => `sell ${symbol}, ${amount}`,
  cancel: (side: 'buy' | 'sell', symbol: string, price: string | undefined) =>
    `cancel ${side} ${symbol}${price === undefined ? '' : ` at ${price}`}`,
  wholeList: 'The whole list',
  notYours: 'That list is not yours.',
  noLine: 'That line is not on a list of yours any more.',
}

function progress(left: number, all: number): string {
  return left === 0 ? 'all done' : `${left} of ${all} left`
}
