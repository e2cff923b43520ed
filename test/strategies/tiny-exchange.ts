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

/** Rests wished orders and fills them at their own price; one that fills at once does so at the price now. */
export class TinyExchange {
  readonly fills: SlotFill[] = []
  readonly resting = new Map<string, WishedOrder>()
  /** Of fills from now on. */
  now = new Date(0)
  readonly #rules: Rules
  #last: Move = { price: 100, quarters: 4, buyFee: 'USDT', sellFee: 'USDT' }

  constructor(rules: Rules) {
    this.#rules = rules
  }

  /** Leaves alone what is wished as it rests, cancels the rest, places what is new. Gives what was placed. */
  rest(wish: readonly WishedOrder[]): WishedOrder[] {
    return this.look(wish, undefined)
  }

  /**
   * The same, as a runner does it whose wish does not know of fills that come `late`: between its
   * wish and its orders. A slot is used again only at the next look; what is to fill at once waits
   * for all that rested on its side.
   */
  look(wish: readonly WishedOrder[], late: Move | undefined): WishedOrder[] {
    const before = [...this.resting.values()]
    const unwished = before.filter((order) => !wish.some((other) => isSame(order, other)))
    if (late !== undefined) this.move(late)
    for (const order of unwished) this.resting.delete(order.slot)
    const isFree = ({ slot, side, timeInForce }: WishedOrder) =>
      timeInForce === 'IOC'
        ? before.every((order) => order.side !== side)
        : !(late === undefined ? this.resting.has(slot) : before.some((one) => one.slot === slot))
    const placed = wish.filter((order) => isFree(order) && !order.onlyIfResting)
    for (const order of placed) {
      this.resting.set(order.slot, order)
      if (order.timeInForce === 'IOC') this.#fillAtOnce(order)
    }
    return placed
  }

  /** Fills, partly or whole, each order that the price touches. */
  move(move: Move): void {
    this.#last = move
    for (const order of this.resting.values()) {
      const { price, side } = order
      const isTouched = side === 'buy' ? price.gte(move.price) : price.lte(move.price)
      if (isTouched) this.#fill(order, price)
    }
  }

  #fillAtOnce(order: WishedOrder): void {
    const now = new Big(this.#last.price)
    const isMet = order.side === 'buy' ? now.lte(order.price) : now.gte(order.price)
    if (isMet) this.#fill(order, now)
    this.resting.delete(order.slot)
  }

  #fill(order: WishedOrder, price: Big): void {
    const { stepSize, feeRate, base, quote } = this.#rules
    const { quarters, buyFee, sellFee } = this.#last
    const { slot, side } = order
    const coin = side === 'buy' ? buyFee : sellFee
    const amount = order.amount.times(quarters).div(4).div(stepSize).round(0, 0).times(stepSize)
    if (amount.eq(0)) return

    const cost = amount.times(price)
    const usual = new Map([
      [base, amount.times(feeRate)],
      [quote, cost.times(feeRate)],
    ])
    const fee = { amount: usual.get(coin) ?? new Big('0.01'), coin }
    this.fills.push({ slot, side, amount, price, cost, fees: [fee], at: this.now })
    const left = order.amount.minus(amount)
    if (left.eq(0)) this.resting.delete(slot)
    else this.resting.set(slot, { ...order, amount: left })
  }
}

function isSame(a: WishedOrder, b: WishedOrder): boolean {
  return a.slot === b.slot && a.side === b.side && a.price.eq(b.price) && a.amount.eq(b.amount)
}
