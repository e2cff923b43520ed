import type { Db } from '../db/schema.ts'
import type { Market } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import { countFills, listFills, type Fill } from '../trading/fill-repo.ts'
import { openBook, rulesOf, type BotBook } from './bot-book.ts'
import type { TradingBot } from './trading-bot.ts'

interface Known {
  /** All that its book was made by, but the fills. */
  by: string
  count: number
  latest: Fill | undefined
  book: BotBook
}

/** A bot that runs, and the market in which it does. */
export interface RunningBot {
  bot: TradingBot
  market: Market
}

/**
 * The books of a key's running bots, kept from tick to tick: what months of fills came to is not
 * counted again while none is added, and only new ones are added to it.
 */
export class KnownBooks {
  #known = new Map<string, Known>()

  /**
   * Reads what is new on record. What is given makes a bot's book when it is called: a strategy
   * that throws concerns its own bot alone.
   */
  async read(
    db: Db,
    key: Pick<Key, 'takerFeeRate'>,
    running: readonly RunningBot[],
  ): Promise<(botId: string) => BotBook | undefined> {
    const counts = await countFills(
      db,
      running.map(({ bot }) => bot.id),
    )
    const before = this.#known
    this.#known = new Map()
    const made = new Map<string, () => BotBook>()
    for (const { bot, market } of running) {
      const [count, by] = [counts.get(bot.id) ?? 0, printOf(bot, key, market)]
      const known = before.get(bot.id)
      const more = known?.by === by ? await this.#more(db, known, count) : undefined
      const all = more === undefined ? await listFills(db, [bot.id]) : []
      made.set(bot.id, () => {
        const book =
          more && known ? withMore(known.book, more) : openBook(bot, rulesOf(bot, key, market), all)
        const latest = (more ?? all).at(-1) ?? (more && known?.latest)
        this.#known.set(bot.id, { by, count: more ? count : all.length, latest, book })
        return book
      })
    }
    return (botId) => made.get(botId)?.()
  }

  /** Fills behind those that are known; undefined when they are not simply behind them. */
  async #more(db: Db, { count, latest }: Known, now: number): Promise<Fill[] | undefined> {
    if (now === count) return []
    if (latest === undefined || now < count) return undefined
    const tail = await listFills(db, [latest.botId], latest.at)
    const at = tail.findIndex(({ id }) => id === latest.id)
    const more = tail.slice(at + 1)
    return at !== -1 && more.length === now - count ? more : undefined
  }
}

function withMore(book: BotBook, fills: readonly Fill[]): BotBook {
  for (const fill of fills) book.add(fill)
  return book
}

function printOf(
  { strategy, parameters }: TradingBot,
  { takerFeeRate }: Pick<Key, 'takerFeeRate'>,
  market: Market,
): string {
  const { tickSize, stepSize, minAmount, maxAmount, minCost } = market
  const sizes = [tickSize, stepSize, minAmount, maxAmount, minCost]
  return JSON.stringify([strategy, parameters, takerFeeRate, sizes])
}
