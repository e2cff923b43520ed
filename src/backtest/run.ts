import { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import type { Market } from '../exchange/market.ts'
import { roundToSize } from '../playground/paper-exchange/markets.ts'
import { larger, smaller } from '../strategies/order-minimum.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import type { Fill } from '../trading/fill-repo.ts'
import type { Candle } from './candles.ts'
import { openFloor } from './floor.ts'
import type { Settings } from './settings.ts'
import { putToWork, type BotAtWork } from './trader.ts'
import { cornersOf, nextStop, smallStep, type Moment } from './walk.ts'

/** What a bot did over some candles. */
export interface Outcome {
  bot: TradingBot
  fills: readonly Fill[]
  /** Money and coins together, in quote, at the end of each candle; the first is the money given. */
  worth: readonly Big[]
  /** What rests at the end. */
  resting: ReturnType<BotAtWork['resting']>
  /** Why it stopped trading before the end, if it did. */
  stopped: string | undefined
}

/** Longer than any bot waits for anything. */
const FAR_AHEAD_SECONDS = 10 * 365 * 86_400

/** Lets a bot trade over the candles. The same candles and settings always have the same outcome. */
export function runBacktest(
  { strategy, parameters }: Settings,
  market: Market,
  candles: readonly Candle[],
): Outcome {
  const [first] = candles
  if (first === undefined) throw new RangeError('Cannot run a backtest: there are no candles')
  const bot = aBot(strategy, market.symbol, parameters, first.at)
  const money = new Big(parameters['money'] ?? 0)
  let here: Moment = { at: first.at, price: onTick(first.open, market) }
  const clock = { now: () => here.at, after: () => () => undefined }
  const floor = openFloor(market, money, clock, here.price)
  const work = putToWork(bot, market, floor)
  const worth = [money]

  // Where it is known to do nothing: what it wants at neither end, it does not want in between.
  let quiet = { low: here.price, high: here.price }
  const isQuiet = (moment: Moment) => {
    const { price } = moment
    const known = price.gte(quiet.low) && price.lte(quiet.high)
    if (!known && work.wouldAct(moment)) return false
    quiet = { low: smaller(quiet.low, price), high: larger(quiet.high, price) }
    return true
  }
  // Undefined until it is known whether it waits for a time to come, at the price it is.
  let waits: boolean | undefined
  const lookHere = () => {
    work.look()
    waits = undefined
    quiet = { low: here.price, high: here.price }
  }

  const walkTo = (target: Moment) => {
    while (!here.price.eq(target.price) || here.at < target.at) {
      const resting = work.resting().map(({ price }) => price)
      const stop = nextStop(here, target, resting)
      const small = smallStep(here, stop)
      const price = onTick(small.price, market)
      const acts = !isQuiet(stop)
      // What it would do there, it may want to do earlier. A price of few ticks knows no small steps.
      here = acts && !price.eq(here.price) ? { price, at: small.at } : stop
      floor.setPrice(here.price)
      if (acts || floor.hasTrades()) lookHere()
    }
  }

  lookHere()
  for (const [i, candle] of candles.entries()) {
    for (const corner of cornersOf(candle, lengthOf(candles, i))) {
      walkTo({ ...corner, price: onTick(corner.price, market) })
    }
    // For what it wants after a while, whatever the price.
    waits ??= work.wouldAct({ price: here.price, at: addSeconds(here.at, FAR_AHEAD_SECONDS) })
    if (waits && work.wouldAct(here)) lookHere()
    worth.push(floor.has(market.quote).plus(floor.has(market.base).times(candle.close)))
  }
  return { bot, fills: work.fills, worth, resting: work.resting(), stopped: work.stopped() }
}

function onTick(price: Big, { tickSize }: Market): Big {
  return roundToSize(price, tickSize)
}

/** Milliseconds. The last candle is as long as the one before it. */
function lengthOf(candles: readonly Candle[], i: number): number {
  const from = Math.min(i, candles.length - 2)
  return (candles[from + 1]?.at.getTime() ?? 0) - (candles[from]?.at.getTime() ?? 0)
}

function aBot(
  strategy: Settings['strategy'],
  symbol: string,
  parameters: Settings['parameters'],
  createdAt: Date,
): TradingBot {
  const nobody = { id: 'backtest', userId: 'nobody', keyId: 'none' }
  const name = `${STRATEGIES[strategy].name} ${symbol}`
  const state = { status: 'running', resting: 'keep', reason: undefined } as const
  return { ...nobody, name, strategy, symbol, parameters, ...state, createdAt }
}
