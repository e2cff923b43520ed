import { Big } from 'big.js'
import type { SlotFill, WishedOrder } from '../../src/strategies/strategy.ts'

/** One move of the price, and how what it touches fills. */
export interface Move {
  price: number
  /** Part of each touched order that fills, in quarters. */
  quarters: number
  buyFee: string
  sellFee: string
}

interface Rules {
  stepSize: Big
  feeRate: Big
  base: string
  quote: string
}

/** Rests wished orders and fills them at their own price. */
export class TinyExchange {
  readonly fills: SlotFill[] = []
  readonly resting = new Map<string, WishedOrder>()
  readonly #rules: Rules

  constructor(rules: Rules) {
    this.#rules = rules
  }

  /** Leaves alone what is wished as it rests, cancels the rest, places what is new. Gives what was placed. */
  rest(wish: WishedOrder[]): WishedOrder[] {
    const isWished = (order: WishedOrder) => wish.some((other) => isSame(order, other))
    for (const order of this.resting.values()) {
      if (!isWished(order)) this.resting.delete(order.slot)
    }
    const placed = wish.filter((order) => !this.resting.has(order.slot) && !order.onlyIfResting)
    for (const order of placed) this.resting.set(order.slot, order)
    return placed
  }

  /** Fills, partly or whole, each order that the price touches. */
  move({ price, quarters, buyFee, sellFee }: Move): void {
    for (const order of this.resting.values()) {
      const isTouched = order.side === 'buy' ? order.price.gte(price) : order.price.lte(price)
      if (isTouched) this.#fill(order, quarters, order.side === 'buy' ? buyFee : sellFee)
    }
  }

  #fill(order: WishedOrder, quarters: number, feeCurrency: string): void {
    const { stepSize, feeRate, base, quote } = this.#rules
    const amount = order.amount.times(quarters).div(4).div(stepSize).round(0, 0).times(stepSize)
    if (amount.eq(0)) return

    const { slot, side, price } = order
    const cost = amount.times(price)
    const fees = new Map([
      [base, amount.times(feeRate)],
      [quote, cost.times(feeRate)],
    ])
    const fee = fees.get(feeCurrency) ?? new Big('0.01')
    this.fills.push({ slot, side, amount, price, cost, fee, feeCurrency, at: new Date(0) })
    const left = order.amount.minus(amount)
    if (left.eq(0)) this.resting.delete(slot)
    else this.resting.set(slot, { ...order, amount: left })
  }
}

function isSame(a: WishedOrder, b: WishedOrder): boolean {
  return a.slot === b.slot && a.side === b.side && a.price.eq(b.price) && a.amount.eq(b.amount)
}
