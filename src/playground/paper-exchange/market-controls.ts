import { Big } from 'big.js'
import type { Book } from './book.ts'
import type { FeeWay } from './fee-ways.ts'
import type { NewFilters } from './listings.ts'
import { getMarket, MARKETS, type Market } from './markets.ts'
import { fillCrossed, takeOut, type MatchingDeps } from './matching.ts'
import { placeConditional } from './conditional-orders.ts'
import type { Order } from './order.ts'
import type { ForeignOrder } from './views.ts'

/** What becomes of the orders that rest in a market when it closes. */
type Resting = 'taken-out' | 'stay'

interface MarketControlDeps {
  floor: MatchingDeps & { bookOf: (market: Market) => Book }
  /** Runs a change, and tells listeners of it. */
  act: <T>(change: () => T) => T
  newHandId: () => string
}

/** What an exchange does with its markets, and what an account's owner does on the exchange's own pages. */
export function marketControls({ floor, act, newHandId }: MarketControlDeps) {
  const { ledger, listings, store } = floor
  const depths = new Map<Market, Big>()

  function takeAllOut(market: Market): void {
    for (const order of store.listOpen()) {
      if (order.market === market) takeOut(floor, order, 'EXPIRED')
    }
  }

  function emptyBook(market: Market): void {
    const book = floor.bookOf(market)
    if (book.quotePerLevel.gt(0)) depths.set(market, book.quotePerLevel)
    book.quotePerLevel = new Big(0)
  }

  function open(symbol: string): void {
    const market = getMarket(symbol)
    act(() => {
      listings.setStatus(market, 'trading')
      const depth = depths.get(market)
      if (depth) floor.bookOf(market).quotePerLevel = depth
      depths.delete(market)
      fillCrossed(floor, market)
    })
  }

  return {
    delist(symbol: string, { orders = 'taken-out' }: { orders?: Resting } = {}): void {
      const market = getMarket(symbol)
      act(() => {
        if (orders === 'taken-out') takeAllOut(market)
        listings.setStatus(market, 'gone')
      })
    },
    relist: open,
    halt(
      symbol: string,
      options: { cancelOnly?: boolean; emptyBook?: boolean; orders?: Resting } = {},
    ): void {
      const market = getMarket(symbol)
      act(() => {
        listings.setStatus(market, options.cancelOnly ? 'cancel-only' : 'halted')
        if (options.emptyBook) emptyBook(market)
        if (options.orders === 'taken-out') takeAllOut(market)
      })
    },
    resume: open,
    rename(coin: string, to: string, { old = 'gone' }: { old?: 'gone' | 'halted' } = {}): void {
      act(() => {
        for (const market of MARKETS) {
          if (market.base !== coin && market.quote !== coin) continue
          takeAllOut(market)
          listings.setStatus(market, old)
        }
        ledger.rename(coin, to)
      })
    },
    setFilters(symbol: string, filters: NewFilters): void {
      const market = getMarket(symbol)
      listings.setFilters(market, filters)
      floor.bookOf(market).setSizes(listings.rulesOf(market))
    },
    lockCoins(coin: string, amount: Big | string, account = 'main'): void {
      act(() => ledger.lock(account, coin, new Big(amount)))
    },
    unlockCoins(coin: string, amount: Big | string, account = 'main'): void {
      act(() => ledger.lock(account, coin, new Big(amount).neg()))
    },
    takeFees: (way: FeeWay, account = 'main', symbol?: string) =>
      ledger.setFeeWay(account, way, symbol),
    placeForeign: (order: ForeignOrder): Order[] =>
      act(() => placeConditional(floor, order, newHandId)),
  }
}
