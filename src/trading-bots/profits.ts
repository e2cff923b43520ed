import { Big } from 'big.js'
import { addProfits, convertProfit, profitOf, type Profit } from '../trading/profit.ts'
import { rateOf, symbolsOfRate, type Prices } from '../trading/rates.ts'
import type { BotBooks } from './positions.ts'
import type { TradingBot } from './trading-bot.ts'

/** One bot's profit. */
export interface BotProfit {
  bot: TradingBot
  quote: string
  inQuote: Profit
  /** At the prices now; undefined while the quote has none in USDT. */
  inUsdt: Profit | undefined
  /** Fees of unknown worth, by coin: they are in none of these figures. */
  unvaluedFees: ReadonlyMap<string, Big>
  /** Trades whose fee the exchange does not report: they are in these figures without it. */
  unknownFees: number
}

/** The profit of several bots together, those of one key for instance. */
export interface ProfitSum {
  inUsdt: Profit & { unrealized: Big }
  byQuote: ReadonlyMap<string, Profit & { unrealized: Big }>
  /** Bots of which a price is missing: what it would tell is left out of the sums. */
  unpriced: TradingBot[]
}

/** The symbols whose prices {@link profitsOf} needs. */
export function symbolsOfProfits(bots: readonly Pick<TradingBot, 'symbol'>[]): string[] {
  const symbols = bots.flatMap(({ symbol }) => [symbol, ...symbolsOfRate(quoteOf(symbol), 'USDT')])
  return [...new Set(symbols)]
}

/** Each bot's profit at these prices. `takerFeeRate` is what a sale now would cost. */
export function profitsOf(
  books: readonly BotBooks[],
  prices: Prices,
  takerFeeRate: Big,
): BotProfit[] {
  return books.map(({ bot, position, atDayStart }) => {
    const quote = quoteOf(bot.symbol)
    const feeRate = new Big(bot.parameters['feeRate'] ?? takerFeeRate)
    const price = prices.get(bot.symbol)
    const inQuote = profitOf({ position, atDayStart, price, feeRate })
    const rate = rateOf(prices, quote, 'USDT')
    const inUsdt = rate && convertProfit(inQuote, rate)
    const { unvaluedFees, unknownFees } = position
    return { bot, quote, inQuote, inUsdt, unvaluedFees, unknownFees }
  })
}

/** All of them together. Nothing is guessed: bots without a price are named. */
export function sumProfits(profits: readonly BotProfit[]): ProfitSum {
  const byQuote = Map.groupBy(profits, ({ quote }) => quote)
  return {
    inUsdt: addProfits(profits.flatMap(({ inUsdt }) => inUsdt ?? [])),
    byQuote: new Map(
      [...byQuote].map(([quote, some]) => [quote, addProfits(some.map((one) => one.inQuote))]),
    ),
    unpriced: profits
      .filter(({ inUsdt }) => inUsdt?.unrealized === undefined)
      .map(({ bot }) => bot),
  }
}

function quoteOf(symbol: string): string {
  return symbol.split('/')[1] ?? ''
}
