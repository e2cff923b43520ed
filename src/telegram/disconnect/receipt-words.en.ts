import type { Cause } from '../../sagas/exit-plan.ts'
import { count } from '../english.ts'
import { html, type Html } from '../view.ts'

/** English for the progress of an exit, its questions and its receipt. */
export const RECEIPT_EN = {
  disconnected: (name: string) => html`🧾 <b>${name} is disconnected</b>`,
  leftToDo: (name: string, sealed: boolean, open: number) =>
    html`🧾 <b>The ${name} key is ${sealed ? 'sealed' : 'erased'} here. ${leftToDo(open)}</b>`,
  removed: (name: string, open: number) =>
    html`🧾 <b>${name} is removed${open === 0 ? '' : `. ${leftToDo(open)}`}</b>`,
  cancelled: (orders: number) => html`Cancelled: ${count(orders, 'order')} of ours`,
  leftAlone: (orders: number) =>
    html`Left alone: ${count(orders, 'order')} that ${orders === 1 ? 'is' : 'are'} not ours`,
  bots: (bots: number) => html`Bots removed: ${bots} (history stays: /export)`,
  deleteKey: (exchange: string) =>
    html`<b>Now delete the key at ${exchange}</b>, so that it is gone there too:`,
  sold: (coins: string, price: string, fee: string, profit: string | undefined) =>
    html`Sold: <b>${coins}</b> at ${price}, ${fee}, realized <b>${profit ?? 'unknown'}</b>`,
  fee: (known: readonly string[], unknownTrades: number) => {
    if (unknownTrades === 0) return known.length === 0 ? 'no fee' : `fee ${known.join(' + ')}`
    if (known.length === 0) return 'fee unknown'
    return `fee ${known.join(' + ')} and unknown for ${count(unknownTrades, 'trade')}`
  },
  onRecord: (cost: string) =>
    html`kept on record at ${cost}; you are offered it when you link this account again`,
  unlisted: (coins: string, onRecord: Html) =>
    html`Can’t be sold here any more: ${coins}, ${onRecord}`,
  tooSmall: (coins: string) => html`Too small to sell: ${coins}`,
  notSold: (coins: string, cause: Cause, onRecord: Html) =>
    html`Not sold: ${coins}, ${CAUSES_EN[cause]}; ${onRecord}`,
  kept: (coins: string) => html`Kept: ${coins}`,
  nothingLeft: html`Nothing is left to do by hand.`,
  pleaseDo: html`<b>Undock could not do this; please do it at the exchange:</b>`,
  lookFirst: (base: string) =>
    html`⚠️ A sale of ${base} was sent, and the exchange never said what came of it. <b>Look first whether it was sold.</b>`,
  unseenEnd: (symbol: string, base: string) =>
    html`⚠️ One of our orders was open when the exchange delisted ${symbol}, and it does not say how that order ended. <b>Check your ${base} balance there.</b>`,
  sealed: html`The key is sealed: it is used for nothing but asking whether it still works. Delete it at the exchange now; it is erased here the moment the exchange refuses it, or after 24 hours. I tell you which.`,
  erased: html`The key is <b>erased here</b>.`,
  buttons: {
    list: 'The list, to tick off',
    link: 'Link a new key',
    move: (bots: number) => `Move ${count(bots, 'bot')} to another key`,
  },
}

/** English for why a position is not sold, in a few words. */
export const CAUSES_EN = {
  'under-floor': 'the price is under what you agreed to',
  thin: 'too few buyers at the price you agreed to',
  grew: 'more was bought before the last order was cancelled',
  paused: 'the pair is paused at the exchange',
  unlisted: 'it can’t be sold here any more',
  locked: 'locked in an order that is not ours',
  absent: 'not on the spot account any more',
  refused: 'the exchange refused the sale',
  'not-taken': 'the exchange did not take the sale',
  unanswered: 'no answer about its orders',
  'unknown-sale': 'the exchange does not say whether it was sold',
  unpriced: 'its price is not known just now',
} satisfies Record<Cause, string>

function leftToDo(open: number): string {
  return `${count(open, 'thing')} ${open === 1 ? 'is' : 'are'} left for you to do.`
}
