import { Big } from 'big.js'
import type { Market } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import type { Fee, Fees } from '../exchange/fees.ts'
import { baseOf } from '../strategies/holding.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import type { Rules, Situation, SlotFill, Wish } from '../strategies/strategy.ts'
import type { TradingBot } from './trading-bot.ts'

/** A fill as it is on record. */
type BookFill = Omit<SlotFill, 'fees'> & { fees: Fees }

/** What a bot's fills came to so far. */
export interface BotBook {
  add: (fill: BookFill) => void
  /** Base that it holds, by its fills. */
  held: () => Big
  wish: (situation: Situation) => Wish
}

/** A bot's book, with the fills that there are already, oldest first. */
export function openBook(
  { strategy, parameters }: TradingBot,
  rules: Rules,
  fills: readonly BookFill[],
): BotBook {
  const follower = STRATEGIES[strategy].follow(parameters, rules)
  let held = new Big(0)
  const book: BotBook = {
    add(recorded) {
      const fill = { ...recorded, fees: countedFees(recorded, rules) }
      follower.add(fill)
      held = held.plus(baseOf(fill, rules.market.base))
    },
    held: () => held,
    wish: follower.wish,
  }
  for (const fill of fills) book.add(fill)
  return book
}

/** Unknown fees count as the usual one off what came in: no sale asks for coins that may not be there. */
function countedFees(
  { side, amount, cost, fees }: BookFill,
  { market, feeRate }: Rules,
): readonly Fee[] {
  if (fees !== 'unknown') return fees
  return side === 'buy'
    ? [{ amount: amount.times(feeRate), coin: market.base }]
    : [{ amount: cost.times(feeRate), coin: market.quote }]
}

/** What a bot trades by: its own fee rate, if it was made with one. */
export function rulesOf(
  { parameters }: TradingBot,
  { takerFeeRate }: Pick<Key, 'takerFeeRate'>,
  market: Market,
): Rules {
  return { market, feeRate: new Big(parameters['feeRate'] ?? takerFeeRate) }
}
