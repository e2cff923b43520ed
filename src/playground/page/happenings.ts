import type { Clock } from '../../lib/clock.ts'
import type { ExchangeEvent, PaperExchange } from '../paper-exchange/paper-exchange.ts'
import { sentenceOf } from './sentences.ts'

/** Something that just happened on the exchange, in one sentence. */
export interface Happening {
  id: number
  at: string
  text: string
}

const KEPT = 60

/** What happened lately, newest first. */
export class Happenings {
  readonly #clock: Clock
  #list: Happening[] = []
  #count = 0

  constructor(deps: {
    clock: Clock
    exchange: PaperExchange
    isOurs: (clientOrderId: string) => boolean
  }) {
    this.#clock = deps.clock
    deps.exchange.onChange((event: ExchangeEvent) => {
      if (event.kind === 'reset') this.#list = []
      const text = sentenceOf(event, deps)
      if (text !== undefined) this.add(text)
    })
  }

  add(text: string): void {
    this.#count += 1
    const happening = { id: this.#count, at: this.#clock.now().toISOString(), text }
    this.#list = [happening, ...this.#list].slice(0, KEPT)
  }

  list(): Happening[] {
    return this.#list
  }
}
