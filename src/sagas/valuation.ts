import { Big } from 'big.js'
import { allOf } from '../lib/all-of.ts'
import type { OrderBook } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { positionsOf, type BotPosition } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { isPlaceable } from '../strategies/order-minimum.ts'
import { roundDownTo } from '../exchange/market.ts'
import { FLOOR_SLACK, floorPrice } from '../trading/floor.ts'
import { estimateSale, profitIfSold, saleProfit, type SaleEstimate } from '../trading/sale.ts'
import type { Position } from '../trading/position.ts'

/** A position, and what selling it now would bring, after fees and through the book's depth. */
export interface Valued {
  bot: TradingBot
  position: Position
  market: Market
  estimate: SaleEstimate
  profit: Big
  /** Whether the exchange would take an order of this size at all; says nothing of buyers. */
  sellable: boolean
}

/** Values what these bots hold; bots that hold nothing are left out. */
export async function valueBots(
  core: KeyCore,
  key: Pick<Key, 'exchange' | 'takerFeeRate'>,
  bots: readonly TradingBot[],
): Promise<Valued[]> {
  const source = core.exchanges.markets(key.exchange, 'exit')
  const held = (await positionsOf(core.db, bots)).filter(({ position }) => position.amount.gt(0))
  if (held.length === 0) return []
  const markets = await source.fetchMarkets()
  const symbols = [...new Set(held.map(({ bot }) => bot.symbol))]
  const books = new Map(
    await allOf(
      symbols.map(async (symbol) => [symbol, await source.fetchOrderBook(symbol)] as const),
    ),
  )
  return held.map((one) => {
    const { symbol } = one.bot
    const [market, book] = [markets.get(symbol), books.get(symbol)]
    if (market === undefined || book === undefined) {
      throw new RangeError(`Cannot value ${symbol}: no such market`)
    }
    return valuePosition(one, market, book, key.takerFeeRate)
  })
}

/** Values one position by its market's book. */
export function valuePosition(
  { bot, position }: BotPosition,
  market: Market,
  book: OrderBook,
  feeRate: Big,
): Valued {
  const amount = roundDownTo(market.stepSize, position.amount)
  const estimate = estimateSale({ amount, book, feeRate })
  return {
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

/** The floor for a position, by what was shown: see {@link floorPrice}. */
export function floorOf({ position, market, estimate, profit }: Valued, feeRate: Big): Big {
  return floorPrice({
    averageCost: position.averageCost,
    feeRate,
    worstPrice: estimate.worstPrice ?? new Big(0),
    tickSize: market.tickSize,
    realizesLoss: profit.lt(0),
  })
}
