import type { Big } from 'big.js'
import type { MarketSource, Missing } from '../exchange/exchange.ts'
import { ExchangeError, concernsWholeKey } from '../exchange/exchange-error.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import type { MarketLook } from './plan-bot.ts'
import type { Retries } from './retries.ts'
import { causeOf, type TickTroubles, type TroubleCause } from './tick-trouble.ts'
import type { TradingBot } from './trading-bot.ts'

/** While a bot's symbol is halted, missing or not answered about, the list of markets is not older than that. */
const MARKETS_SECONDS = 300
/** Keys that tick in the same moment share their prices. */
const PRICE_SECONDS = 1

/** One look at the markets and prices for all running bots of a key; a bot without a price stands. */
export async function lookAtMarkets(
  core: KeyCore,
  key: Key,
  running: readonly TradingBot[],
  missing: ReadonlyMap<string, Missing>,
  retries: Retries,
): Promise<{ markets: MarketLook; troubles: TickTroubles }> {
  const source = core.exchanges.markets(key.exchange)
  const known = await source.fetchMarkets()
  if (running.length === 0) {
    return { markets: { markets: known, prices: new Map(), missing }, troubles: [] }
  }
  const isTraded = ({ symbol, reason }: TradingBot) =>
    known.get(symbol)?.active === true &&
    reason !== 'symbol-halted' &&
    retries.causeOf(symbol) === undefined
  const markets = running.every(isTraded) ? known : await source.fetchMarkets(MARKETS_SECONDS)
  const symbols = [...new Set(running.map(({ symbol }) => symbol))]
  const { prices, cause } = await pricesOf(source, symbols)
  const troubles = running.flatMap(({ id: botId, symbol }) => {
    if (missing.get(symbol) === 'gone') return []
    if (missing.has(symbol)) return [{ botId, symbol, cause: 'unlisted' as const }]
    const isHalted = markets.get(symbol)?.active === false
    return isHalted || prices.has(symbol) ? [] : [{ botId, symbol, cause }]
  })
  return { markets: { markets, prices, missing }, troubles }
}

/** A failed request for one symbol is that symbol's trouble; for more, it is the exchange's. */
async function pricesOf(
  source: MarketSource,
  symbols: string[],
): Promise<{ prices: ReadonlyMap<string, Big>; cause: TroubleCause }> {
  try {
    return { prices: await source.fetchPrices(symbols, PRICE_SECONDS), cause: 'unanswered' }
  } catch (error) {
    if (!(error instanceof ExchangeError) || concernsWholeKey(error) || symbols.length > 1)
      throw error
    return { prices: new Map(), cause: causeOf({ error }) }
  }
}
