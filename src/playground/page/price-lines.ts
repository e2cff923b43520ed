import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'

/** Points of a line; the page keeps as many. */
const POINTS = 60
const PAST_POINTS = 24

/** The way each price has lately gone, oldest point first. Plain numbers: this is for drawing only. */
export class PriceLines {
  readonly #exchange: PaperExchange
  #lines = new Map<string, number[]>()

  constructor(exchange: PaperExchange) {
    this.#exchange = exchange
    this.#begin()
    exchange.onChange((event) => {
      if (event.kind === 'reset') this.#begin()
      if (event.kind === 'price') this.#extend(event.symbol, Number(event.price))
    })
  }

  list(): Record<string, number[]> {
    return Object.fromEntries(this.#lines)
  }

  #begin(): void {
    const past = this.#exchange
      .symbols()
      .map(({ symbol }) => [symbol, this.#exchange.pastPrices(symbol, PAST_POINTS)] as const)
    this.#lines = new Map(past)
  }

  #extend(symbol: string, price: number): void {
    this.#lines.set(symbol, [...(this.#lines.get(symbol) ?? []), price].slice(-POINTS))
  }
}
