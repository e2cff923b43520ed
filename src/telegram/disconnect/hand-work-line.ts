import type { HandWork } from '../../sagas/hand-work-repo.ts'
import { exact, price } from '../format.ts'
import { html, type Html } from '../view.ts'
import { baseOf, quoteOf } from './exit-words.ts'

/** One line of what is to be done by hand. */
export function handWorkLine(line: HandWork): Html {
  const [base, quote] = [baseOf(line.symbol), quoteOf(line.symbol)]
  const words =
    line.kind === 'cancel'
      ? html`cancel the ${line.side} of ${exact(line.amount)} ${base} at ${line.price === undefined ? '?' : price(line.price)} ${quote}`
      : html`sell ${exact(line.amount)} ${base} into ${quote}, if you want to`
  return html`${line.done ? '☑' : '☐'} ${words}`
}
