import type { Big } from 'big.js'
import { ExchangeError } from '../../exchange/exchange-error.ts'
import type { ExchangeId, MarketSource, Missing, OrderBook } from '../../exchange/exchange.ts'
import type { Market } from '../../exchange/market.ts'
import { listKeys } from '../../keys/key-repo.ts'
import type { Key } from '../../keys/key.ts'
import { valuePosition, type Priced } from '../../sagas/valuation.ts'
import { listBots } from '../../trading-bots/bot-repo.ts'
import { positionsOf, type BotPosition } from '../../trading-bots/positions.ts'
import { rateOf, symbolsOfRate, type Prices } from '../../trading/rates.ts'
import type { Deps } from '../deps.ts'
import { lastPrices } from './last-prices.ts'

/** A position and as much of its worth as the exchange tells. */
export interface OpenPosition extends BotPosition {
  /** The exchange does not list its pair any more. */
  gone: boolean
  /** Undefined while the exchange does not answer. */
  priceNow: Big | undefined
  /** What selling it now would bring; undefined while its order book is not told. */
  valued: Priced | undefined
  /** USDT per quote, for sums and for the order of the list. */
  rate: Big | undefined
}

/**
 * All that a user's bots hold. Each exchange is asked once for all prices, and once for the book of
 * each symbol, however many bots and keys are on it.
 */
export async function listOpenPositions(deps: Deps, userId: string): Promise<OpenPosition[]> {
  const keys = await listKeys(deps.db, userId)
  const bots = await listBots(deps.db, userId)
  const held = (await positionsOf(deps.db, bots)).filter(({ position }) => position.amount.gt(0))
  const byExchange = Map.groupBy(keys, (key) => key.exchange)
  const lists = [...byExchange].map(([exchange, some]) => look(deps, exchange, some, held))
  return (await Promise.all(lists)).flat()
}

async function look(
  deps: Deps,
  exchange: ExchangeId,
  keys: readonly Key[],
  held: readonly BotPosition[],
): Promise<OpenPosition[]> {
  const keyOf = new Map(keys.map((key) => [key.id, key]))
  const here = held.filter(({ bot }) => keyOf.has(bot.keyId))
  if (here.length === 0) return []
  const symbols = [...new Set(here.map(({ bot }) => bot.symbol))]
  const wanted = symbols.flatMap((symbol) => [symbol, ...symbolsOfRate(quoteOf(symbol), 'USDT')])
  const prices = await lastPrices(deps, exchange, wanted)
  const source = deps.exchanges.markets(exchange)
  const books = prices.size === 0 ? new Map<string, OrderBook>() : await booksOf(source, symbols)
  const { markets, missing } = await marketsOf(source, symbols)
  return here.map((one) => {
    const { symbol, keyId } = one.bot
    const [market, book, key] = [markets.get(symbol), books.get(symbol), keyOf.get(keyId)]
    return {
      ...one,
      gone: book === undefined && missing.has(symbol),
      priceNow: prices.get(symbol),
      valued: market && book && key && valuePosition(one, market, book, key.takerFeeRate),
      rate: rateTo(prices, symbol),
    }
  })
}

/** All markets, and which of these symbols are not among them; nothing while the exchange does not answer. */
async function marketsOf(source: MarketSource, symbols: readonly string[]): Promise<Listed> {
  try {
    return { markets: await source.fetchMarkets(), missing: await source.fetchMissing(symbols) }
  } catch (error) {
    if (error instanceof ExchangeError) return { markets: new Map(), missing: new Map() }
    throw error
  }
}

interface Listed {
  markets: ReadonlyMap<string, Market>
  missing: ReadonlyMap<string, Missing>
}

/** The books that are told: one that is not holds up no other. */
async function booksOf(
  source: MarketSource,
  symbols: readonly string[],
): Promise<ReadonlyMap<string, OrderBook>> {
  const told = symbols.map(async (symbol) => {
    try {
      return [[symbol, await source.fetchOrderBook(symbol)] as const]
    } catch (error) {
      if (error instanceof ExchangeError) return []
      throw error
    }
  })
  return new Map((await Promise.all(told)).flat())
}

function rateTo(prices: Prices, symbol: string): Big | undefined {
  return rateOf(prices, quoteOf(symbol), 'USDT')
}

function quoteOf(symbol: string): string {
  return symbol.split('/')[1] ?? ''
}
