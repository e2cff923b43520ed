import { Big } from 'big.js'
import type { Account } from '../exchange/exchange.ts'
import { roundDownTo } from '../exchange/market.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { isPlaceable, smaller } from '../strategies/order-minimum.ts'
import { listOrdersOfPlan } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { sum } from '../trading/sum.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import type { Exit } from './exit-context.ts'
import type { ExitPosition } from './exit-plan.ts'
import { answerOf, areQuestionsStale, ask } from './exit-question.ts'
import { valueBots, type Valued } from './valuation.ts'

/** Sales in a row that the exchange did not take in before the trader is asked. */
const MOST_TRIES = 5

/** What is known of one bot's position: what was decided, what is held, what was tried. */
interface Look {
  decided: ExitPosition | undefined
  /** `dust`: less than one step of its market. */
  held: Valued | 'dust' | undefined
  /** The plan's own sales of it, oldest first. */
  sales: Order[]
  /** Base that the account has free. */
  free: Big
  /** Its open question is a day old. */
  stale: boolean
}

/** Every position that was decided on, and every one that turned up since. */
export async function lookAtAll(
  core: KeyCore,
  exit: Exit,
  positions: readonly ExitPosition[],
  account: Account,
): Promise<Look[]> {
  const { values, dust } = await valueHeld(core, exit)
  const orders = await listOrdersOfPlan(core.db, exit.plan.id)
  const stale = areQuestionsStale(exit.plan.facts, core.clock.now())
  return exit.bots.map((bot) => {
    const valued = values.get(bot.id)
    const [base = ''] = bot.symbol.split('/')
    return {
      decided:
        positions.find(({ botId }) => botId === bot.id) ?? (valued && turnedUp(exit, valued)),
      held: valued ?? (dust.has(bot.id) ? 'dust' : undefined),
      sales: orders.filter(({ botId }) => botId === bot.id),
      free: account.balances.get(base)?.free ?? new Big(0),
      stale,
    }
  })
}

/** No order book is asked for what is under one step of its market: nothing sells it at any price. */
async function valueHeld(
  core: KeyCore,
  { key, bots }: Exit,
): Promise<{ values: Map<string, Valued>; dust: Set<string> }> {
  const markets = await core.exchanges.markets(key.exchange, 'exit').fetchMarkets()
  const worthALook: TradingBot[] = []
  const dust = new Set<string>()
  for (const { bot, position } of await positionsOf(core.db, bots)) {
    if (position.amount.lte(0)) continue
    const step = markets.get(bot.symbol)?.stepSize
    if (step !== undefined && roundDownTo(step, position.amount).eq(0)) dust.add(bot.id)
    else worthALook.push(bot)
  }
  const values = await valueBots(core, key, worthALook)
  return { values: new Map(values.map((valued) => [valued.bot.id, valued])), dust }
}

/** What became of a position; undefined where there never was one. */
export function judge(
  exit: Exit,
  { decided, held, sales, free, stale }: Look,
): ExitPosition | undefined {
  if (decided === undefined) return undefined
  const answer = answerOf(exit, decided)
  if (answer === 'keep') return { ...decided, decision: 'keep', outcome: 'kept' }
  if (decided.decision === 'keep' && decided.outcome !== 'asked' && !grewFromDust(decided, held)) {
    return { ...decided, outcome: decided.outcome === 'dust' ? 'dust' : 'kept' }
  }

  const sold = sum(sales.map(({ filled }) => filled))
  if (held === undefined) {
    return {
      ...decided,
      outcome: decided.outcome === 'asked' ? 'sold' : (decided.outcome ?? 'sold'),
    }
  }
  if (held === 'dust' || !held.sellable) {
    return { ...decided, outcome: sold.gt(0) ? 'sold' : 'dust' }
  }
  if (answer === undefined && decided.outcome === 'asked') {
    return stale ? ask(decided, held, sold, exit) : decided
  }
  const price = decided.floor.gt(0) ? decided.floor : held.position.averageCost
  if (!isPlaceable(held.market, price, roundDownTo(held.market.stepSize, free))) {
    return { ...decided, outcome: 'missing' }
  }
  if (answer === 'sell') return { ...decided, decision: 'close', outcome: undefined }

  // A resting sell of it may have filled since: what is decided is no more than what is held.
  const decidedLeft = smaller(decided.amount.minus(sold), held.position.amount)
  const left = roundDownTo(held.market.stepSize, decidedLeft)
  const isDecided = decided.decision === 'close' && isPlaceable(held.market, decided.floor, left)
  return isDecided && mayGoOn(sales)
    ? { ...decided, outcome: undefined }
    : ask(decided, held, sold, exit)
}

/** Nobody decided to keep what was too small to sell, and was bought on since. */
function grewFromDust({ outcome, amount }: ExitPosition, held: Look['held']): boolean {
  if (outcome !== 'dust' || held === undefined || held === 'dust') return false
  return held.sellable && held.position.amount.gt(amount)
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
