import { Big } from 'big.js'
import { allOf } from '../../lib/all-of.ts'
import { isRow } from '../dialect/answer-parts.ts'
import type { CcxtClient } from './ccxt-client.ts'
import { isWhole, toAccepted, toExchangeOrder } from './ccxt-words.ts'
import { ORDER_WINDOW_MS } from '../exchange.ts'
import type {
  Account,
  AccountFills,
  AccountOrder,
  Exchange,
  ExchangeFill,
  ExchangeOrder,
  KeyRights,
  NewOrder,
  OpenOrder,
  OpenOrders,
  OrderRef,
} from '../exchange.ts'
import { ExchangeError } from '../exchange-error.ts'
import type { ExchangeTime } from './exchange-time.ts'
import { failureOf } from '../failure-of.ts'
import { fetchFillsOfOrder, fetchFillsSince, type AskForFills } from './fills.ts'
import type { Latch } from './latch.ts'
import { getListed, type MarketCache } from '../markets/market-cache.ts'
import type { Market } from '../market.ts'
import { readOrder, spotMarketsByName, toAccountOrder } from '../dialect/open-rows.ts'
import type { Lane } from '../rate-limit/rate-window.ts'
import { send, type Sender, type Sending } from './send.ts'

/** What a lane works with. Both lanes of a connection share all of it but `lane`. */
export interface LaneDeps {
  client: Promise<CcxtClient>
  sender: Sender
  time: ExchangeTime
  markets: MarketCache
  lane: Lane
  latch: Latch
  close: () => void
}

interface Ready {
  client: CcxtClient
  markets: ReadonlyMap<string, Market>
}

/** One account through ccxt. Unified calls where ccxt is the same everywhere, the dialect elsewhere. */
export class CcxtExchange implements Exchange {
  readonly orderWindowMs: number
  readonly remembersMs: number
  readonly listsAllOrders: boolean
  readonly #deps: LaneDeps

  constructor(deps: LaneDeps) {
    this.#deps = deps
    this.orderWindowMs = deps.sender.dialect.orderWindowMs
    this.remembersMs = deps.sender.dialect.remembersMs
    this.listsAllOrders = !deps.sender.dialect.listsBySymbol
  }

