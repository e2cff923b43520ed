import { Big } from 'big.js'
import { roundDownTo } from '../exchange/market.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { tell } from '../notices/outbox.ts'
import { isPlaceable } from '../strategies/order-minimum.ts'
import { listOrdersOfPlan } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { sum } from '../trading/sum.ts'
import { settleOrders } from './exit-cancel.ts'
import { exitStep, type Exit } from './exit-context.ts'
import { changePlan, listExitPositions, putExitPositions } from './exit-plan-repo.ts'
import type { ExitPosition } from './exit-plan.ts'
import { answerOf, areQuestionsStale, ask, askAgainAt, questionId } from './exit-question.ts'
import type { StepResult } from './saga.ts'
import { valueBots, type Valued } from './valuation.ts'

/** Sales in a row that the exchange did not take in before the trader is asked. */
const MOST_TRIES = 5

/**
 * Looks again until the account is flat, only dust is left, or a question has to be asked: what the
 * floor did not let through, and what grew by a late fill, is the trader's to decide.
 */
export const checkFlat = exitStep(async (core, exit) => {
  const { settled, stray } = await settleOrders(core, exit)
  if (!settled || stray.length > 0) return { go: 'next', step: 'cancel' }

  const before = await listExitPositions(core.db, exit.plan.id)
  const after = (await lookAtAll(core, exit, before)).map((look) => judge(exit, look))
  return proceed(
    core,
    exit,
    before,
    after.filter((position) => position !== undefined),
  )
})

function proceed(
  core: KeyCore,
  { plan }: Exit,
  before: readonly ExitPosition[],
  after: readonly ExitPosition[],
): StepResult {
  const now = core.clock.now()
  const asked = after.filter(({ outcome }) => outcome === 'asked')
  const askedNow = asked.some(
    ({ botId, round }) => !before.some((one) => one.botId === botId && one.round === round),
  )
  const askedAt = askedNow ? now.toISOString() : (plan.facts.askedAt ?? now.toISOString())
  const unsold = after.some((p) => p.decision === 'close' && p.outcome === undefined)
  const write: StepResult['write'] = async (trx) => {
    await putExitPositions(trx, after)
    if (askedNow) await changePlan(trx, plan, { facts: { ...plan.facts, askedAt }, at: now })
    for (const { botId, round } of asked) {
      await tell(trx, core, {
        userId: plan.userId,
        notice: { kind: 'exit-question', planId: plan.id, botId, round },
        id: questionId(plan.id, botId, round),
      })
    }
  }
  if (unsold) return { go: 'next', step: 'sell', write }
  if (asked.length > 0) return { go: 'ask', until: askAgainAt(new Date(askedAt)), write }
  return { go: 'next', step: 'finish', write }
}

/** What is known of one bot's position: what was decided, what is held, what was tried. */
interface Look {
  decided: ExitPosition | undefined
  held: Valued | undefined
  /** The plan's own sales of it, oldest first. */
  sales: Order[]
  /** Base that the account has free. */
  free: Big
  /** Its open question is a day old. */
  stale: boolean
}

/** Every position that was decided on, and every one that turned up since. */
async function lookAtAll(
  core: KeyCore,
  exit: Exit,
  positions: readonly ExitPosition[],
): Promise<Look[]> {
  const values = await valueBots(core, exit.key, exit.bots)
  const account = values.length === 0 ? undefined : await exit.exchange.fetchAccount()
  const orders = await listOrdersOfPlan(core.db, exit.plan.id)
  const stale = areQuestionsStale(exit.plan.facts, core.clock.now())
  return exit.bots.map((bot) => {
    const held = values.find((valued) => valued.bot.id === bot.id)
    return {
      decided: positions.find(({ botId }) => botId === bot.id) ?? (held && turnedUp(exit, held)),
      held,
      sales: orders.filter(({ botId }) => botId === bot.id),
      free: account?.balances.get(held?.market.base ?? '')?.free ?? new Big(0),
      stale,
    }
  })
}

function judge(exit: Exit, { decided, held, sales, free, stale }: Look): ExitPosition | undefined {
  if (decided === undefined) return undefined
  const answer = answerOf(exit, decided)
  if (answer === 'keep') return { ...decided, decision: 'keep', outcome: 'kept' }
  if (decided.decision === 'keep' && decided.outcome !== 'asked') {
    return { ...decided, outcome: decided.outcome === 'dust' ? 'dust' : 'kept' }
  }

  const sold = sum(sales.map(({ filled }) => filled))
  if (held === undefined) {
    return {
      ...decided,
      outcome: decided.outcome === 'asked' ? 'sold' : (decided.outcome ?? 'sold'),
    }
  }
  if (!held.sellable) return { ...decided, outcome: sold.gt(0) ? 'sold' : 'dust' }
  if (answer === undefined && decided.outcome === 'asked') {
    return stale ? ask(decided, held, sold, exit) : decided
  }
  const price = decided.floor.gt(0) ? decided.floor : held.position.averageCost
  if (!isPlaceable(held.market, price, roundDownTo(held.market.stepSize, free))) {
    return { ...decided, outcome: 'missing' }
  }
  if (answer === 'sell') return { ...decided, decision: 'close', outcome: undefined }

  const left = roundDownTo(held.market.stepSize, decided.amount.minus(sold))
  const isDecided = decided.decision === 'close' && isPlaceable(held.market, decided.floor, left)
  return isDecided && mayGoOn(sales)
    ? { ...decided, outcome: undefined }
    : ask(decided, held, sold, exit)
}

/** Whether the last sale says nothing against another one: it filled whole, or never got there. */
function mayGoOn(sales: readonly Order[]): boolean {
  const last = sales.at(-1)
  if (last === undefined || last.filled.eq(last.amount)) return true
  const lost = sales.length - 1 - sales.findLastIndex(({ status }) => status !== 'void')
  return lost > 0 && lost < MOST_TRIES
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
