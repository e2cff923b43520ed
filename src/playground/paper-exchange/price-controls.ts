import { Big } from 'big.js'
import type { Clock } from '../../lib/clock.ts'
import type { Events } from './events.ts'
import { getMarket, MARKETS } from './markets.ts'
import type { Spot } from './spot.ts'
import type { SymbolView } from './views.ts'

const PAST_STEP = 5 * 60_000

/** The levers of the market: prices, the depth of books, and the walk. */
export function priceControls(deps: {
  clock: Clock
  events: Events
  spot: Spot
  walkSeconds: number
}) {
  const { clock, events, spot, walkSeconds } = deps
  let stopWalk: (() => void) | undefined

  function walkOn(): void {
    stopWalk = clock.after(walkSeconds * 1000, () => {
      walkOn()
      step()
    })
  }

  function step(): void {
    events.after(() => spot.step())
  }

  return {
    step,
    startWalk: (): void => {
      if (!stopWalk && walkSeconds > 0) walkOn()
    },
    stopWalk: (): void => {
      stopWalk?.()
      stopWalk = undefined
    },
    symbols: (): SymbolView[] =>
      MARKETS.map((market) => {
        const { symbol, base, quote } = market
        const { tickSize, stepSize, minCost } = spot.listings.rulesOf(market)
        const price = spot.midOf(market)
        const open = spot.historyOf(market).dayAgo(clock.now())
        return { symbol, base, quote, price, open, tickSize, stepSize, minCost }
      }),
    pastPrices(symbol: string, count: number): number[] {
      const now = clock.now().getTime()
      const candles = spot
        .historyOf(getMarket(symbol))
        .candles(now - (count - 1) * PAST_STEP, now, PAST_STEP)
      return candles.map(({ close }) => close)
    },
    setPrice(symbol: string, price: Big | string): void {
      events.after(() => spot.setPrice(getMarket(symbol), new Big(price)))
    },
    movePrice(symbol: string, percent: number): void {
      const market = getMarket(symbol)
      const factor = new Big(percent).div(100).plus(1)
      events.after(() => spot.setPrice(market, spot.midOf(market).times(factor)))
    },
    setBookDepth(symbol: string, quotePerLevel: Big | string): void {
      spot.bookOf(getMarket(symbol)).quotePerLevel = new Big(quotePerLevel)
    },
  }
}
