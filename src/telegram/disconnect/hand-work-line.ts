import type { HandWork } from '../../sagas/hand-work-repo.ts'
import { exact, price } from '../format.ts'
import { html, type Html } from '../view.ts'
import type { Words } from '../words.ts'
import { baseOf, quoteOf } from './exit-words.ts'

/** One line of what is to be done by hand. */
export function handWorkLine({ disconnect: { state: w } }: Words, line: HandWork): Html {
  const [base, quote] = [baseOf(line.symbol), quoteOf(line.symbol)]
  const amount = `${exact(line.amount)} ${base}`
  const limit = line.price === undefined ? '?' : price(line.price)
  const what =
    line.kind === 'cancel'
      ? w.cancelByHand(line.side, amount, `${limit} ${quote}`)
      : w.sellByHand(amount, quote)
  return html`${line.done ? '☑' : '☐'} ${what}`
}
