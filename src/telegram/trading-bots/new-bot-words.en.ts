import type { KeyUnfit } from '../../trading-bots/create-bot.ts'
import { html } from '../view.ts'

/** English for the dialogue that makes a bot. */
export const NEW_BOT_EN = {
  title: html`<b>New bot</b>`,
  whichKey: html`On which key?`,
  noKey: html`A bot trades through an exchange key, and none is linked yet.`,
  noFitKey: (why: string) => html`No bot can be made now. ${why}`,
  unfit: {
    'watch-only': (label) =>
      `${label} is watch only: its key can’t trade. Give the key the right to trade at the exchange and replace it here, or link another key.`,
    dead: (label) =>
      `The exchange refuses the key of ${label}. Replace it first, or link another key.`,
    leaving: (label) =>
      `${label} is being disconnected. Link another key, or wait until it is done.`,
  } satisfies Record<KeyUnfit, (label: string) => string> as Record<
    KeyUnfit,
    (label: string) => string
  >,
  whichStrategy: html`Which strategy?`,
  strategy: (name: string, about: string) => html`<b>${name}</b>: ${about}`,
  titleOf: (strategy: string) => html`<b>New bot: ${strategy}</b>`,
  whichSymbol: html`Which symbol? Tap one, or send it, like BTC/USDT.`,
  setting: (label: string, symbol: string) => html`<b>${label}</b> · ${symbol}`,
  priceAndFree: (price: string, free: string) => html`Price now: ${price}. Free: ${free}.`,
  suggested: (value: string) => html`Suggested: ${value}. Or send a number.`,
  didYouMean: (value: string) => html`Did you mean ${value}? Tap it, or send the number again.`,
  answerByButton: 'Please answer with one of the buttons.',
  earlierQuestion: 'That button belongs to an earlier question: nothing was done.',

  isThisRight: (strategy: string, symbol: string) =>
    html`<b>${strategy} ${symbol}</b>: is this right?`,
  cannotStart: (why: string) => html`It can’t start like this. ${why} Cancel, and begin anew.`,
  money: (given: string, needed: string) =>
    html`Money given: ${given}; it uses at most ${needed}, fees included.`,
  smallestOrder: (cost: string, least: string) =>
    html`Smallest order: about ${cost} (the exchange takes ${least} and more).`,
  started: (name: string) =>
    html`🟢 <b>${name}</b> is started. Its first orders go out with its next look at the market.`,
  notMade: html`No bot was made: its key was disconnected, or the exchange refuses it now. Nothing was ordered.`,
  notMadeAs: (why: string) => html`No bot was made, and nothing was ordered. ${why}`,
  cancelled: html`Cancelled: no bot was made, nothing was ordered.`,

  busy: 'The exchange does not answer just now. Try again in a moment.',
  keyRefused:
    'The exchange refuses the key just now. I check it and tell you; look at it with /keys.',
  noSymbol: 'That is no symbol. Send one like BTC/USDT.',
  coinOnly: (coin: string, near: readonly string[]) =>
    `${coin} is a coin: a bot needs a symbol, such as ${near.join(' or ')}.`,
  notTraded: (symbol: string) =>
    `There is no symbol ${symbol} to trade here. Send one like BTC/USDT.`,
  hurdle: (symbol: string, why: string, quote: string) =>
    `No bot can start on ${symbol} now. ${why} Choose another symbol, or bring in ${quote} and send it again.`,

  kept: {
    noAnswer: (key: string) => `${key} does not answer just now. Try again in a moment.`,
    lessFree: (kept: string, free: string) =>
      `Of the ${kept} that you kept, ${free} is free on the account now: the bot begins with that.`,
    allGone: (kept: string) =>
      `Of the ${kept} that you kept nothing is free on the account now: sold, moved, or in an order.`,
    taken: 'Another bot goes on with these coins already, or they are of another account.',
    fewer: 'Fewer of the coins are free on the account now than you were shown. Begin anew.',
  },
  buttons: {
    use: (value: string) => `Use ${value}`,
    skip: 'Skip',
    yes: (value: string) => `Yes, ${value}`,
    start: 'Start',
    more: 'More settings',
    show: 'Show the bot',
    cancel: 'Cancel',
  },
}
