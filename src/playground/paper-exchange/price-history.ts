import { Big } from 'big.js'
import { createRandom, hashText, randomNormal } from './random.ts'
import type { Market } from './markets.ts'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const KEPT_MINUTES = 2_880
const PAST_STEP = 5 * MINUTE
const PAST_VOLATILITY = 0.0013

/** What a price did from `at` (milliseconds) on. Plain numbers: this is for charts only. */
export interface Candle {
  at: number
  open: number
  high: number
  low: number
  close: number
}

/** The past of one market's price by the minute; the day before the start is made up, in steps of 5 minutes. */
export class PriceHistory {
  readonly #candles: Candle[]
  readonly #market: Market

  constructor(market: Market, price: Big, now: Date, seed: number) {
    this.#market = market
    this.#candles = imaginedDay(market, price.toNumber(), toMinute(now.getTime()), seed)
  }

  record(price: Big, now: Date): void {
    const value = price.toNumber()
    const at = toMinute(now.getTime())
    const last = this.#candles.at(-1)
    if (last && last.at >= at) {
      last.high = Math.max(last.high, value)
      last.low = Math.min(last.low, value)
      last.close = value
      return
    }
    const open = last?.close ?? value
    const [low, high] = [Math.min(open, value), Math.max(open, value)]
    this.#candles.push({ at, open, high, low, close: value })
    if (this.#candles.length > KEPT_MINUTES) this.#candles.shift()
  }

  /** The price 24 hours before `now`, a multiple of the tick size. */
  dayAgo(now: Date): Big {
    return this.#toPrice(this.#openAt(this.#indexOf(now.getTime() - DAY)))
  }

  /** The last 24 hours as one candle. */
  day(now: Date): Candle {
    return this.#candleOf(now.getTime() - DAY, DAY)
  }

  /** Candles of `length` milliseconds from the one that holds `from` to the one that holds `to`. */
  candles(from: number, to: number, length: number): Candle[] {
    const first = Math.floor(from / length) * length
    const count = Math.max(0, Math.floor((to - first) / length) + 1)
    return Array.from({ length: count }, (_, i) => this.#candleOf(first + i * length, length))
  }

  #candleOf(at: number, length: number): Candle {
    const first = this.#indexOf(at)
    const inside = this.#candles.slice(first, this.#indexOf(at + length))
    const open = this.#openAt(first)
    return {
      at,
      open,
      high: Math.max(open, ...inside.map(({ high }) => high)),
      low: Math.min(open, ...inside.map(({ low }) => low)),
      close: inside.at(-1)?.close ?? open,
    }
  }

  /** The price just before the minute at `index`. */
  #openAt(index: number): number {
    const before = index > 0 ? this.#candles[index - 1]?.close : undefined
    return before ?? this.#candles[index]?.open ?? 0
  }

  /** Index of the first minute from `at` on, by halving. */
  #indexOf(at: number): number {
    let [low, high] = [0, this.#candles.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#candles[middle]?.at ?? Infinity) < at) low = middle + 1
      else high = middle
    }
    return low
  }

  #toPrice(value: number): Big {
    const { tickSize } = this.#market
    return new Big(value).div(tickSize).round(0, Big.roundHalfUp).times(tickSize)
  }
}

/** A day that ends at `price`, walked backwards. */
function imaginedDay(market: Market, price: number, end: number, seed: number): Candle[] {
  const random = createRandom(seed ^ hashText(market.symbol))
  const tick = market.tickSize.toNumber()
  const candles: Candle[] = [{ at: end, open: price, high: price, low: price, close: price }]
  let close = price
  for (let at = end - PAST_STEP; at >= end - DAY; at -= PAST_STEP) {
    const wanted = close * Math.exp(PAST_VOLATILITY * randomNormal(random))
    const open = Math.max(1, Math.round(wanted / tick)) * tick
    candles.push({ at, open, high: Math.max(open, close), low: Math.min(open, close), close })
    close = open
  }
  return candles.toReversed()
}

function toMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE
}
