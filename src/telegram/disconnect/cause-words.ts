import type { ExitPosition } from '../../sagas/exit-plan.ts'
import { exact, price } from '../format.ts'
import type { Html } from '../view.ts'
import type { Words } from '../words.ts'
import { baseOf, quoteOf } from './exit-words.ts'

/** The one thing that keeps a position from being sold, and what the trader can do about it. */
export function causeLine({ disconnect }: Words, one: ExitPosition, exchange: string): Html {
  const { why: w } = disconnect.question
  const { symbol, floor, said } = one
  const [base, quote] = [baseOf(symbol), quoteOf(symbol)]
  switch (one.cause) {
    case 'under-floor':
    case undefined:
      return w.underFloor
    case 'thin':
      return one.priceShown.eq(0) ? w.noBuyers : w.fewBuyers
    case 'grew':
      return w.grew
    case 'refused':
      return w.refused(exchange, said)
    case 'not-taken':
      return w.notTaken(exchange)
    case 'paused':
      return w.paused(exchange, symbol, floor.gt(0) ? `${exact(floor)} ${quote}` : undefined)
    case 'unlisted':
      return w.unlisted(exchange, symbol)
    case 'locked':
      return w.locked(base, exchange)
    case 'absent':
      return w.absent(base)
    case 'unanswered':
      return w.unanswered(exchange, said)
    case 'unknown-sale':
      return w.unknownSale(exchange, said)
    case 'unpriced':
      return w.unpriced
  }
}

/** What becomes of coins that are kept because they could not be sold. */
export function keptLine({ disconnect }: Words, { symbol, averageCost }: ExitPosition): Html {
  return disconnect.question.kept(`${price(averageCost)} ${quoteOf(symbol)}`)
}

/** What of a position is neither free nor in an order of ours, and what to do about it. */
export function notFreeLine(
  { disconnect }: Words,
  amount: ExitPosition['notFree'],
  symbol: string,
): Html | undefined {
  if (amount === undefined) return undefined
  return disconnect.question.notFree(`${exact(amount)} ${baseOf(symbol)}`)
}
