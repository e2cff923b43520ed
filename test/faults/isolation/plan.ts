import { Big } from 'big.js'
import { drawBot, type BotOfHistory } from '../histories/history.ts'
import type { marketAtStart } from '../histories/ground.ts'
import type { Dice } from '../world/dice.ts'
import { TROUBLES, type Trouble } from '../confined/troubles.ts'

/** How long each price stands. Whatever a bot does about one is over long before the next. */
export const STEP_MS = 240_000
/** The most that a trouble elsewhere may put off what another bot does. */
export const BOUND_MS = 120_000
/** The same for an exit, whose screens and person come first. */
export const EXIT_BOUND_MS = 600_000

const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BNB/USDT', 'LTC/USDT']

/** A trouble that one symbol, one bot or one of its orders has. Milliseconds from the start. */
interface PlannedTrouble {
  trouble: Trouble
  symbol: string
  from: number
  /** Undefined: it lasts to the end. */
  to: number | undefined
}

/** All that a seed decides of a pair of runs. */
export interface IsolationPlan {
  seed: number
  tickSeconds: number
  bots: BotOfHistory[]
  /** The price of each symbol, step by step. */
  prices: { symbol: string; steps: Big[] }[]
  troubles: PlannedTrouble[]
  /** Whether the trader leaves in the end, with the troubles that last. */
  leaves: boolean
}

/** Draws bots of all strategies, each on a symbol of its own, prices, and troubles for one or two of them. */
export function draw(
  seed: number,
  dice: Dice,
  marketOf: ReturnType<typeof marketAtStart>,
): IsolationPlan {
  const symbols = SYMBOLS.slice(0, dice.pick([3, 4, 5]))
  const bots = symbols.map((symbol) =>
    drawBot(dice.for(symbol), { ...marketOf(symbol), feeRate: new Big('0.001') }),
  )
  const nervous = dice.spread(0.004, 0.03)
  const count = dice.whole(5, 9)
  const prices = symbols.map((symbol) => {
    const own = dice.for(`price of ${symbol}`)
    let price = marketOf(symbol).price
    const steps = Array.from({ length: count }, () => {
      price = price.times(Math.exp(own.between(-1.7, 1.7) * nervous).toFixed(6))
      return price
    })
    return { symbol, steps }
  })
  const shuffled = symbols.toSorted(() => dice.between(-1, 1))
  const touched = shuffled.slice(0, dice.pick([1, 1, 2]))
  const troubles = Array.from({ length: dice.whole(1, 4) }, () => {
    const from = Math.round(dice.between(1_000, (count - 1) * STEP_MS))
    const to = dice.chance(0.5) ? undefined : from + Math.round(dice.spread(5_000, 3 * STEP_MS))
    return { trouble: dice.pick(TROUBLES), symbol: dice.pick(touched), from, to }
  })
  const tickSeconds = dice.pick([20, 40])
  return { seed, tickSeconds, bots, prices, troubles, leaves: dice.chance(0.5) }
}
