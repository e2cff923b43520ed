import type { Cause, ExitPosition } from '../../sagas/exit-plan.ts'
import { WATCH_SECONDS } from '../../sagas/exit-question.ts'
import { exact, price } from '../format.ts'
import { html, type Html } from '../view.ts'
import { baseOf, quoteOf } from './exit-words.ts'

/** Why a position is not sold, in a few words. */
export const CAUSES = {
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
  unpriced: 'its price is not known just now',
} as const satisfies Record<Cause, string>

const WATCH = `every ${WATCH_SECONDS / 60} minutes`

/** The one thing that keeps a position from being sold, and what the trader can do about it. */
export function causeWords(one: ExitPosition, exchange: string): Html {
  const { symbol, floor, said } = one
  const [base, quote] = [baseOf(symbol), quoteOf(symbol)]
  switch (one.cause) {
    case 'under-floor':
    case undefined:
      return html`The price is under the lowest that you agreed to.`
    case 'thin':
      return one.priceShown.eq(0)
        ? html`Nobody buys it just now.`
        : html`Too few buy it at the price you agreed to.`
    case 'grew':
      return html`A buy filled before it was cancelled, so more was bought than you decided on.`
    case 'refused':
      return html`${exchange} refused the sale${said === undefined ? '' : html`: <code>${said}</code>`}. Nothing was sold by it.`
    case 'not-taken':
      return html`${exchange} gave no usable answer to the sale, several times in a row. Nothing was sold by it.`
    case 'paused':
      return html`${exchange} has paused ${symbol}: nothing can be sold or cancelled there now. I look again ${WATCH}${floor.gt(0) ? html` and sell when it trades again, never under ${exact(floor)} ${quote}` : ''}.`
    case 'unlisted':
      return html`${exchange} does not list ${symbol} any more, so it can’t be sold here. The coins stay on your account. I look again ${WATCH}, in case it comes back.`
    case 'locked':
      return html`The ${base} is locked in an order that is not ours. Cancel that order at ${exchange}, then tap “Look again”.`
    case 'absent':
      return html`The ${base} is not on your spot account any more: it was moved, withdrawn, sold, or earns interest. Bring it back to the spot account, for example by redeeming it from Earn, then tap “Look again”.`
    case 'unanswered':
      return said === undefined
        ? html`${exchange} gives no answer about its orders, though it answers about everything else. I keep asking.`
        : html`${exchange} refuses every request about its orders: <code>${said}</code>. I keep asking.`
    case 'unpriced':
      return html`Its price is not known just now.`
  }
}

/** What becomes of coins that are kept because they could not be sold. */
export function keptWords({ symbol, averageCost }: ExitPosition): Html {
  return html`If you keep it, it stays on record with its average cost (${price(averageCost)} ${quoteOf(symbol)}), and is offered to you when you link this account again.`
}

/** What of a position is neither free nor in an order of ours, and what to do about it. */
export function notFreeLine(amount: ExitPosition['notFree'], symbol: string): Html | undefined {
  if (amount === undefined) return undefined
  return html`   ⚠️ ${exact(amount)} ${baseOf(symbol)} of it can’t be sold now: moved, earning, or locked in an order that is not ours. Redeem it from Earn or cancel your own order, then tap “Look again”.`
}
