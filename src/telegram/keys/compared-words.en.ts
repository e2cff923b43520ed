import { count } from '../english.ts'
import { moment } from '../format.ts'
import { html, type Html } from '../view.ts'

/** Coins that are missing at an exchange, with how they seem to have gone. */
interface Missing {
  base: string
  quote: string
  exchange: string
  amount: string
  /** What is certainly not there any more. */
  least: string
  price: string | undefined
}

/** English for comparing an account with the books of its bots. */
export const COMPARED_EN = {
  title: (label: string, tail: string, exchange: string, since: Date) =>
    html`🔎 <b>${label} …${tail}: what changed at ${exchange}</b> since ${moment(since)}`,
  same: html`Nothing: orders and coins are as I knew them.`,
  resting: (n: number) =>
    html`${count(n, 'order')} of ours still ${n === 1 ? 'rests' : 'rest'} there and may fill.`,
  onlyCompared: html`Nothing was bought, sold or cancelled by comparing.`,
  filled: (bot: string, side: 'buy' | 'sell', amount: string, cost: string) =>
    html`• <b>${bot}</b>: its orders ${side === 'buy' ? 'bought' : 'sold'} ${amount} for ${cost}`,
  goneBot: 'A bot that is gone',
  ended: (bot: string, side: 'buy' | 'sell', amount: string, price: string) =>
    html`• <b>${bot}</b>: its ${side} of ${amount} at ${price} is not there any more, and Undock did not cancel it`,
  hadFilled: (order: Html, filled: string) => html`${order}; ${filled} of it had filled`,

  missing: (bot: string, what: string) => html`⚠️ <b>${bot}</b>: ${what}`,
  soldWhileThere: (of: Missing) =>
    `you sold ${of.amount} ${of.base} by hand${soldAt(of)}. ${of.exchange} still shows enough ${of.base} for its books`,
  short: (of: Missing) =>
    `${shortOf(of)}${of.price === undefined ? '' : `: sold by hand${soldAt(of)}`}`,
  soldAndShort: (of: Missing) =>
    `you sold ${of.amount} ${of.base} by hand${soldAt(of)}, and ${shortOf(of)}`,
  sure: (bots: number) =>
    html`If you sold or moved them, take them off the books. If they come back to the account, let me compare again. Until then ${stay(bots)} paused: otherwise coins that are not there would be sold.`,
  unsure: (bots: number) =>
    html`<b>Were these the ${bots === 1 ? 'bot’s' : 'bots’'} coins?</b> Until you say so ${stay(bots)} paused: otherwise coins that are gone, or your own, would be sold.`,
  them: 'them',

  settledOwn: html`✅ The books stay as they are: the coins that you sold were your own.`,
  settled: html`✅ <b>Taken off the books</b>, marked as by hand in /export:`,
  taken: (bot: string, amount: string, cost: string, realized: string) =>
    html`• ${bot}: ${amount} for about ${cost}, realized about ${realized}`,
  onlySettled: html`Nothing was bought or sold by this. Your bots stay paused until you resume them.`,

  leaving: 'This key is being disconnected.',
  refused: 'The exchange refuses this key now.',
  begun: 'I compare now. What I find comes as a message.',
  old: 'That screen is old: nothing was done. Each key of /keys can be compared anew.',
  buttons: {
    again: 'Compare again',
    resume: 'Resume the bots',
    bots: 'Bots',
    takeOff: (coins: string) => `Take ${coins} off the books`,
    yesTakeOff: (coins: string) => `Yes: take ${coins} off the books`,
    own: 'No, they were my own',
    onlyMissing: 'No: take off only what is not there any more',
  },
}

function shortOf({ least, base }: Missing): string {
  return `${least} ${base} of its books are not on the account any more`
}

function soldAt({ price, quote }: Missing): string {
  return price === undefined ? '' : ` at about ${price} ${quote}`
}

function stay(bots: number): string {
  return bots === 1 ? 'the bot stays' : 'these bots stay'
}
