import type { CcxtClient } from './ccxt-client.ts'
import { toExchangeOrder, toFill } from './ccxt-words.ts'
import type { FillsPage } from './dialect.ts'
import { ORDER_WINDOW_MS } from './exchange.ts'
import type {
  Account,
  Exchange,
  ExchangeFill,
  ExchangeOrder,
  KeyRights,
  NewOrder,
  OrderRef,
} from './exchange.ts'
import { ExchangeError } from './exchange-error.ts'
import type { ExchangeTime } from './exchange-time.ts'
import type { Latch } from './latch.ts'
import { getListed, type MarketCache } from './market-cache.ts'
import type { Market } from './market.ts'
import type { Lane } from './rate-window.ts'
import { send, type Sender, type Sending } from './send.ts'

/** What a lane works with. Both lanes of a connection share all of it but `lane`. */
export interface LaneDeps {
  client: CcxtClient
  sender: Sender
  time: ExchangeTime
  markets: MarketCache
  lane: Lane
  latch: Latch
  close: () => void
}

/** Pages that go on after one fill. */
type FillsAfter = Exclude<FillsPage, { since: Date }>

const DAY_MS = 86_400_000
/** Our clock may be behind the exchange's, by which fills are dated. */
const CLOCKS_APART_MS = 2 * 3_600_000

/** One account through ccxt. Unified calls where ccxt is the same everywhere, the dialect elsewhere. */
export class CcxtExchange implements Exchange {
  readonly #deps: LaneDeps

  constructor(deps: LaneDeps) {
    this.#deps = deps
  }

