import { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import { roundUpTo } from '../exchange/market.ts'
import { breakEvenPrice, saleProfit } from '../trading/sale.ts'
import type { Exit } from './exit-context.ts'
import { isPassing, type Cause, type ExitFacts, type ExitPosition } from './exit-plan.ts'
import type { Valued } from './valuation.ts'

/** A sale that came back as a question may go this far under the lowest bid shown. */
const QUESTION_SLACK = '0.995'
/** A question without an answer is asked again, with the price of then. */
const QUESTION_SECONDS = 24 * 3_600
/** How often an exit looks by itself whether a cause that may pass has passed. */
export const WATCH_SECONDS = 300

/** What a trader answers: `wait` and `look` leave what was decided as it is. */
export type Answer = (typeof ANSWERS)[number]

const ANSWERS = ['sell', 'keep', 'wait', 'look'] as const

/** Names one question, for its notice and for its answer. */
export function questionId(planId: string, botId: string, round: number): string {
  return `exit-question:${planId}:${botId}:${round}`
}

/**
 * Names the answer to a question. `wait` leaves it open, and has a name of its own: another answer may
 * follow.
 */
export function answerName(question: string, answer: Answer): string {
  return answer === 'wait' ? `${question}:wait` : question
}

/** What the trader has answered to the position's question; undefined while it is open, or was never asked. */
export function answerOf(
  { plan, run }: Pick<Exit, 'plan' | 'run'>,
  { botId, outcome, round }: ExitPosition,
): Answer | undefined {
  if (outcome !== 'asked') return undefined
  const question = questionId(plan.id, botId, round)
  const answer = run.answers.get(question) ?? run.answers.get(answerName(question, 'wait'))
  return ANSWERS.find((one) => one === answer)
}

/** When questions that were asked at `askedAt` are asked again. */
export function askAgainAt(askedAt: Date): Date {
  return addSeconds(askedAt, QUESTION_SECONDS)
}

/** Whether the open questions of a plan are so old that their prices say nothing any more. */
export function areQuestionsStale({ askedAt }: ExitFacts, now: Date): boolean {
  return askedAt !== undefined && askAgainAt(new Date(askedAt)) <= now
}

interface Asked {
  cause: Cause
  /** What the exchange said, if it refused. */
  said?: string | undefined
  held: Valued | undefined
  /** Base that the plan has sold so far. */
  sold: Big
  feeRate: Big
}

/**
 * The position with its question. Where the cause may pass, what was decided stands. Else it is asked
 * with today's price: `floor` and `profitShown` are the worst that a yes lets happen.
 */
export function ask(
  decided: ExitPosition,
  { cause, said, held, sold, feeRate }: Asked,
): ExitPosition {
  const asked = { ...decided, outcome: 'asked', round: decided.round + 1, cause, said } as const
  if (isPassing(cause) || held === undefined || held.state === 'gone') return asked
  const { position, market } = held
  const estimate = held.state === 'priced' ? held.estimate : undefined
  const { averageCost, amount } = position
  // With nobody buying there is no price to go by: not under what was agreed, or under break-even.
  const agreed = decided.floor.gt(0) ? decided.floor : breakEvenPrice(averageCost, feeRate)
  const lowest = estimate?.worstPrice?.times(QUESTION_SLACK) ?? agreed
  const floor = roundUpTo(market.tickSize, lowest)
  return {
    ...asked,
    amount: sold.plus(amount),
    averageCost,
    priceShown: estimate?.averagePrice ?? new Big(0),
    worstPrice: estimate?.worstPrice ?? floor,
    floor,
    profitShown: saleProfit({ amount, price: floor, averageCost, feeRate }),
  }
}
