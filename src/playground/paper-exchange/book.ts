import { Big } from 'big.js'
import { roundDown, roundToSize, type Market } from './markets.ts'
import { createRandom, hashText } from './random.ts'

const LEVELS = 20
const HALF_SPREAD = new Big('0.00005')
const GAP = new Big('0.0003')
const GROWTH = 0.25

/** Which half of the book: `bids` are bought from a seller, `asks` are sold to a buyer. */
export type BookSide = 'bids' | 'asks'

/** An amount that waits at a price. */
export interface Level {
  price: Big
  amount: Big
}

interface Spacing {
  mid: Big
  /** The mid price, put on the tick where that has changed. */
  center: Big
  half: Big
  gap: Big
}

/**
 * The made-up order book of one market: sizes that grow with the distance from the mid price, the
 * same for the same seed. What was eaten stays eaten until `refill`.
 */
export class Book {
  /** Quote that waits in the best level; the others hold more. Zero empties the book. */
  quotePerLevel: Big
  #sizes: Pick<Market, 'tickSize' | 'stepSize'>
  readonly #unevenness: Record<BookSide, number[]>
  readonly #eaten = new Map<string, Big>()
  #resized = false
  #spacing: Spacing | undefined

  constructor(market: Market, quotePerLevel: Big, seed: number) {
    const random = createRandom(seed ^ hashText(`${market.symbol} book`))
    const uneven = () => Array.from({ length: LEVELS }, () => 0.8 + 0.4 * random())
    this.#sizes = market
    this.#unevenness = { bids: uneven(), asks: uneven() }
    this.quotePerLevel = quotePerLevel
  }

  get stepSize(): Big {
    return this.#sizes.stepSize
  }

  /** Other steps of price and amount; the book is full again. */
  setSizes(sizes: Pick<Market, 'tickSize' | 'stepSize'>): void {
    this.#sizes = sizes
    this.#resized = true
    this.#spacing = undefined
    this.refill()
  }

  /** One half of the book around `mid`, best price first, empty levels left out. */
  levels(side: BookSide, mid: Big): Level[] {
    return [...this.offers(side, mid)]
  }

  /** The same, worked out level by level: most orders look no further than the first. */
  *offers(side: BookSide, mid: Big): Generator<Level> {
    const { center, half, gap } = this.#spacingAt(mid)
    for (let i = 0; i < LEVELS; i += 1) {
      const away = half.plus(gap.times(i))
      const price = side === 'bids' ? center.minus(away) : center.plus(away)
      const amount = price.gt(0) ? this.#amount(side, i, price) : new Big(0)
      if (amount.gt(0)) yield { price, amount }
    }
  }

  eat(side: BookSide, { price, amount }: Level): void {
    const name = levelName(side, price)
    this.#eaten.set(name, (this.#eaten.get(name) ?? new Big(0)).plus(amount))
  }

  refill(): void {
    this.#eaten.clear()
  }

  /** How far the best level is from the mid price, and each level from the next; kept for one mid. */
  #spacingAt(mid: Big): Spacing {
    if (this.#spacing?.mid.eq(mid)) return this.#spacing
    const { tickSize } = this.#sizes
    const half = ticks(mid.times(HALF_SPREAD), tickSize)
    const gap = ticks(mid.times(GAP), tickSize)
    const center = this.#resized ? roundToSize(mid, tickSize) : mid
    this.#spacing = { mid, center, half, gap }
    return this.#spacing
  }

  #amount(side: BookSide, index: number, price: Big): Big {
    const growth = (1 + GROWTH * index) * (this.#unevenness[side][index] ?? 1)
    const quote = this.quotePerLevel.times(growth.toFixed(4))
    const whole = roundDown(quote.div(price), this.#sizes.stepSize)
    return whole.minus(this.#eaten.get(levelName(side, price)) ?? 0)
  }
}

/** What to take from a book: so much of the base, or as many whole steps as so much quote buys. */
export type Wanted = { amount: Big } | { cost: Big; stepSize: Big }

/** The parts of `levels` that an order takes, best first, none at a price that it does not accept. */
export function take(
  levels: Iterable<Level>,
  wanted: Wanted,
  accepts: (price: Big) => boolean,
): Level[] {
  const taken: Level[] = []
  let amountLeft = 'amount' in wanted ? wanted.amount : undefined
  let costLeft = 'cost' in wanted ? wanted.cost : undefined
  for (const { price, amount } of levels) {
    const affordable =
      'cost' in wanted && costLeft ? roundDown(costLeft.div(price), wanted.stepSize) : undefined
    const most = amountLeft ?? affordable ?? new Big(0)
    const part = most.lt(amount) ? most : amount
    if (part.lte(0) || !accepts(price)) break
    taken.push({ price, amount: part })
    amountLeft = amountLeft?.minus(part)
    costLeft = costLeft?.minus(part.times(price))
  }
  return taken
}

function ticks(distance: Big, tickSize: Big): Big {
  const count = distance.div(tickSize).round(0, Big.roundHalfUp)
  return tickSize.times(count.lt(1) ? 1 : count)
}

function levelName(side: BookSide, price: Big): string {
  return `${side} ${price.toFixed()}`
}
