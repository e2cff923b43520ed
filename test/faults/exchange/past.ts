import type { Clock } from '../../../src/lib/clock.ts'
import type { Balance } from '../../../src/playground/paper-exchange/ledger.ts'
import type { Order, Trade } from '../../../src/playground/paper-exchange/order.ts'

/** An order as it stood at some moment. */
type OrderThen = Pick<Order, 'filled' | 'cost' | 'status'> & { at: number }
type BalanceThen = Balance & { at: number }

/** What the exchange's caches may still show: everything as it was a moment ago. */
export class Past {
  readonly #clock: Pick<Clock, 'now'>
  readonly #orders = new Map<Order, OrderThen[]>()
  readonly #trades = new Map<number, number>()
  readonly #balances = new Map<string, Map<string, BalanceThen[]>>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  noteOrder(order: Order, at = this.#clock.now().getTime()): void {
    const { filled, cost, status } = order
    const then = { at, filled, cost, status }
    const known = this.#orders.get(order)
    if (known === undefined) this.#orders.set(order, [then])
    else known.push(then)
  }

  noteTrade({ id }: Trade): void {
    this.#trades.set(id, this.#clock.now().getTime())
  }

  /** Whether the trade was there at that moment. */
  hadTrade({ id }: Trade, at: number): boolean {
    return (this.#trades.get(id) ?? 0) <= at
  }

  noteBalance(account: string, balance: Balance): void {
    const assets = this.#balances.get(account) ?? new Map<string, BalanceThen[]>()
    this.#balances.set(account, assets)
    const then = { ...balance, at: this.#clock.now().getTime() }
    const known = assets.get(balance.asset)
    if (known === undefined) assets.set(balance.asset, [then])
    else known.push(then)
  }

  /** The order at that moment; undefined when it was not there yet. */
  orderAt(order: Order, at: number): Order | undefined {
    const then = this.#orders.get(order)?.findLast((one) => one.at <= at)
    return then && { ...order, ...then }
  }

  balanceAt(account: string, balance: Balance, at: number): Balance {
    const versions = this.#balances.get(account)?.get(balance.asset)
    return versions?.findLast((one) => one.at <= at) ?? versions?.[0] ?? balance
  }
}
