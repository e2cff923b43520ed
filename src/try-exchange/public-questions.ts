import type { Candle, OrderBook, Timeframe } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { isAboutSymbols } from '../exchange/markets/prices-but-refused.ts'
import { isClockOff } from '../operator/clock-off.ts'
import { faultsOf, wordsOf } from './faults-of.ts'
import type { AskingFirst, Question } from './question.ts'

const CANDLES_MS = 24 * 3_600_000

/** What has to be known before anything else is asked. */
export const FIRST_QUESTIONS: readonly Question<AskingFirst>[] = [
  {
    name: "the exchange's time",
    async ask({ clockAhead }) {
      const ms = await clockAhead()
      const says = `clock: this machine is ${Math.round(Math.abs(ms) / 1000)} s ${ms < 0 ? 'behind' : 'ahead'}`
      return faultsOf([isClockOff(ms), says])
    },
  },
  {
    name: 'markets, traded and not',
    async ask({ markets }) {
      const all = await markets.fetchMarkets()
      return faultsOf(
        [all.size === 0, 'no spot market could be read'],
        [![...all.values()].some(({ active }) => active), 'no market reads as traded'],
      )
    },
  },
]

/** What needs no key. */
export const PUBLIC_QUESTIONS: readonly Question[] = [
  {
    name: 'a price',
    async ask({ markets, symbol }) {
      const prices = await markets.fetchPrices([symbol])
      return faultsOf([prices.get(symbol) === undefined, `${symbol} has no price`])
    },
  },
  {
    name: 'an order book',
    ask: async ({ markets, symbol }) => faultsOfBook(await markets.fetchOrderBook(symbol)),
  },
  ...(['15m', '2h'] as const).map((timeframe) => candles(timeframe)),
  {
    name: 'a market that does not exist',
    refused: true,
    async ask({ fetchBookOfNone }) {
      const told = await fetchBookOfNone().then(
        () => 'a book',
        (error: unknown) => {
          if (!(error instanceof ExchangeError)) throw error
          return isAboutSymbols(error) ? undefined : wordsOf(error)
        },
      )
      return faultsOf([told !== undefined, `it reads as ${told} instead of order-rejected`])
    },
  },
]

function candles(timeframe: Timeframe): Question {
  return {
    name: `candles of ${timeframe}`,
    async ask({ markets, symbol, now }) {
      const since = new Date(now().getTime() - CANDLES_MS)
      return faultsOfCandles(await markets.fetchCandles(symbol, timeframe, since))
    },
  }
}

function faultsOfBook({ bids, asks }: OrderBook): string[] {
  const [bid, ask] = [bids[0], asks[0]]
  if (bid === undefined || ask === undefined) return ['one side of the book is empty']
  const isFalling = bids.every(({ price }, i) => price.lte(bids[i - 1]?.price ?? price))
  const isRising = asks.every(({ price }, i) => price.gte(asks[i - 1]?.price ?? price))
  const levels = [...bids, ...asks]
  return faultsOf(
    [!isFalling || !isRising, 'the best price does not come first'],
    [bid.price.gte(ask.price), 'the best bid is not below the best ask'],
    [levels.some(({ price }) => price.lte(0)), 'a level reads as having no price'],
    [levels.some(({ amount }) => amount.lte(0)), 'a level reads as having no amount'],
  )
}

function faultsOfCandles(all: readonly Candle[]): string[] {
  const isInOrder = all.every(({ at }, i) => at > (all[i - 1]?.at ?? new Date(0)))
  const isWhole = all.every(({ open, high, low, close }) =>
    [open, close].every((price) => price.gte(low) && price.lte(high)),
  )
  return faultsOf(
    [all.length === 0, 'there are no candles'],
    [!isInOrder, 'candles are not oldest first'],
    [!isWhole, 'a candle has its open or close outside of its low and high'],
  )
}
