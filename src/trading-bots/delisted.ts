import type { Clock } from '../lib/clock.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { failureOf } from '../exchange/failure-of.ts'
import type { Core } from '../queue/core.ts'
import { followDelisted } from '../trading/delisted-orders.ts'
import type { Order } from '../trading/order.ts'
import { HoldOff } from './hold-off.ts'

/** A key's orders on pairs that are gone: looked for in the list of the whole account, at first once a minute. */
export class Delisted {
  readonly #holdOff: HoldOff
  /** Those that were looked for when the list was last fetched. */
  #asked: ReadonlySet<string> = new Set()
  #listed: ReadonlySet<string> | 'unlistable' = new Set()
  readonly #told = new Set<string>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#holdOff = new HoldOff(clock)
  }

  async follow(core: Core, exchange: Exchange, orders: readonly Order[]): Promise<void> {
    const isNew = !this.isKnown(orders)
    if (orders.length === 0 || (!isNew && this.#holdOff.isOn('list'))) return
    if (isNew) this.#holdOff.end('list')
    const follow = async () => {
      this.#listed = await followDelisted(core, exchange, orders)
      this.#asked = new Set(orders.map(({ id }) => id))
    }
    if ((await failureOf(follow())) === undefined) this.#holdOff.begin('list')
  }

  /** Whether these orders were looked for. */
  isKnown(orders: readonly Order[]): boolean {
    return orders.every(({ id }) => this.#asked.has(id))
  }

  /** Whether this process has not told yet of this bot. */
  isNews(botId: string): boolean {
    const isNews = !this.#told.has(botId)
    this.#told.add(botId)
    return isNews
  }

  /** How many of these orders the exchange still listed as open; undefined where it does not say. */
  stillListed(orders: readonly Order[]): number | undefined {
    const listed = this.#listed
    return listed === 'unlistable' ? undefined : orders.filter(({ id }) => listed.has(id)).length
  }
}
