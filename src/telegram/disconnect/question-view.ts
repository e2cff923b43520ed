import type { Big } from 'big.js'
import type { ExitPosition } from '../../sagas/exit-plan.ts'
import type { Answer } from '../../sagas/exit-question.ts'
import { exact, price, signedMoney } from '../format.ts'
import { button, html, lines, note, type Html, type View } from '../view.ts'
import { causeWords, keptWords } from './cause-words.ts'
import { baseOf, quoteOf } from './exit-words.ts'

/** One question: what it is about, and the buttons that answer it. */
export interface Question {
  position: ExitPosition
  /** Base that is held. */
  left: Big
  exchange: string
  /** Whether orders of its own are, or may be, open. */
  hasOrders: boolean
  /** The trader has said that the exit may wait. */
  waits: boolean
  /** Tokens of the buttons that the question has. */
  tokens: Partial<Readonly<Record<Answer, string>>>
}

/** The answers that a question takes, the first one first. */
export function answersTo({ cause }: ExitPosition, waits: boolean): readonly Answer[] {
  switch (cause) {
    case 'paused':
    case 'unanswered':
      return waits ? ['keep'] : ['wait', 'keep']
    case 'unlisted':
      return waits ? ['keep'] : ['keep', 'wait']
    case 'locked':
    case 'absent':
      return ['look', 'keep']
    case 'under-floor':
    case 'thin':
    case 'grew':
    case 'refused':
    case 'not-taken':
    case 'unpriced':
    case undefined:
      return ['sell', 'keep']
  }
}

/** What kept a position from being sold as decided, by its one cause. */
export function questionView(question: Question): View {
  const { position: one, left, exchange, waits, tokens } = question
  const quote = quoteOf(one.symbol)
  const isPriced = tokens.sell !== undefined
  const prices = one.priceShown.eq(0)
    ? html`Average cost ${price(one.averageCost)} ${quote}.`
    : html`Now about ${price(one.priceShown)} ${quote}; average cost ${price(one.averageCost)} ${quote}.`
  return {
    kind: 'exit-question',
    text: lines(
      headOf(one, left),
      causeWords(one, exchange),
      isPriced ? prices : undefined,
      isPriced
        ? html`“Sell” sells at the price on the button or better, never lower. Nothing happens until you choose; buying has stopped.`
        : endWords(question),
      waits ? html`⏳ Waiting. You can still finish without it.` : undefined,
    ),
    keyboard: answersTo(one, waits).map((answer) => [answerButton(answer, question)]),
  }
}

function headOf(one: ExitPosition, left: Big): Html {
  const base = baseOf(one.symbol)
  if (left.lte(0)) return html`❓ <b>${one.symbol}</b>: an order of ours is not settled. What now?`
  return html`❓ <b>${exact(left)} ${base}</b> ${left.eq(1) ? 'is' : 'are'} not sold. What now?`
}

/** What `Keep and finish` means. */
function endWords({ position, hasOrders }: Question): Html {
  return hasOrders
    ? html`If you finish now, its open orders and its coins are on a list of what is left for you to do at the exchange.`
    : keptWords(position)
}

function answerButton(answer: Answer, { position, hasOrders, tokens }: Question) {
  const data = `t:${tokens[answer] ?? ''}`
  const { floor, profitShown, symbol } = position
  switch (answer) {
    case 'sell':
      return button(
        `Sell at ${exact(floor)} (${signedMoney(profitShown, quoteOf(symbol))})`,
        data,
        profitShown.lt(0) ? 'danger' : 'success',
      )
    case 'keep':
      if (tokens.sell !== undefined) return button('Keep', data)
      return button(hasOrders ? 'Finish, I look after it myself' : 'Keep and finish', data)
    case 'wait':
      return button('Wait', data, 'primary')
    case 'look':
      return button('Look again', data, 'primary')
  }
}

export function questionClosedView(symbol: string): View {
  return note('exit-question-closed', html`${symbol}: this question is answered.`)
}
