import { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import { roundDownTo, roundUpTo } from '../exchange/market.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { tell } from '../notices/outbox.ts'
import { isPlaceable } from '../strategies/order-minimum.ts'
import { listOrdersOfPlan } from '../trading/order-repo.ts'
import { saleProfit } from '../trading/sale.ts'
import { settleOrders } from './exit-cancel.ts'
import { exitStep, type Exit } from './exit-context.ts'
import { listExitPositions, putExitPositions } from './exit-plan-repo.ts'
import type { ExitPosition } from './exit-plan.ts'
import { soldByPlan } from './exit-sell.ts'
import type { StepResult } from './saga.ts'
import { valueBots, type Valued } from './valuation.ts'

/** A sale that came back as a question may go this far under the lowest bid shown. */
const QUESTION_SLACK = '0.995'
/** Sales in a row that the exchange did not take before the trader is asked. */
const MOST_TRIES = 5

/**
 * Looks again until the account is flat, only dust is left, or a question has to be asked: what the
 * floor did not let through, and what grew by a late fill, is the trader's to decide.
 */
export const checkFlat = exitStep(async (core, exit) => {
  if (!(await settleOrders(core, exit))) return { go: 'next', step: 'cancel' }

  const positions = applyAnswers(exit, await listExitPositions(core.db, exit.plan.id))
  const held = await valueBots(core, exit.key, exit.bots)
  const looked = await Promise.all(
    lookAtAll(exit, positions, held).map((look) => judge(core, exit, look)),
  )
  const after = looked.filter((position) => position !== undefined)
  return proceed(core, exit, after)
})

function proceed(core: KeyCore, exit: Exit, positions: ExitPosition[]): StepResult {
  const asked = positions.filter(({ outcome }) => outcome === 'asked')
  const unsold = positions.some((p) => p.decision === 'close' && p.outcome === undefined)
  const write: StepResult['write'] = async (trx) => {
    await putExitPositions(trx, positions)
    for (const { botId, round } of asked) {
      await tell(trx, core, {
        userId: exit.plan.userId,
        notice: { kind: 'exit-question', planId: exit.plan.id, botId, round },
        id: questionId(exit.plan.id, botId, round),
      })
    }
  }
  if (unsold) return { go: 'next', step: 'sell', write }
  if (asked.length > 0) return { go: 'ask', write }
  return { go: 'next', step: 'finish', write }
}

/** Names one question, for its notice and for its answer. */
export function questionId(planId: string, botId: string, round: number): string {
  return `exit-question:${planId}:${botId}:${round}`
}

function applyAnswers({ plan, run }: Exit, positions: ExitPosition[]): ExitPosition[] {
  return positions.map((position) => {
    if (position.outcome !== 'asked') return position
    const answer = run.answers.get(questionId(plan.id, position.botId, position.round))
    if (answer === 'sell') return { ...position, decision: 'close', outcome: undefined }
    if (answer === 'keep') return { ...position, decision: 'keep', outcome: 'kept' }
    return position
  })
}

interface Look {
  position: ExitPosition | undefined
  held: Valued | undefined
}

/** Every position that was decided on, and every one that turned up since. */
function lookAtAll(exit: Exit, positions: ExitPosition[], held: Valued[]): Look[] {
  return exit.bots.map((bot) => ({
    position: positions.find(({ botId }) => botId === bot.id),
    held: held.find((valued) => valued.bot.id === bot.id),
  }))
}

async function judge(
  core: KeyCore,
  exit: Exit,
  { position, held }: Look,
): Promise<ExitPosition | undefined> {
  const decided = position ?? (held && turnedUp(exit, held))
  if (decided === undefined) return undefined
  if (decided.decision === 'keep') {
    return { ...decided, outcome: decided.outcome === 'dust' ? 'dust' : 'kept' }
  }
  if (decided.outcome === 'asked' || (decided.outcome !== undefined && held === undefined)) {
    return decided
  }
  const sold = (await soldByPlan(core, exit)).get(decided.botId) ?? new Big(0)
  if (held === undefined) return { ...decided, outcome: 'sold' }
  if (!held.sellable) return { ...decided, outcome: sold.gt(0) ? 'sold' : 'dust' }

  const orders = (await listOrdersOfPlan(core.db, exit.plan.id)).filter(
    ({ botId }) => botId === decided.botId,
  )
  const last = orders.at(-1)
  const left = roundDownTo(held.market.stepSize, decided.amount.minus(sold))
  const account = await exit.exchange.fetchAccount()
  const free = account.balances.get(held.market.base)?.free ?? new Big(0)
  if (!isPlaceable(held.market, decided.floor, roundDownTo(held.market.stepSize, free))) {
    return { ...decided, outcome: 'missing' }
  }
  const mayGoOn = last === undefined || last.filled.eq(last.amount) || last.status === 'void'
  const isDecided = decided.decision === 'close' && isPlaceable(held.market, decided.floor, left)
  if (isDecided && mayGoOn && orders.length < MOST_TRIES * slices(decided, held)) {
    return { ...decided, outcome: undefined }
  }
  return ask(decided, held, sold, exit)
}

function slices({ amount }: ExitPosition, { market }: Valued): number {
  return market.maxAmount === undefined ? 1 : Number(amount.div(market.maxAmount).round(0, 3)) || 1
}

function turnedUp({ plan }: Exit, { bot, position }: Valued): ExitPosition {
  return {
    planId: plan.id,
    botId: bot.id,
    symbol: bot.symbol,
    amount: new Big(0),
    averageCost: position.averageCost,
    priceShown: new Big(0),
    worstPrice: new Big(0),
    profitShown: new Big(0),
    floor: new Big(0),
    decision: undefined,
    outcome: undefined,
    round: 0,
  }
}

/** The question with today's price: `floor` and `profitShown` are the worst that a yes lets happen. */
function ask(decided: ExitPosition, held: Valued, sold: Big, { key }: Exit): ExitPosition {
  const { position, market, estimate } = held
  const worstPrice = estimate.worstPrice ?? decided.worstPrice
  const floor = roundUpTo(market.tickSize, worstPrice.times(QUESTION_SLACK))
  const { averageCost, amount } = position
  return {
    ...decided,
    amount: sold.plus(amount),
    averageCost,
    priceShown: estimate.averagePrice ?? worstPrice,
    worstPrice,
    floor,
    profitShown: saleProfit({ amount, price: floor, averageCost, feeRate: key.takerFeeRate }),
    outcome: 'asked',
    round: decided.round + 1,
  }
}
