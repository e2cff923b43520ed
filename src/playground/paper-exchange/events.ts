import type { KeyState } from './keys.ts'
import type { OrderStatus, Side } from './order.ts'

/** Something that happened, as plain JSON; `text` says it to people in one sentence. */
export type ExchangeEvent = { text: string } & (
  | { kind: 'price'; symbol: string; price: string }
  | { kind: 'order'; account: string; orderId: number; symbol: string; status: OrderStatus }
  | {
      kind: 'trade'
      account: string
      tradeId: number
      orderId: number
      symbol: string
      side: Side
      price: string
      amount: string
    }
  | { kind: 'balance'; account: string; asset: string; free: string; locked: string }
  | { kind: 'key'; apiKey: string; account: string; state: KeyState }
  | { kind: 'maintenance'; on: boolean }
  /** Everything is as it was when the exchange was created. */
  | { kind: 'reset' }
)

/** Is told of each event, in the order in which they happened. */
export type Listener = (event: ExchangeEvent) => void

/** Tells listeners what happened, but only once the change as a whole is made. */
export class Events {
  readonly #listeners = new Set<Listener>()
  readonly #pending: ExchangeEvent[] = []

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  add(event: ExchangeEvent): void {
    this.#pending.push(event)
  }

  /** Runs a change, then tells what it did, even if it was refused half-way. */
  after<T>(change: () => T): T {
    try {
      return change()
    } finally {
      this.#tell()
    }
  }

  #tell(): void {
    for (let event = this.#pending.shift(); event; event = this.#pending.shift()) {
      for (const listener of this.#listeners) listener(event)
    }
  }
}
