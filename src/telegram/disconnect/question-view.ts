import type { Big } from 'big.js'
import type { ExitPosition } from '../../sagas/exit-plan.ts'
import type { Answer } from '../../sagas/exit-question.ts'
import { exact, price, signedMoney } from '../format.ts'
import { button, lines, note, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { causeLine, keptLine } from './cause-words.ts'
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
    case 'unknown-sale':
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
export function questionView(words: Words, question: Question): View {
  const { question: w } = words.disconnect
  const { position: one, left, exchange, waits, tokens } = question
  const quote = quoteOf(one.symbol)
  const isPriced = tokens.sell !== undefined
  const cost = `${price(one.averageCost)} ${quote}`
  const prices = one.priceShown.eq(0)
    ? w.cost(cost)
    : w.nowAndCost(`${price(one.priceShown)} ${quote}`, cost)
  return {
    kind: 'exit-question',
    text: lines(
      headLine(words, one, left),
      causeLine(words, one, exchange),
      isPriced ? prices : undefined,
      isPriced ? w.howSell : endLine(words, question),
      waits ? w.waiting : undefined,
    ),
    keyboard: answersTo(one, waits).map((answer) => [answerButton(words, answer, question)]),
  }
}

function headLine(
  { disconnect: { question: w } }: Words,
  { symbol, cause }: ExitPosition,
  left: Big,
): Html {
  const coins = `${exact(left)} ${baseOf(symbol)}`
  if (cause === 'unknown-sale') return w.mayBeSold(coins)
  return left.lte(0) ? w.unsettled(symbol) : w.notSold(coins, left.eq(1))
}

/** What `Keep and finish` means. */
function endLine(words: Words, { position, hasOrders }: Question): Html {
  return hasOrders ? words.disconnect.question.orders : keptLine(words, position)
}

function answerButton(
  { disconnect }: Words,
  answer: Answer,
  { position, hasOrders, tokens }: Question,
) {
  const { buttons: w } = disconnect.question
  const data = `t:${tokens[answer] ?? ''}`
  const { floor, profitShown, symbol } = position
  switch (answer) {
    case 'sell':
      return button(
        w.sell(exact(floor), signedMoney(profitShown, quoteOf(symbol))),
        data,
        profitShown.lt(0) ? 'danger' : 'success',
      )
    case 'keep':
      if (tokens.sell !== undefined) return button(w.keep, data)
      return button(hasOrders ? w.finishMyself : w.keepAndFinish, data)
    case 'wait':
      return button(w.wait, data, 'primary')
    case 'look':
      return button(w.look, data, 'primary')
  }
}

export function questionClosedView({ disconnect: { question: w } }: Words, symbol?: string): View {
  return note('exit-question-closed', w.closed(symbol ?? w.aPosition))
}
