import { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import { roundUpTo } from '../exchange/market.ts'
import { breakEvenPrice, saleProfit } from '../trading/sale.ts'
import type { Exit } from './exit-context.ts'
import type { ExitFacts, ExitPosition } from './exit-plan.ts'
import type { Valued } from './valuation.ts'

/** A sale that came back as a question may go this far under the lowest bid shown. */
const QUESTION_SLACK = '0.995'
/** A question without an answer is asked anew, with the price of then. */
const QUESTION_SECONDS = 24 * 3_600

/** Names one question, for its notice and for its answer. */
export function questionId(planId: string, botId: string, round: number): string {
  return `exit-question:${planId}:${botId}:${round}`
}

/** What the trader has answered to the position's question; undefined while it is open, or was never asked. */
export function answerOf(
  { plan, run }: Exit,
  { botId, outcome, round }: ExitPosition,
): 'sell' | 'keep' | undefined {
  if (outcome !== 'asked') return undefined
  const answer = run.answers.get(questionId(plan.id, botId, round))
  return answer === 'sell' || answer === 'keep' ? answer : undefined
}

/** When questions that were asked at `askedAt` are asked anew. */
export function askAgainAt(askedAt: Date): Date {
  return addSeconds(askedAt, QUESTION_SECONDS)
}

/** Whether the open questions of a plan are so old that their prices say nothing any more. */
export function areQuestionsStale({ askedAt }: ExitFacts, now: Date): boolean {
  return askedAt !== undefined && askAgainAt(new Date(askedAt)) <= now
}

/** The question with today's price: `floor` and `profitShown` are the worst that a yes lets happen. */
export function ask(decided: ExitPosition, held: Valued, sold: Big, { key }: Exit): ExitPosition {
  const { position, market, estimate } = held
  const { averageCost, amount } = position
  const feeRate = key.takerFeeRate
  // With nobody buying there is no price to go by: not under what was agreed, or under break-even.
  const agreed = decided.floor.gt(0) ? decided.floor : breakEvenPrice(averageCost, feeRate)
  const lowest = estimate.worstPrice?.times(QUESTION_SLACK) ?? agreed
  const floor = roundUpTo(market.tickSize, lowest)
  return {
    ...decided,
    amount: sold.plus(amount),
    averageCost,
    priceShown: estimate.averagePrice ?? new Big(0),
    worstPrice: estimate.worstPrice ?? floor,
    floor,
    profitShown: saleProfit({ amount, price: floor, averageCost, feeRate }),
    outcome: 'asked',
    round: decided.round + 1,
  }
}
