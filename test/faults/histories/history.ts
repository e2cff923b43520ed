import { Big } from 'big.js'
import type { Market } from '../../../src/exchange/market.ts'
import { STRATEGIES, type StrategyId } from '../../../src/strategies/strategies.ts'
import type {
  NumberParameter,
  Parameter,
  SetupSituation,
} from '../../../src/strategies/strategy.ts'
import { PASSING, type Trouble } from '../confined/troubles.ts'
import { CACHES, EXCHANGE_FAULTS } from '../storm/exchange-weather.ts'
import type { Forecast, Window } from '../storm/storm.ts'
import type { Dice } from '../world/dice.ts'
import { HAPPENINGS, type Happening } from './happenings.ts'

/** A bot as its trader made it. */
export interface BotOfHistory {
  strategy: StrategyId
  symbol: string
  parameters: Record<string, string>
}

/** All that a seed decides of a history. */
export interface History {
  seed: number
  tickSeconds: number
  /** Whether the account pays its fees in BNB, as long as it has some. */
  paysInBnb: boolean
  bots: BotOfHistory[]
  /** Prices move and things happen step by step. */
  steps: { seconds: number; moves: Record<string, number>; happening: Happening | undefined }[]
  /** Troubles of one order, bot or symbol, from one moment to another; milliseconds. */
  troubles: { from: number; to: number; symbol: string; trouble: Trouble }[]
  forecast: Forecast
}

const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT']
const STRATEGY_IDS = Object.keys(STRATEGIES) as StrategyId[]

/** Draws a history. `marketOf` gives a symbol's market and price when it begins. */
export function draw(
  seed: number,
  dice: Dice,
  marketOf: (symbol: string) => { market: Market; price: Big; now: Date },
): History {
  const symbols = SYMBOLS.slice(0, dice.pick([1, 1, 2, 3]))
  const bots = Array.from({ length: dice.pick([1, 1, 2, 3]) }, () => {
    const symbol = dice.pick(symbols)
    return drawBot(dice, { ...marketOf(symbol), feeRate: new Big('0.001') })
  })
  const nervous = dice.spread(0.002, 0.03)
  const busy = dice.pick([0, 0.1, 0.3])
  const steps = Array.from({ length: dice.whole(20, 60) }, () => ({
    seconds: dice.whole(5, 40),
    moves: Object.fromEntries(
      symbols.map((symbol) => [symbol, Math.exp(dice.between(-1.7, 1.7) * nervous)]),
    ),
    happening: dice.chance(busy) ? dice.pick(HAPPENINGS) : undefined,
  }))
  const lasts = steps.reduce((sum, { seconds }) => sum + seconds * 1000, 0)
  const forecast = drawForecast(dice, lasts)
  const paysInBnb = dice.chance(0.3)
  const tickSeconds = dice.pick([10, 20, 60])
  const troubles = drawTroubles(dice.for('troubles'), symbols, lasts)
  return { seed, tickSeconds, paysInBnb, bots, steps, troubles, forecast }
}

function drawTroubles(dice: Dice, symbols: readonly string[], lasts: number): History['troubles'] {
  return Array.from({ length: dice.pick([0, 0, 1, 2]) }, () => {
    const from = Math.round(dice.between(0, lasts))
    const to = Math.min(lasts, from + Math.round(dice.spread(5_000, 600_000)))
    return { from, to, symbol: dice.pick(symbols), trouble: dice.pick(PASSING) }
  })
}

