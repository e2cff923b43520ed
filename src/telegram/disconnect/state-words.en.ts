import { ago, count } from '../english.ts'
import { moment } from '../format.ts'
import { html, type Html } from '../view.ts'

/** English for the state of an account before an exit, and for leaving it. */
export const STATE_EN = {
  disconnect: html`<b>Disconnect</b>`,
  whichKey: html`Which key?`,
  looking: (exchange: string) => html`Looking at ${exchange}…`,
  title: (label: string, tail: string) => html`<b>Disconnect ${label}</b> …${tail}`,
  titleOf: (title: string, tail: string) => html`<b>${title}</b> …${tail}`,
  nothingYet: html`This is the whole truth of now. Nothing is sold or removed before you say so.`,
  botsRunning: (bots: number, running: number) =>
    html`<b>Bots</b>: ${bots === 0 ? 'none' : `${bots}, ${running} running`}`,
  bots: (bots: number) => html`<b>Bots</b>: ${bots === 0 ? 'none' : bots}`,
  orders: (orders: number) => html`<b>Our open orders</b>: ${orders === 0 ? 'none' : orders}`,
  unanswered: (orders: number, pairs: string) =>
    html`   ⚠️ No answer about ${count(orders, 'order')} just now: ${pairs}. The rest is up to date.`,
  foreign: (orders: number) =>
    html`<b>Orders that are not ours</b>: ${orders === 0 ? 'none' : `${orders} (left alone)`}`,
  otherKeys: (orders: number) =>
    html`<b>Our orders on another key of this account</b>: ${orders} (left alone)`,
  foreignUnknown: (exchange: string) =>
    html`<b>Orders that are not ours</b>: unknown: ${exchange} does not list them. Left alone, if there are any`,
  positions: (positions: number) => html`<b>Positions</b>: ${positions === 0 ? 'none' : positions}`,
  winners: (profit: string) => html`Winners, if sold now: <b>${profit}</b>`,
  losers: (profit: string) => html`Losers, if sold now: <b>${profit}</b>`,
  position: (coins: string, bot: string, cost: string, now: Html) =>
    html`• <b>${coins}</b> (${bot}), cost ${cost}, ${now}`,
  now: {
    gone: html`<b>can’t be sold here any more</b>: the exchange does not list the pair`,
    paused: html`<b>can’t be sold while the pair is paused</b>`,
    priceUnknown: html`its price is not known just now`,
    noBuyers: html`no buyers now`,
    tooSmall: (price: string) => html`now about ${price}: too small to sell`,
    price: (price: string, profit: string) => html`now about ${price}: <b>${profit}</b>`,
  },

  lastKnown: (asOf: Date, now: Date) => html`The last known state, ${ago(asOf, now)}:`,
  dead: (exchange: string) =>
    html`${exchange} refuses this key: Undock can’t cancel or sell anything with it any more.`,
  pausedNotSold: 'Your bots are paused; nothing was sold.',
  nothingDone: 'Nothing was done.',
  tryThen: (untouched: string) =>
    html`${untouched} Trying again then is the better way: otherwise you have to do all of this yourself.`,
  trySoon: (untouched: string) =>
    html`${untouched} Trying again in a moment is the better way: otherwise you have to do all of this yourself.`,
  keyRefused: (exchange: string, untouched: string) =>
    html`${exchange} refused this key just now. ${untouched} I check again for some minutes before I call the key dead.`,
  silence: (exchange: string, until: Date | undefined, wait: Html) =>
    html`${exchange} accepts no requests from us${until === undefined ? '' : ` before ${moment(until)}`}. ${wait}`,
  ownLimit: (exchange: string, wait: Html) =>
    html`We have sent ${exchange} all the requests that it allows just now. ${wait}`,
  errors: (exchange: string, wait: Html) =>
    html`${exchange} answers with errors only, as exchanges do during maintenance. ${wait}`,
  unreachable: (exchange: string, wait: Html) =>
    html`${exchange} can’t be reached just now. ${wait}`,
  toCancel: (side: 'buy' | 'sell', amount: string, symbol: string, price: string) =>
    html`• cancel: ${side} ${amount} ${symbol} at ${price}`,
  toSell: (amount: string, symbol: string, cost: string) =>
    html`• sell, if you want to: ${amount} ${symbol}, cost ${cost}`,
  cancelByHand: (side: 'buy' | 'sell', amount: string, price: string) =>
    html`cancel the ${side} of ${amount} at ${price}`,
  sellByHand: (amount: string, quote: string) => html`sell ${amount} into ${quote}, if you want to`,

  eraseNow: (name: string) => html`<b>Erase ${name} now?</b>`,
  thenYours: html`Undock then can’t do anything on this account any more. Your bots are removed (history stays), and this stays for you to do at the exchange:`,
  onlyPaused: (bots: number, key: string) =>
    html`⏸ ${count(bots, 'bot')} on ${key} ${bots === 1 ? 'is' : 'are'} paused. Nothing else was done; their orders still rest.`,
  paused: (bots: number) =>
    html`⏸ ${count(bots, 'bot')} paused. Our resting buys are being cancelled; the sells rest on until the end. Your backup comes next.`,
  left: html`You left. <b>Nothing was sold or removed.</b>`,
  goOn: (bots: number) => html`${count(bots, 'bot')} ${bots === 1 ? 'goes' : 'go'} on running.`,
  stayPaused: (bots: number) =>
    html`${count(bots, 'bot')} ${bots === 1 ? 'stays' : 'stay'} paused until you resume ${bots === 1 ? 'it' : 'them'}.`,
  buttons: {
    goOn: 'Continue',
    onlyPause: 'Only pause the bots',
    replace: 'Replace key',
    madeNew: 'I made a new key',
    again: 'Try again',
    eraseByHand: 'Erase now, I finish by hand',
    erase: 'Erase the key now',
    resume: 'Resume the bots',
  },
}
