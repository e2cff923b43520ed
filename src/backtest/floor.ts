import type { Big } from 'big.js'
import type { Clock } from '../lib/clock.ts'
import { Book } from '../playground/paper-exchange/book.ts'
import { Ledger } from '../playground/paper-exchange/ledger.ts'
import type { Market as PaperMarket } from '../playground/paper-exchange/markets.ts'
import { Listings } from '../playground/paper-exchange/listings.ts'
import { fillCrossed, type MatchingDeps } from '../playground/paper-exchange/matching.ts'
import type { Trade } from '../playground/paper-exchange/order.ts'
import { OrderStore } from '../playground/paper-exchange/order-store.ts'
import type { Market } from '../exchange/market.ts'

/** The account that trades. */
export const ACCOUNT = 'backtest'

/** The paper exchange's matching and money, for one market, with a price that is put where it should be. */
export interface Floor extends MatchingDeps {
  market: PaperMarket
  /** Moves the price and fills what it reaches. */
  setPrice: (price: Big) => void
  hasTrades: () => boolean
  /** Fills since this was last asked for. */
  takeTrades: () => Trade[]
  /** What the account has of a coin, free and locked. */
  has: (coin: string) => Big
}

/** Each level of the book holds as much quote as the bot has, so that its size alone moves no price far. */
export function openFloor(rules: Market, money: Big, clock: Clock, first: Big): Floor {
  const market: PaperMarket = {
    ...rules,
    id: rules.symbol.replace('/', ''),
    maxAmount: rules.maxAmount ?? rules.stepSize.times(900_000_000),
    maxMarketAmount: rules.stepSize.times(90_000_000),
    maxPrice: rules.tickSize.times('1e12'),
  }
  const ledger = new Ledger(clock, () => undefined)
  for (const { asset, free } of ledger.list(ACCOUNT)) {
    ledger.add(ACCOUNT, asset, { free: free.neg() })
  }
  ledger.add(ACCOUNT, market.quote, { free: money })
  const book = new Book(market, money, 1)
  let mid = first
  let trades: Trade[] = []
  const floor: Floor = {
    market,
    clock,
    ledger,
    store: new OrderStore(),
    listings: new Listings(),
    bookOf: () => book,
    midOf: () => mid,
    onOrder: () => undefined,
    onFill: (trade) => void trades.push(trade),
    setPrice(price) {
      mid = price
      book.refill()
      fillCrossed(floor, market)
    },
    hasTrades: () => trades.length > 0,
    takeTrades() {
      const taken = trades
      trades = []
      return taken
    },
    has(coin) {
      const { free, locked } = ledger.get(ACCOUNT, coin)
      return free.plus(locked)
    },
  }
  return floor
}