  async fetchAccount(): Promise<Account> {
    const { dialect } = this.#deps.sender
    const { client } = await this.#prepare()
    const answer = await this.#send({ request: 'account', attempt: 'read the balances' }, () =>
      dialect.fetchAccount(client),
    )
    const takerFeeRate = new Big(dialect.facts.takerFeeRate)
    return { takerFeeRate, updatedAt: undefined, ...answer }
  }

  async fetchRights(): Promise<KeyRights> {
    const { dialect } = this.#deps.sender
    // Without the markets: the probe must be cheap, and work while they do not.
    const client = await this.#prepareTime()
    return this.#send({ request: 'rights', attempt: "read the key's rights" }, () =>
      dialect.fetchRights(client),
    )
  }

  async fetchOpenOrders(symbols?: readonly string[]): Promise<OpenOrders> {
    const { dialect } = this.#deps.sender
    const attempt = 'list open orders'
    if (symbols === undefined && !this.listsAllOrders) {
      throw new ExchangeError('order-rejected', `Cannot ${attempt}: of one symbol at a time only`)
    }
    const { client, markets } = await this.#prepare()
    const { openOrders, openOrdersOfSymbol } = dialect.costs
    const list = async (request: 'openOrders' | 'openOrdersOfSymbol', symbol?: string) =>
      this.#send({ request, attempt }, async () => {
        const rows = await dialect.fetchOpenOrders(client, symbol)
        return rows.map((row) => this.#toAccountOrder({ client, markets }, row))
      })
    const dearer = (symbols?.length ?? 0) * openOrdersOfSymbol.weight > openOrders.weight
    if (symbols === undefined || (dearer && this.listsAllOrders)) {
      const rows = await list('openOrders')
      return {
        rows: symbols === undefined ? rows : rows.filter(mayBeOn(symbols)),
        failed: new Map(),
      }
    }
    return listEach(symbols, async (symbol) => {
      getListed(markets, symbol, attempt)
      return list('openOrdersOfSymbol', symbol)
    })
  }

  async fetchOrderFills(symbol: string, id: string): Promise<ExchangeFill[]> {
    const { dialect } = this.#deps.sender
    const { client, ask } = await this.#toAskForFills(symbol, 'orderFills')
    return fetchFillsOfOrder(dialect.fills, { client, symbol, id }, ask)
  }

  async fetchFills(symbol: string, since: Date): Promise<AccountFills> {
    const { dialect, clock } = this.#deps.sender
    const { client, ask } = await this.#toAskForFills(symbol, 'fills')
    return fetchFillsSince(dialect.fills, { client, symbol, since, now: clock.now() }, ask)
  }

  async #toAskForFills(symbol: string, request: 'fills' | 'orderFills') {
    const attempt = `list fills on ${symbol}`
    const { client, markets } = await this.#prepare()
    getListed(markets, symbol, attempt)
    const ask: AskForFills = (run) => this.#send({ request, attempt }, run)
    return { client, ask }
  }

  async placeOrder(order: NewOrder): Promise<ExchangeOrder> {
    const { symbol, sentAt } = order
    const attempt = `place an order on ${symbol}`
    const { sender, time } = this.#deps
    const { client, markets } = await this.#prepare()
    assertFits(order, getListed(markets, symbol, attempt), attempt)

    const assertStillWanted = () => this.#assertInWindow(sentAt, attempt)
    const theirs = { ...order, clientOrderId: this.#encode(order) }
    const { placed, whole } = await this.#send(
      { request: 'place', attempt, act: 'place', assertStillWanted },
      async () => {
        const timestamp = sentAt.getTime() - time.ahead()
        const answer = await sender.dialect.place(client, theirs, timestamp)
        return isWhole(answer)
          ? { placed: toExchangeOrder(answer, order), whole: true }
          : { placed: toAccepted(answer, order), whole: false }
      },
    )
    return whole ? placed : this.#whatBecameOf(placed, order)
  }

  /** An exchange that only says that it took an order tells the rest when it is asked. */
  async #whatBecameOf(accepted: ExchangeOrder, order: OrderRef): Promise<ExchangeOrder> {
    try {
      return (await this.findOrder(order)) ?? accepted
    } catch (error) {
      // It was taken: that much is certain, and worth more than a failure to learn more.
      if (error instanceof ExchangeError) return accepted
      throw error
    }
  }

  async cancelOrder(order: OrderRef): Promise<ExchangeOrder> {
    const { symbol } = order
    const attempt = `cancel an order on ${symbol}`
    const { dialect } = this.#deps.sender
    const { client, markets } = await this.#prepare()
    getListed(markets, symbol, attempt)
    const ref = { symbol, clientOrderId: this.#encode(order) }
    const cancelled = await this.#send({ request: 'cancel', attempt, act: 'cancel' }, async () => {
      const answer = await dialect.cancel(client, ref)
      if (!answer) throw new ExchangeError('order-not-found', `Cannot ${attempt}: it is not open`)
      return isWhole(answer) ? toExchangeOrder(answer, order) : undefined
    })
    const found = cancelled ?? (await this.findOrder(order))
    if (found) return found
    throw new ExchangeError('unavailable', `Cannot ${attempt}: no word of what became of it`)
  }

  async findOrder(order: OrderRef): Promise<ExchangeOrder | undefined> {
    const { dialect } = this.#deps.sender
    const { symbol } = order
    const ref = { symbol, clientOrderId: this.#encode(order) }
    return this.#find(symbol, async (client) => {
      const row = await dialect.find(client, ref)
      if (row === undefined) return undefined
      return toExchangeOrder(readOrder(dialect.orders, client, row, client.market(symbol)), order)
    })
  }

  async findOrderById(symbol: string, id: string): Promise<AccountOrder | undefined> {
    const { dialect } = this.#deps.sender
    const { client, markets } = await this.#prepare()
    const row = await this.#find(symbol, () => dialect.findById(client, symbol, id))
    if (row === undefined || row === null) return undefined
    if (!isRow(row)) {
      throw new ExchangeError('unavailable', `Cannot find an order on ${symbol}: no usable answer`)
    }
    return { ...this.#toAccountOrder({ client, markets }, row), id }
  }

  async #find<T>(
    symbol: string,
    ask: (client: CcxtClient) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const attempt = `find an order on ${symbol}`
    const { client, markets } = await this.#prepare()
    getListed(markets, symbol, attempt)
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

  #encode({ clientOrderId }: OrderRef): string {
    return this.#deps.sender.dialect.clientOrderId?.encode(clientOrderId) ?? clientOrderId
  }

  #toAccountOrder({ client, markets }: Ready, row: unknown): AccountOrder {
    const { orders, clientOrderId } = this.#deps.sender.dialect
    const named = spotMarketsByName(client)
    const reader = {
      client,
      rows: orders,
      decode: (theirs: string) => clientOrderId?.decode(theirs) ?? theirs,
      marketOf: (name: string) => {
        const market = named.get(name)
        return market && markets.has(market.symbol) ? market : undefined
      },
    }
    return toAccountOrder(reader, row)
  }

  /** The client and the markets; the markets and the time are shared, and usually already there. */
  async #prepare(): Promise<Ready> {
    const client = await this.#prepareTime()
    const loaded = await this.#deps.markets.load()
    if (client.markets !== loaded.client.markets) client.setMarketsFromExchange(loaded.client)
    return { client, markets: loaded.markets }
  }

  async #prepareTime(): Promise<CcxtClient> {
    this.#deps.latch.assertOpen()
    await this.#deps.time.refresh()
    return this.#deps.client
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
    const message = `Cannot ${attempt}: not sent within its window`
    throw new ExchangeError('unavailable', message, { source: 'own-limit' })
  }
}

/** The lists of several symbols; one that fails for its own reasons leaves the others. */
async function listEach(
  symbols: readonly string[],
  list: (symbol: string) => Promise<OpenOrder[]>,
): Promise<OpenOrders> {
  const rows: OpenOrder[] = []
  const failed = new Map<string, ExchangeError>()
  const addThoseOn = (symbol: string) => (found: OpenOrder[]) =>
    rows.push(...found.filter(mayBeOn([symbol])))
  const listOne = async (symbol: string): Promise<void> => {
    const error = await failureOf(list(symbol).then(addThoseOn(symbol)))
    if (error !== undefined) failed.set(symbol, error)
  }
  await allOf(symbols.map(listOne))
  return { rows, failed }
}

/** A row without a market may be of any order, so it is kept whatever was asked for. */
function mayBeOn(symbols: readonly string[]): (row: OpenOrder) => boolean {
  return ({ symbol }) => symbol === undefined || symbols.includes(symbol)
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
