import { Big } from 'big.js'
import type { Candle } from './candles.ts'

/** A moment of a candle's life. */
export interface Moment {
  at: Date
  price: Big
}

/** How a candle is taken to have come about, for the reader. */
export const WALK_WORDS =
  'Each candle is walked open, low, high, close where it rose, and open, high, low, close where it fell.'

/** Part of the price, for a bot that would do something on the way: to find out where. */
const STEP = new Big('0.001')

/** A candle's prices in the order in which they are taken to have been, the last at its end. */
export function cornersOf({ at, open, high, low, close }: Candle, length: number): Moment[] {
  const [second, third] = close.gte(open) ? [low, high] : [high, low]
  return [open, second, third, close].map((price, i) => ({
    at: new Date(at.getTime() + Math.min(length - 1, Math.round((i * length) / 3))),
    price,
  }))
}

/** Where the price comes first on its way to `target`: to one of these prices, or there. */
export function nextStop(from: Moment, target: Moment, prices: readonly Big[]): Moment {
  const rises = target.price.gt(from.price)
  const between = prices
    .filter((price) => (rises ? price.gt(from.price) : price.lt(from.price)))
    .filter((price) => (rises ? price.lt(target.price) : price.gt(target.price)))
    .toSorted((a, b) => (rises ? a.cmp(b) : b.cmp(a)))
  const [price] = between
  return price === undefined ? target : onTheWay(from, target, price)
}

/** A small step towards `target`; `target` itself when it is as near as that. */
export function smallStep(from: Moment, target: Moment): Moment {
  const rises = target.price.gt(from.price)
  const step = from.price.times(STEP)
  return nextStop(from, target, [rises ? from.price.plus(step) : from.price.minus(step)])
}

function onTheWay(from: Moment, target: Moment, price: Big): Moment {
  const part = price.minus(from.price).div(target.price.minus(from.price)).toNumber()
  const milliseconds = (target.at.getTime() - from.at.getTime()) * part
  return { price, at: new Date(from.at.getTime() + Math.round(milliseconds)) }
}