function drawForecast(dice: Dice, lasts: number): Forecast {
  const part = dice.pick([0, 0.1, 0.3])
  const window = (chance: number): Window | undefined => {
    if (!dice.chance(chance)) return undefined
    const from = dice.between(0, lasts)
    return { from, to: from + dice.spread(1_000, lasts) }
  }
  const lag = window(0.3)
  return {
    exchange: EXCHANGE_FAULTS.filter(() => dice.chance(part)).map((fault) => ({
      fault,
      rate: dice.spread(0.01, 0.2),
    })),
    telegram: [],
    maintenance: window(0.05),
    exchangeCut: window(0.05),
    telegramCut: undefined,
    busyRate: dice.chance(0.1) ? 0.01 : 0,
    full: undefined,
    errorRate: 0,
    raceRate: dice.chance(0.3) ? dice.spread(0.1, 0.9) : 0,
    crashes: Array.from({ length: dice.pick([0, 1, 2, 4, 8]) }, () => drawCrash(dice)),
    doubledUpdates: 0,
    shuffledUpdates: 0,
    lag: lag && { ...lag, by: Math.round(dice.spread(300, 5_000)), of: dice.pick(CACHES) },
  }
}

/** Between any two calls, to the exchange and to the database. */
function drawCrash(dice: Dice): Forecast['crashes'][number] {
  const at = dice.pick(['anywhere', 'done', 'commit', 'send', 'sent'] as const)
  const most = { anywhere: 1_500, done: 30, commit: 150, send: 60, sent: 30 }[at]
  return { at, after: Math.ceil(dice.spread(1, most)), down: Math.round(dice.spread(10, 90_000)) }
}

/** Draws a bot that its trader could have made. */
export function drawBot(dice: Dice, situation: Omit<SetupSituation, 'free'>): BotOfHistory {
  const { symbol } = situation.market
  const strategy = dice.pick(STRATEGY_IDS)
  const free = new Big(dice.whole(200, 3_000))
  for (let tries = 0; tries < 5; tries += 1) {
    const parameters = answer(dice, strategy, { ...situation, free }, tries)
    if (STRATEGIES[strategy].preview(parameters, situation).ok) {
      return { strategy, symbol, parameters: { ...parameters, feeRate: '0.001' } }
    }
  }
  throw new Error(`The suggestions of ${strategy} make no bot on ${symbol}`)
}

/** Answers that pass every check; the more tries failed, the nearer to the suggestions. */
function answer(
  dice: Dice,
  strategy: StrategyId,
  situation: SetupSituation,
  tries: number,
): Record<string, string> {
  const answers: Record<string, string> = {}
  for (const parameter of STRATEGIES[strategy].parameters) {
    if (parameter.asked === 'optional' && (tries > 2 || dice.chance(0.5))) continue
    answers[parameter.name] = answerTo(dice, parameter, answers, situation, tries)
  }
  return answers
}

function answerTo(
  dice: Dice,
  parameter: Parameter,
  earlier: Record<string, string>,
  situation: SetupSituation,
  tries: number,
): string {
  if (parameter.unit === 'choice') {
    const { value } = dice.pick(parameter.choices)
    const does = parameter.check(value, earlier, situation) === undefined
    return does ? value : parameter.suggest()
  }
  const suggestion = parameter.suggest(situation, earlier)
  if (tries > 2 || dice.chance(0.4)) return suggestion.toFixed()
  const other = changed(dice, parameter, suggestion, situation)
  const does = other.gt(0) && parameter.check(other, earlier, situation) === undefined
  return (does ? other : suggestion).toFixed()
}

function changed(
  dice: Dice,
  { unit }: NumberParameter,
  suggestion: Big,
  { market, price }: SetupSituation,
): Big {
  // Close to the price, so that something happens.
  if (unit === 'price') {
    const near = suggestion.plus(price.times(dice.whole(1, 4))).div(dice.whole(2, 5))
    const value = dice.chance(0.5) ? near : suggestion.times(dice.between(0.95, 1.05).toFixed(4))
    return value.div(market.tickSize).round(0, Big.roundDown).times(market.tickSize)
  }
  const value = suggestion.times(dice.between(0.4, 2).toFixed(3))
  return unit === 'count' || unit === 'minutes' ? value.round(0, Big.roundUp) : value.round(2)
}
