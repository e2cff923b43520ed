import { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import { scrub } from '../lib/log.ts'
import type { Db } from '../db/schema.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { roundDownTo, type Market } from '../exchange/market.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findBot } from '../trading-bots/bot-repo.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { listOrdersOfPlan } from '../trading/order-repo.ts'
import { isUnknownSale, type Order } from '../trading/order.ts'
import type { Exit } from './exit-context.ts'
import type { Look } from './exit-judge.ts'
import { isPassing, type ExitPlan, type ExitPosition } from './exit-plan.ts'
import { answerOf, areQuestionsStale } from './exit-question.ts'
import { readBalance } from './read-balance.ts'
import type { AccountLook, Unsettled } from './settle.ts'
import { valueBots, type Valued } from './valuation.ts'

const ZERO = new Big(0)
/** Balances are served from a cache: coins are called missing when they still are after so long. */
const MISSING_SECONDS = 10
/** Orders that are not settled for so long become a question. */
const HELD_UP_SECONDS = 180
/** A list of markets may be that old where a sale was just refused, and where a pair is watched. */
const REFUSED_SECONDS = 1
const WATCHED_SECONDS = 60

/** What the exchange said when it refused sales, by bot. */
export type Refusals = ReadonlyMap<string, string>

/** Every position that was decided on, and every one that turned up since. */
export async function lookAtAll(
  core: KeyCore,
  exit: Exit,
  positions: readonly ExitPosition[],
  { account, unsettled }: AccountLook,
  refusals: Refusals,
): Promise<Look[]> {
  const { plan, key } = exit
  const now = core.clock.now()
  const orders = await listOrdersOfPlan(core.db, plan.id)
  const newer = newerSeconds(plan, positions, orders, unsettled)
  const markets = await core.exchanges.markets(key.exchange, 'exit').fetchMarkets(newer)
  const { values, dust } = await valueHeld(core, exit, markets, newer)
  const stale = areQuestionsStale(plan.facts, now)
  return (await botsInQuestion(core.db, exit.bots, unsettled)).map((bot): Look => {
    const held = values.get(bot.id) ?? (dust.has(bot.id) ? 'dust' : undefined)
    const sales = orders.filter(({ botId }) => botId === bot.id)
    const waits = unsettled.has(bot.id)
      ? { ...waitOf(plan, bot, unsettled, markets, now), mayBeSold: sales.some(isUnknownSale) }
      : undefined
    const asksNow = waits !== undefined && (waits.long || waits.pair === 'paused')
    const known = positions.find(({ botId }) => botId === bot.id)
    const decided = known ?? (values.has(bot.id) || asksNow ? turnedUp(plan, bot, held) : undefined)
    const balance = readBalance(account, bot.symbol.split('/')[0] ?? '')
    return {
      decided,
      held,
      sales,
      // What can't be read holds up its bot: nothing is judged by it.
      balance: balance instanceof ExchangeError ? { free: ZERO, used: ZERO } : balance,
      missingLong: isLongAgo(plan.facts.missingSince, MISSING_SECONDS, now),
      unsettled: waits,
      said: refusals.get(bot.id),
      answer: decided && answerOf(exit, decided),
      stale,
      feeRate: key.takerFeeRate,
      now,
    }
  })
}

/** The plan's bots, and removed ones of which an order has turned up. */
async function botsInQuestion(
  db: Db,
  bots: readonly TradingBot[],
  unsettled: Unsettled,
): Promise<TradingBot[]> {
  const others = [...unsettled.keys()].filter((id) => !bots.some((bot) => bot.id === id))
  const found = await Promise.all(others.map((id) => findBot(db, id)))
  return [...bots, ...found.filter((bot) => bot !== undefined)]
}

/** How old the list of markets may be; undefined: as old as it is kept. */
function newerSeconds(
  { facts }: ExitPlan,
  positions: readonly ExitPosition[],
  orders: readonly Order[],
  unsettled: Unsettled,
): number | undefined {
  const lastSales = new Map(orders.map((order) => [order.botId, order]))
  if ([...lastSales.values()].some(({ status }) => status === 'rejected')) return REFUSED_SECONDS
  // Coins of a pair that was renamed or halted may have gone with it.
  if (facts.missingSince !== undefined) return MISSING_SECONDS
  const isWatched = positions.some(({ outcome, cause }) => outcome === 'asked' && isPassing(cause))
  const isRefused = [...unsettled.values()].some((error) => error !== undefined)
  return isWatched || isRefused ? WATCHED_SECONDS : undefined
}

/** No order book is fetched for what is under one step of its market: nothing sells it at any price. */
async function valueHeld(
  core: KeyCore,
  { key, bots }: Exit,
  markets: ReadonlyMap<string, Market>,
  newer: number | undefined,
): Promise<{ values: Map<string, Valued>; dust: Set<string> }> {
  const worthALook: TradingBot[] = []
  const dust = new Set<string>()
  for (const { bot, position } of await positionsOf(core.db, bots)) {
    if (position.amount.lte(0)) continue
    const step = markets.get(bot.symbol)?.stepSize
    if (step !== undefined && roundDownTo(step, position.amount).eq(0)) dust.add(bot.id)
    else worthALook.push(bot)
  }
  const values = await valueBots(core, key, worthALook, newer)
  return { values: new Map(values.map((valued) => [valued.bot.id, valued])), dust }
}

function waitOf(
  { facts }: ExitPlan,
  { id, symbol }: TradingBot,
  unsettled: Unsettled,
  markets: ReadonlyMap<string, Market>,
  now: Date,
): Omit<NonNullable<Look['unsettled']>, 'mayBeSold'> {
  const market = markets.get(symbol)
  const error = unsettled.get(id)
  return {
    long: isLongAgo(facts.heldUp?.[id], HELD_UP_SECONDS, now),
    said: error && !isUnanswered(error) ? wordsOf(error) : undefined,
    pair: market === undefined ? 'gone' : market.active ? 'traded' : 'paused',
  }
}

/** Whether nothing was said about the request itself. */
function isUnanswered({ code }: ExchangeError): boolean {
  return code === 'unavailable' || code === 'outcome-unknown'
}

/** What the exchange itself said; undefined where it said nothing. */
export function wordsOf({ raw, cause }: ExchangeError): string | undefined {
  if (raw === undefined) return undefined
  const words = cause instanceof Error ? cause.message.replace(/^HTTP \d+ ?/, '') : ''
  return scrub(`${raw} ${words}`.trim()).replace(/\.$/, '').slice(0, 200)
}

function isLongAgo(since: string | undefined, seconds: number, now: Date): boolean {
  return since !== undefined && now >= addSeconds(new Date(since), seconds)
}

function turnedUp(plan: ExitPlan, bot: TradingBot, held: Look['held']): ExitPosition {
  return {
    planId: plan.id,
    botId: bot.id,
    symbol: bot.symbol,
    amount: ZERO,
    averageCost: held === undefined || held === 'dust' ? ZERO : held.position.averageCost,
    priceShown: ZERO,
    worstPrice: ZERO,
    profitShown: ZERO,
    floor: ZERO,
    decision: undefined,
    outcome: undefined,
    round: 0,
    cause: undefined,
    said: undefined,
    notFree: undefined,
  }
}
