import { Big } from 'big.js'
import { divideUp } from '../lib/divide.ts'

/** The coin through which two coins are compared that nobody trades for each other. */
const BETWEEN = 'USDT'

/** Last prices by symbol. */
export type Prices = ReadonlyMap<string, Big>

/** The symbols whose prices may tell what a coin is worth in `quote`. */
export function symbolsOfRate(coin: string, quote: string): string[] {
  if (coin === quote) return []
  const pairs = [
    [coin, quote],
    [coin, BETWEEN],
    [quote, BETWEEN],
  ]
  return pairs
    .filter(([one, other]) => one !== other)
    .flatMap(([one, other]) => [`${one}/${other}`, `${other}/${one}`])
}

/** Quote per coin: straight, turned round, or through USDT; undefined where no price tells. */
export function rateOf(prices: Prices, coin: string, quote: string): Big | undefined {
  const direct = directRate(prices, coin, quote)
  if (direct !== undefined) return direct
  const there = directRate(prices, coin, BETWEEN)
  const back = directRate(prices, quote, BETWEEN)
  return there && back && divideUp(there, back)
}

function directRate(prices: Prices, coin: string, quote: string): Big | undefined {
  if (coin === quote) return new Big(1)
  const price = prices.get(`${coin}/${quote}`)
  if (price !== undefined) return price
  const turned = prices.get(`${quote}/${coin}`)
  return turned && divideUp(new Big(1), turned)
}
