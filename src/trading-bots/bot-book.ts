import { Big } from 'big.js'
import type { Market } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import { baseOf } from '../strategies/holding.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import type { Rules, Situation, SlotFill, Wish } from '../strategies/strategy.ts'
import type { TradingBot } from './trading-bot.ts'

/** What a bot's fills came to so far. */
export interface BotBook {
  add: (fill: SlotFill) => void
  /** Base that it holds, by its fills. */
  held: () => Big
  wish: (situation: Situation) => Wish
}

/** A bot's book, with the fills that there are already, oldest first. */
export function openBook(
  { strategy, parameters }: TradingBot,
  rules: Rules,
  fills: readonly SlotFill[],
): BotBook {
  const follower = STRATEGIES[strategy].follow(parameters, rules)
  let held = new Big(0)
  const book: BotBook = {
    add(fill) {
      follower.add(fill)
      held = held.plus(baseOf(fill, rules.market.base))
    },
    held: () => held,
    wish: follower.wish,
  }
  for (const fill of fills) book.add(fill)
  return book
}

/** What a bot trades by: its own fee rate, if it was made with one. */
export function rulesOf(
  { parameters }: TradingBot,
  { takerFeeRate }: Pick<Key, 'takerFeeRate'>,
  market: Market,
): Rules {
  return { market, feeRate: new Big(parameters['feeRate'] ?? takerFeeRate) }
}
