import { WATCH_SECONDS } from '../../sagas/exit-question.ts'
import { html } from '../view.ts'

const WATCH = `every ${WATCH_SECONDS / 60} minutes`

/** English for the questions of an exit. */
export const QUESTION_EN = {
  unsettled: (symbol: string) =>
    html`❓ <b>${symbol}</b>: an order of ours is not settled. What now?`,
  notSold: (coins: string, one: boolean) =>
    html`❓ <b>${coins}</b> ${one ? 'is' : 'are'} not sold. What now?`,
  mayBeSold: (coins: string) => html`❓ <b>${coins}</b> may have been sold, or not. What now?`,
  cost: (cost: string) => html`Average cost ${cost}.`,
  nowAndCost: (now: string, cost: string) => html`Now about ${now}; average cost ${cost}.`,
  howSell: html`“Sell” sells at the price on the button or better, never lower. Nothing happens until you choose; buying has stopped.`,
  waiting: html`⏳ Waiting. You can still finish without it.`,
  orders: html`If you finish now, its open orders and its coins are on a list of what is left for you to do at the exchange.`,
  kept: (cost: string) =>
    html`If you keep it, it stays on record with its average cost (${cost}), and is offered to you when you link this account again.`,
  closed: (symbol: string) => html`${symbol}: this question is answered.`,
  aPosition: 'A position',
  selling: (symbol: string, floor: string) => html`${symbol}: selling at ${floor} or better.`,
  keeping: (symbol: string) => html`${symbol}: kept.`,
  leaving: (symbol: string) => html`${symbol}: I finish without it. The receipt says what is left.`,
  looking: (symbol: string) => html`${symbol}: looking again.`,
  notFree: (coins: string) =>
    html`   ⚠️ ${coins} of it can’t be sold now: moved, earning, or locked in an order that is not ours. Redeem it from Earn or cancel your own order, then tap “Look again”.`,
  why: {
    underFloor: html`The price is under the lowest that you agreed to.`,
    noBuyers: html`Nobody buys it just now.`,
    fewBuyers: html`Too few buy it at the price you agreed to.`,
    grew: html`A buy filled before it was cancelled, so more was bought than you decided on.`,
    refused: (exchange: string, said: string | undefined) =>
      html`${exchange} refused the sale${said === undefined ? '' : html`: <code>${said}</code>`}. Nothing was sold by it.`,
    notTaken: (exchange: string) =>
      html`${exchange} gave no usable answer to the sale, several times in a row. Nothing was sold by it.`,
    paused: (exchange: string, symbol: string, floor: string | undefined) =>
      html`${exchange} has paused ${symbol}: nothing can be sold or cancelled there now. I look again ${WATCH}${floor === undefined ? '' : ` and sell when it trades again, never under ${floor}`}.`,
    unlisted: (exchange: string, symbol: string) =>
      html`${exchange} does not list ${symbol} any more, so it can’t be sold here. The coins stay on your account. I look again ${WATCH}, in case it comes back.`,
    locked: (base: string, exchange: string) =>
      html`The ${base} is locked in an order that is not ours. Cancel that order at ${exchange}, then tap “Look again”.`,
    absent: (base: string) =>
      html`The ${base} is not on your spot account any more: it was moved, withdrawn, sold, or earns interest. Bring it back to the spot account, for example by redeeming it from Earn, then tap “Look again”.`,
    unanswered: (exchange: string, said: string | undefined) =>
      said === undefined
        ? html`${exchange} gives no answer about its orders, though it answers about everything else. I keep asking.`
        : html`${exchange} refuses every request about its orders: <code>${said}</code>. I keep asking.`,
    unknownSale: (exchange: string, said: string | undefined) =>
      html`A sale of it was sent, and ${exchange} does not say what came of it${said === undefined ? '' : html`: <code>${said}</code>`}. Look there whether it was sold. I keep asking.`,
    unpriced: html`Its price is not known just now.`,
  },
  buttons: {
    sell: (price: string, profit: string) => `Sell at ${price} (${profit})`,
    keep: 'Keep',
    keepAndFinish: 'Keep and finish',
    finishMyself: 'Finish, I look after it myself',
    wait: 'Wait',
    look: 'Look again',
  },
}
