import type { Big } from 'big.js'
import type { Missing } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import type { EndReason, WishedOrder } from '../strategies/strategy.ts'
import type { Fill } from '../trading/fill-repo.ts'
import { isLive, type Order } from '../trading/order.ts'
import { openBook, rulesOf, type BotBook } from './bot-book.ts'
import { difference } from './difference.ts'
import { besideOpenSales, fitsMarket, isNearEnough, neverMoreThanHeld } from './guards.ts'
import type { TradingBot } from './trading-bot.ts'

/** What the markets look like at one tick, by symbol. */
export interface MarketLook {
  markets: ReadonlyMap<string, Market>
  prices: ReadonlyMap<string, Big>
  /** Symbols that the exchange does not list. */
  missing: ReadonlyMap<string, Missing>
}

/** A bot and all that is on record of it. */
export interface BotOnRecord {
  bot: TradingBot
  /** Its orders that are, or may be, on the exchange, or whose fills are not all on record. */
  unsettled: readonly Order[]
  /** All fills of those orders, at least. */
  fills: readonly Fill[]
  /** Its book, when it is known already; else it is made of `fills`, which must be all then. */
  book?: BotBook | undefined
}

/** What a tick does for one bot. */
export type BotPlan =
  | {
      kind: 'trade'
      market: Market
      price: Big
      place: WishedOrder[]
      cancel: Order[]
      /** Whether it sells all to end. */
      ending: boolean
    }
  | { kind: 'stand'; cancel: Order[] }
  | { kind: 'wait'; reason: 'symbol-halted' }
  | { kind: 'end'; reason: EndReason }
  /** What its strategy wants does not fit the rules of its pair. */
  | { kind: 'unfit' }
  /** The exchange does not list its pair any more. */
  | { kind: 'gone' }

/** How a bot's resting orders become what its strategy, or its pause, wants them to be. */
export function planBot(
  { bot, unsettled, fills, book: known }: BotOnRecord,
  key: Pick<Key, 'takerFeeRate'>,
  { markets, prices, missing }: MarketLook,
  now: Date,
): BotPlan {
  if (missing.get(bot.symbol) === 'gone') return { kind: 'gone' }
  if (missing.has(bot.symbol)) return { kind: 'stand', cancel: [] }
  if (bot.status !== 'running') {
    return {
      kind: 'stand',
      cancel: unsettled.filter((order) => isLive(order) && isUnwanted(bot, order)),
    }
  }
  const market = markets.get(bot.symbol)
  if (market === undefined) return { kind: 'stand', cancel: [] }
  if (!market.active) return { kind: 'wait', reason: 'symbol-halted' }
  const price = prices.get(bot.symbol)
  if (price === undefined) return { kind: 'stand', cancel: [] }

  const rules = rulesOf(bot, key, market)
  const book = known ?? openBook(bot, rules, fills)
  const { orders, ends } = book.wish({ ...rules, price, now })
  if (ends !== undefined && orders.length === 0 && unsettled.length === 0) {
    return { kind: 'end', reason: ends }
  }
  const held = book.held()
  const { place, cancel } = difference(neverMoreThanHeld(orders, held), unsettled, fills, market)
  if (!place.every((wished) => fitsMarket(wished, market))) {
    return { kind: 'unfit' }
  }
  const placeable = besideOpenSales(place, held, unsettled, fills).filter((wished) =>
    isNearEnough(wished, market, price),
  )
  return { kind: 'trade', market, price, place: placeable, cancel, ending: ends !== undefined }
}

/** Whether the trader of a bot that stands still wants this order cancelled. */
export function isUnwanted({ resting }: Pick<TradingBot, 'resting'>, { side }: Order): boolean {
  return resting === 'cancel' || (resting === 'cancel-buys' && side === 'buy')
}