  async fetchAccount(): Promise<Account> {
    const { client, sender } = this.#deps
    await this.#prepare()
    return this.#send({ request: 'account', attempt: 'read the balances' }, () =>
      sender.dialect.fetchAccount(client),
    )
  }

  async fetchRights(): Promise<KeyRights> {
    const { client, sender } = this.#deps
    // Without the markets: the probe must be cheap, and work while they do not.
    await this.#prepareTime()
    return this.#send({ request: 'rights', attempt: "read the key's rights" }, () =>
      sender.dialect.fetchRights(client),
    )
  }

  async fetchOpenOrders(symbols?: readonly string[]): Promise<ExchangeOrder[]> {
    const { client, sender } = this.#deps
    await this.#prepare()
    const { openOrders, openOrdersOfSymbol } = sender.dialect.costs
    const list = async (request: 'openOrders' | 'openOrdersOfSymbol', symbol?: string) =>
      this.#send({ request, attempt: 'list open orders' }, async () =>
        (await client.fetchOpenOrders(symbol)).map((order) => toExchangeOrder(order)),
      )
    if (symbols === undefined || symbols.length * openOrdersOfSymbol.weight > openOrders.weight) {
      return list('openOrders')
    }
    const lists = symbols.map((symbol) => list('openOrdersOfSymbol', symbol))
    return (await Promise.all(lists)).flat()
  }

  async fetchOrderFills(symbol: string, id: string): Promise<ExchangeFill[]> {
    return this.#fetchPages(symbol, { orderId: id })
  }

  async fetchFills(symbol: string, since: Date): Promise<ExchangeFill[]> {
    const now = this.#deps.sender.clock.now().getTime()
    // Day by day until there is one, and from there on by its id: no page then ends between two
    // fills of one moment, and no clock is asked any more.
    for (let from = since.getTime(); from <= now + CLOCKS_APART_MS; from += DAY_MS) {
      const day = { since: new Date(from), until: new Date(from + DAY_MS - 1) }
      const fills = await this.#fetchPage(symbol, day)
      const last = fills.at(-1)
      if (last === undefined) continue
      return [...fills, ...(await this.#fetchPages(symbol, { afterId: last.id }))]
    }
    return []
  }

  async #fetchPages(symbol: string, first: FillsAfter): Promise<ExchangeFill[]> {
    const fills: ExchangeFill[] = []
    let page = first
    for (;;) {
      const found = await this.#fetchPage(symbol, page)
      fills.push(...found)
      const last = found.at(-1)
      if (last === undefined || found.length < this.#deps.sender.dialect.fillsPerPage) return fills
      page = { ...page, afterId: last.id }
    }
  }

  async #fetchPage(symbol: string, page: FillsPage): Promise<ExchangeFill[]> {
    const attempt = `list fills on ${symbol}`
    const { client, sender } = this.#deps
    getListed(await this.#prepare(), symbol, attempt)
    const request = 'orderId' in page ? 'orderFills' : 'fills'
    return this.#send({ request, attempt }, async () =>
      (await sender.dialect.fetchFills(client, symbol, page)).map(toFill),
    )
  }

  async placeOrder(order: NewOrder): Promise<ExchangeOrder> {
    const { symbol, side, sentAt } = order
    const attempt = `place an order on ${symbol}`
    const { client, sender, time } = this.#deps
    assertFits(order, getListed(await this.#prepare(), symbol, attempt), attempt)

    const [amount, price] = [order.amount.toFixed(), order.price.toFixed()]
    const assertStillWanted = () => this.#assertInWindow(sentAt, attempt)
    return this.#send({ request: 'place', attempt, act: 'place', assertStillWanted }, async () => {
      const params = sender.dialect.orderParams(order, sentAt.getTime() - time.ahead())
      const placed = await client.createOrder(symbol, 'limit', side, amount, price, params)
      return toExchangeOrder(placed, order)
    })
  }

  async cancelOrder(order: OrderRef): Promise<ExchangeOrder> {
    const { symbol, clientOrderId } = order
    const attempt = `cancel an order on ${symbol}`
    const { client } = this.#deps
    getListed(await this.#prepare(), symbol, attempt)
    return this.#send({ request: 'cancel', attempt, act: 'cancel' }, async () =>
      toExchangeOrder(await client.cancelOrder(undefined, symbol, { clientOrderId }), order),
    )
  }

  async findOrder(order: OrderRef): Promise<ExchangeOrder | undefined> {
    const { symbol, clientOrderId } = order
    return this.#findOrder(symbol, async (client) =>
      toExchangeOrder(await client.fetchOrder(undefined, symbol, { clientOrderId }), order),
    )
  }

  async findOrderById(symbol: string, id: string): Promise<ExchangeOrder | undefined> {
    return this.#findOrder(symbol, async (client) =>
      toExchangeOrder(await client.fetchOrder(id, symbol, {})),
    )
  }

  async #findOrder(
    symbol: string,
    ask: (client: CcxtClient) => Promise<ExchangeOrder>,
  ): Promise<ExchangeOrder | undefined> {
    const attempt = `find an order on ${symbol}`
    const { client } = this.#deps
    getListed(await this.#prepare(), symbol, attempt)
    try {
      return await this.#send({ request: 'order', attempt }, () => ask(client))
    } catch (error) {
      if (error instanceof ExchangeError && error.code === 'order-not-found') return undefined
      throw error
    }
  }

  close(): void {
    this.#deps.close()
  }

  /** The markets, and the time: both shared, and usually already there. */
  async #prepare(): Promise<ReadonlyMap<string, Market>> {
    const { client, markets } = this.#deps
    await this.#prepareTime()
    const loaded = await markets.load()
    if (client.markets !== loaded.client.markets) client.setMarketsFromExchange(loaded.client)
    return loaded.markets
  }

  async #prepareTime(): Promise<void> {
    this.#deps.latch.assertOpen()
    await this.#deps.time.refresh()
  }

  #send<T>(
    sending: Pick<Sending, 'request' | 'attempt' | 'act' | 'assertStillWanted'>,
    run: () => Promise<T>,
  ): Promise<T> {
    const { sender, lane, latch } = this.#deps
    return send(sender, { ...sending, lane, latch }, run)
  }

  #assertInWindow(sentAt: Date, attempt: string): void {
    const age = this.#deps.sender.clock.now().getTime() - sentAt.getTime()
    if (age < ORDER_WINDOW_MS) return
    throw new ExchangeError('unavailable', `Cannot ${attempt}: not sent within its window`)
  }
}

/** ccxt and the exchange round or refuse what does not fit; we say so before anything is sent. */
function assertFits({ amount, price }: NewOrder, { stepSize, tickSize }: Market, attempt: string) {
  const amountFits = amount.gt(0) && amount.mod(stepSize).eq(0)
  if (amountFits && price.gt(0) && price.mod(tickSize).eq(0)) return
  const state = amountFits
    ? `price is not a multiple of ${tickSize.toFixed()}`
    : `amount is not a multiple of ${stepSize.toFixed()}`
  throw new ExchangeError('order-rejected', `Cannot ${attempt}: ${state}`)
}
