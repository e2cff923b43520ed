import { Big } from 'big.js'
import { allOf } from '../lib/all-of.ts'
import type { MarketSource, Missing, OrderBook } from '../exchange/exchange.ts'
import type { ExchangeError } from '../exchange/exchange-error.ts'
import { failureOf } from '../exchange/failure-of.ts'
import { roundDownTo, type Market } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { isPlaceable } from '../strategies/order-minimum.ts'
import { positionsOf, type BotPosition } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { FLOOR_SLACK, floorPrice } from '../trading/floor.ts'
import type { Position } from '../trading/position.ts'
import { estimateSale, profitIfSold, saleProfit, type SaleEstimate } from '../trading/sale.ts'

/** A position, and what can be said about selling it now. */
export type Valued = Priced | Paused | Unpriced | Gone

/** What selling it now would bring, after fees and through the book's depth. */
export interface Priced extends Tradable {
  state: 'priced'
  estimate: SaleEstimate
  profit: Big
}

/** Its pair is halted, or takes no sales now: the book says nothing about the price when it trades again. */
interface Paused extends Tradable {
  state: 'paused'
}

/** Its order book could not be fetched. */
interface Unpriced extends Tradable {
  state: 'unpriced'
  error: ExchangeError
}

/** The exchange does not list its pair any more: it can't be sold there. */
interface Gone extends BotPosition {
  state: 'gone'
}

interface Tradable extends BotPosition {
  market: Market
  /** Whether the exchange would take an order of this size at all; says nothing of buyers. */
  sellable: boolean
}

/** A list of markets may be that old once a book makes us doubt it. */
const DOUBTED_SECONDS = 1

/**
 * Values what these bots hold; bots that hold nothing are left out. The list of markets is not older
 * than `newerSeconds`, and fetched again where a book can't be had or is empty.
 */
export async function valueBots(
  core: KeyCore,
  key: Pick<Key, 'exchange' | 'takerFeeRate'>,
  bots: readonly TradingBot[],
  newerSeconds?: number,
): Promise<Valued[]> {
  const source = core.exchanges.markets(key.exchange, 'exit')
  const held = (await positionsOf(core.db, bots)).filter(({ position }) => position.amount.gt(0))
  if (held.length === 0) return []
  const listed = await source.fetchMarkets(newerSeconds)
  const tradable = held.filter(({ bot }) => listed.get(bot.symbol)?.active)
  const books = await fetchBooks(source, new Set(tradable.map(({ bot }) => bot.symbol)))
  const doubted = [...books].filter(([, book]) => raisesDoubt(book)).map(([symbol]) => symbol)
  const markets = doubted.length > 0 ? await source.fetchMarkets(DOUBTED_SECONDS) : listed
  const missing = doubted.length > 0 ? await source.fetchMissing(doubted) : NONE
  return held.map((one) => {
    const { symbol } = one.bot
    const book = books.get(symbol)
    const market = missing.has(symbol) && isRefused(book) ? undefined : markets.get(symbol)
    return valueBy(one, market, book, key.takerFeeRate)
  })
}

type Book = OrderBook | { error: ExchangeError }

const NONE: ReadonlyMap<string, Missing> = new Map()

/** A pair that is missing in one list is still kept as it was: that its book is refused confirms it. */
function isRefused(book: Book | undefined): boolean {
  if (book === undefined || !('error' in book)) return false
  return book.error.code === 'order-rejected' || book.error.code === 'unlisted'
}

async function fetchBooks(
  source: MarketSource,
  symbols: ReadonlySet<string>,
): Promise<Map<string, Book>> {
  const books = new Map<string, Book>()
  const fetchOne = async (symbol: string): Promise<void> => {
    const fetched = source.fetchOrderBook(symbol).then((book) => books.set(symbol, book))
    const error = await failureOf(fetched)
    if (error !== undefined) books.set(symbol, { error })
  }
  await allOf([...symbols].map(fetchOne))
  return books
}

function raisesDoubt(book: Book): boolean {
  return 'error' in book || book.bids.length === 0
}

function valueBy(
  held: BotPosition,
  market: Market | undefined,
  book: Book | undefined,
  feeRate: Big,
): Valued {
  if (market === undefined) return { state: 'gone', ...held }
  const { averageCost, amount } = held.position
  const price = averageCost.times(FLOOR_SLACK)
  const sellable = isPlaceable(market, price, roundDownTo(market.stepSize, amount))
  if (!market.active || book === undefined) return { state: 'paused', ...held, market, sellable }
  return 'error' in book
    ? { state: 'unpriced', ...held, market, sellable, error: book.error }
    : valuePosition(held, market, book, feeRate)
}

/** Values one position by its market's book. */
export function valuePosition(
  { bot, position }: BotPosition,
  market: Market,
  book: OrderBook,
  feeRate: Big,
): Priced {
  const amount = roundDownTo(market.stepSize, position.amount)
  const estimate = estimateSale({ amount, book, feeRate })
  return {
    state: 'priced',
    bot,
    position,
    market,
    estimate,
    profit: profitOfAll(position, estimate, amount, feeRate),
    sellable: isPlaceable(market, lowestPrice(position, estimate), amount),
  }
}

/** What the bids shown do not take is valued at the lowest of them: a thin book hides no loss. */
function profitOfAll(position: Position, estimate: SaleEstimate, amount: Big, feeRate: Big): Big {
  const { sold, worstPrice: price } = estimate
  const shown = profitIfSold(position, estimate)
  if (price === undefined || sold.gte(amount)) return shown
  const { averageCost } = position
  return shown.plus(saleProfit({ amount: amount.minus(sold), price, averageCost, feeRate }))
}

/** The lowest price that a sale could have; the cost where nobody buys. */
function lowestPrice({ averageCost }: Position, { worstPrice }: SaleEstimate): Big {
  return (worstPrice ?? averageCost).times(FLOOR_SLACK)
}

/**
 * The floor for a position, by what was shown: see {@link floorPrice}. Without a price it is break-even,
 * and zero for what can't be sold.
 */
export function floorOf(valued: Valued, feeRate: Big): Big {
  if (valued.state === 'gone') return new Big(0)
  const { position, market } = valued
  const estimate = valued.state === 'priced' ? valued.estimate : undefined
  return floorPrice({
    averageCost: position.averageCost,
    feeRate,
    worstPrice: estimate?.worstPrice ?? new Big(0),
    tickSize: market.tickSize,
    realizesLoss: valued.state === 'priced' && valued.profit.lt(0),
  })
}
