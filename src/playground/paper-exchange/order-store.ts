import { isOpen, type Order, type Trade } from './order.ts'
import type { Market } from './markets.ts'

/** How a caller names an order: Binance's number, or the client's own id. */
export type OrderName = { id: number } | { clientOrderId: string }

/** Every order and fill since the exchange was created, oldest first. */
export class OrderStore {
  readonly #orders = new Map<number, Order>()
  readonly #open = new Map<number, Order>()
  readonly #ordersOf = new Map<string, Order[]>()
  readonly #namesakes = new Map<string, Order[]>()
  readonly #tradesOf = new Map<string, Trade[]>()
  readonly #fillsOf = new Map<Order, Trade[]>()
  #tradeCount = 0

  nextOrderId(): number {
    return 1_000_001 + this.#orders.size
  }

  nextTradeId(): number {
    return 5_001 + this.#tradeCount
  }

  insert(order: Order): void {
    this.#orders.set(order.id, order)
    push(this.#ordersOf, order.account, order)
    push(this.#namesakes, clientName(order.account, order.clientOrderId), order)
    this.noteStatus(order)
  }

  insertTrade(trade: Trade): void {
    this.#tradeCount += 1
    push(this.#tradesOf, trade.order.account, trade)
    push(this.#fillsOf, trade.order, trade)
  }

  /** To be called whenever an order's status changed. */
  noteStatus(order: Order): void {
    if (isOpen(order)) this.#open.set(order.id, order)
    else this.#open.delete(order.id)
  }

  clear(): void {
    for (const map of [this.#orders, this.#open, this.#ordersOf]) map.clear()
    for (const map of [this.#namesakes, this.#tradesOf, this.#fillsOf]) map.clear()
    this.#tradeCount = 0
  }

  list(account: string): readonly Order[] {
    return this.#ordersOf.get(account) ?? []
  }

  listTrades(account: string): readonly Trade[] {
    return this.#tradesOf.get(account) ?? []
  }

  listTradesOf(order: Order): readonly Trade[] {
    return this.#fillsOf.get(order) ?? []
  }

  /** Open orders of all accounts or of one, oldest first. */
  listOpen(account?: string): Order[] {
    const open = [...this.#open.values()]
    return account === undefined ? open : open.filter((order) => order.account === account)
  }

  /** The order of that name. Client ids can repeat: an open order comes first, then the newest. */
  find(account: string, market: Market, name: OrderName): Order | undefined {
    const named = this.#named(account, name).filter(
      (order) => order.account === account && order.market === market,
    )
    return named.findLast(isOpen) ?? named.at(-1)
  }

  findById(id: number): Order | undefined {
    return this.#orders.get(id)
  }

  #named(account: string, name: OrderName): Order[] {
    if ('clientOrderId' in name) {
      return this.#namesakes.get(clientName(account, name.clientOrderId)) ?? []
    }
    const order = this.#orders.get(name.id)
    return order ? [order] : []
  }
}

function clientName(account: string, clientOrderId: string): string {
  return JSON.stringify([account, clientOrderId])
}

function push<K, T>(lists: Map<K, T[]>, name: K, item: T): void {
  const list = lists.get(name)
  if (list) list.push(item)
  else lists.set(name, [item])
}
