import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'

/** The exchange's bad weather, and how it is now: the exchange itself does not say. */
export class Levers {
  readonly #exchange: PaperExchange
  #maintenance = false
  #latency = 0

  constructor(exchange: PaperExchange) {
    this.#exchange = exchange
    exchange.onChange((event) => {
      if (event.kind === 'maintenance') this.#maintenance = event.on
      if (event.kind === 'reset') this.#latency = 0
    })
  }

  get maintenance(): boolean {
    return this.#maintenance
  }

  /** Milliseconds that every answer takes longer. */
  get latency(): number {
    return this.#latency
  }

  setMaintenance(on: boolean): void {
    if (on !== this.#maintenance) this.#exchange.setMaintenance(on)
  }

  setLatency(ms: number): void {
    this.#latency = ms
    this.#exchange.setLatency(ms)
  }
}
