import type { Big } from 'big.js'
import { startOfUtcDay } from '../../lib/utc-day.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Key } from '../../keys/key.ts'
import { booksOf } from '../../trading-bots/positions.ts'
import { profitsOf, symbolsOfProfits, type BotProfit } from '../../trading-bots/profits.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { listUnsettled } from '../../trading/order-repo.ts'
import type { Order } from '../../trading/order.ts'
import type { Position } from '../../trading/position.ts'
import type { Deps } from '../deps.ts'
import { lastPrices } from './last-prices.ts'

/** One bot with what there is to tell of it. */
export interface BotCard {
  bot: TradingBot
  key: Key
  position: Position
  profit: BotProfit
  /** Unknown while the exchange does not answer. */
  priceNow: Big | undefined
  /** On the exchange, or of unknown outcome. */
  orders: readonly Order[]
  asOf: Date
}

/** The cards of these bots, in their order. Each exchange is asked once, for all prices together. */
export async function cardsOf(deps: Deps, bots: readonly TradingBot[]): Promise<BotCard[]> {
  const asOf = deps.clock.now()
  const keyIds = [...new Set(bots.map(({ keyId }) => keyId))]
  const keys = await Promise.all(keyIds.map((id) => getKey(deps.db, id)))
  const cards = new Map<string, BotCard>()
  for (const [exchange, some] of Map.groupBy(keys, (key) => key.exchange)) {
    const ids = new Set(some.map(({ id }) => id))
    const symbols = symbolsOfProfits(bots.filter(({ keyId }) => ids.has(keyId)))
    const prices = await lastPrices(deps, exchange, symbols)
    for (const key of some) {
      const own = bots.filter(({ keyId }) => keyId === key.id)
      const books = await booksOf(deps.db, own, startOfUtcDay(asOf))
      const profits = profitsOf(books, prices, key.takerFeeRate)
      const orders = await liveOrders(deps, key)
      for (const [i, profit] of profits.entries()) {
        const { bot } = profit
        const position = books[i]?.position
        if (position === undefined) continue
        cards.set(bot.id, {
          bot,
          key,
          position,
          profit,
          asOf,
          priceNow: prices.get(bot.symbol),
          orders: orders.get(bot.id) ?? [],
        })
      }
    }
  }
  return bots.flatMap(({ id }) => cards.get(id) ?? [])
}

async function liveOrders({ db }: Deps, key: Key): Promise<ReadonlyMap<string, Order[]>> {
  const unsettled = await listUnsettled(db, { keyId: key.id })
  return Map.groupBy(
    unsettled.filter(({ status }) => status === 'open' || status === 'sent'),
    (order) => order.botId,
  )
}
