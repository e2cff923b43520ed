import { Big } from 'big.js'
import type {
  CcxtCandle,
  CcxtClient,
  CcxtMarket,
  CcxtOrder,
  CcxtTrade,
} from '../../../src/exchange/ccxt/ccxt-client.ts'
import { Refusal, type Answer } from '../../../src/exchange/ccxt/refusal.ts'
import type {
  Account,
  Credentials,
  KeyRights,
  OrderBook,
  OrderRef,
} from '../../../src/exchange/exchange.ts'
import type { RequestKind } from '../../../src/exchange/dialect/costs.ts'
import type { FillsPage } from '../../../src/exchange/dialect/dialect.ts'
import type { Latch } from '../../../src/exchange/ccxt/latch.ts'
import { canTrade, type ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { FEE_RATE, getMarket, type Market } from '../../../src/playground/paper-exchange/markets.ts'
import { cancelOrder, placeOrder } from '../../../src/playground/paper-exchange/matching.ts'
import type { Order, Trade } from '../../../src/playground/paper-exchange/order.ts'
import { hashText } from '../../../src/playground/paper-exchange/random.ts'
import {
  invalidSymbol,
  notPermitted,
  orderRejected,
  cancelRejected,
  Refusal as PaperRefusal,
} from '../../../src/playground/paper-exchange/refusal.ts'
import type { Floor } from './floor.ts'
import type { Line, Sent } from './line.ts'
import { marketsInCcxt, orderInCcxt, tradeInCcxt } from './wire-words.ts'

const WINDOW_MS = 5_000
const AHEAD_MS = 1_000
const DISABLED = 'This action is disabled on this account.'

/** What a client is made of. */
export interface ClientParts {
  line: Line
  latch: Latch
  credentials: Credentials | undefined
  /** Milliseconds of our clock, put right to the exchange's. */
  timestamp: () => number
}

/** Stands where a ccxt instance stands: the same calls and words, straight to the floor. */
export class FloorClient implements CcxtClient {
  apiKey: string
  secret: string
  password: string | undefined
  markets: Record<string, CcxtMarket> | undefined
  readonly #parts: ClientParts

  constructor(parts: ClientParts) {
    this.#parts = parts
    this.apiKey = parts.credentials?.apiKey ?? ''
    this.secret = parts.credentials?.secret ?? ''
  }

  async loadMarkets(): Promise<Record<string, CcxtMarket>> {
    const { floor } = this.#parts.line
    this.markets = await this.#open('markets', () => marketsInCcxt(floor.listings))
    return this.markets
  }

  setMarkets(markets: readonly CcxtMarket[]): void {
    this.markets = Object.fromEntries(markets.map((market) => [market.symbol, market]))
  }

  setMarketsFromExchange(source: CcxtClient): void {
    this.markets = source.markets
  }

  fetchTime(): Promise<number> {
    return this.#open('time', () => this.#parts.line.floor.clock.now().getTime())
  }

  createOrder(
    symbol: string,
    _type: 'limit',
    side: string,
    _amount: string,
    _price: string,
    params: Record<string, unknown>,
  ): Promise<CcxtOrder> {
    const { floor } = this.#parts.line
    const clientOrderId = String(params['newClientOrderId'])
    const timestamp = Number(params['timestamp'])
    const about = { kind: 'place', symbol, clientOrderId, timestamp } as const
    return this.#signed(about, (key) => {
      const { account, apiKey: placedWith, state } = key
      if (state === 'frozen') throw orderRejected(DISABLED)
      const order = placeOrder(floor, {
        account,
        placedWith,
        market: listed(floor, symbol),
        side: side === 'buy' ? 'buy' : 'sell',
        type: 'LIMIT',
        timeInForce: params['timeInForce'] === 'IOC' ? 'IOC' : 'GTC',
        price: new Big(String(params['price'])),
        amount: new Big(String(params['quantity'])),
        cost: undefined,
        clientOrderId,
      })
      return { ...orderInCcxt(order), trades: floor.store.listTradesOf(order).map(tradeInCcxt) }
    })
  }

  cancelOrder(_id: undefined, symbol: string, params: Record<string, unknown>): Promise<CcxtOrder> {
    const { line } = this.#parts
    const clientOrderId = String(params['clientOrderId'])
    return this.#signed({ kind: 'cancel', symbol, clientOrderId }, (key) => {
      if (key.state === 'frozen') throw cancelRejected(DISABLED)
      const order = line.floor.store.find(key.account, listed(line.floor, symbol), {
        clientOrderId,
      })
      if (order !== undefined) line.race(order)
      return orderInCcxt(cancelOrder(line.floor, order))
    })
  }

  findOrder({ symbol, clientOrderId }: OrderRef): Promise<CcxtOrder> {
    return this.#findOrder(symbol, { clientOrderId })
  }

  findOrderById(symbol: string, id: string): Promise<CcxtOrder> {
    return this.#findOrder(symbol, { id: Number(id) })
  }

  #findOrder(symbol: string, name: { id: number } | { clientOrderId: string }): Promise<CcxtOrder> {
    const { floor } = this.#parts.line
    const { store, past } = floor
    const about = 'id' in name ? { orderId: String(name.id) } : name
    return this.#signed({ kind: 'order', symbol, ...about }, ({ account }, at) => {
      const order = store.find(account, listed(floor, symbol), name)
      const then = order && past.orderAt(order, at)
      if (then === undefined) throw new PaperRefusal(-2013, 'Order does not exist.')
      return floor.garbled.has(then.id) ? garbled(then) : orderInCcxt(then)
    })
  }

  fetchOpenOrders(symbol?: string): Promise<CcxtOrder[]> {
    const { floor } = this.#parts.line
    const { store, past } = floor
    const kind = symbol === undefined ? 'openOrders' : 'openOrdersOfSymbol'
    return this.#signed({ kind, ...(symbol !== undefined && { symbol }) }, ({ account }, at) => {
      if (symbol !== undefined) listed(floor, symbol)
      const of = store
        .list(account)
        .filter((one) => symbol === undefined || one.market.symbol === symbol)
      const open = of
        .flatMap((order) => past.orderAt(order, at) ?? [])
        .filter(({ status }) => status === 'NEW' || status === 'PARTIALLY_FILLED')
        .map((order) => (floor.garbled.has(order.id) ? garbled(order) : orderInCcxt(order)))
      return [...floor.strayRows, ...open]
    })
  }

  fetchFills(symbol: string, page: FillsPage): Promise<CcxtTrade[]> {
    const { floor } = this.#parts.line
    const { store, past } = floor
    const isAsked = ({ id, order, at }: Trade): boolean => {
      if (order.market.symbol !== symbol) return false
      if ('since' in page) return at >= page.since && at <= page.until
      const isAfter = id > Number(page.afterId ?? -1)
      return isAfter && (!('orderId' in page) || String(order.id) === page.orderId)
    }
    return this.#signed(
      'orderId' in page
        ? { kind: 'orderFills', symbol, orderId: page.orderId }
        : { kind: 'fills', symbol },
      ({ account }, at) => {
        listed(floor, symbol)
        return store
          .listTrades(account)
          .filter((trade) => isAsked(trade) && past.hadTrade(trade, at))
          .slice(0, 1000)
          .map(tradeInCcxt)
      },
    )
  }

  account(): Promise<Account> {
    const { ledger, past } = this.#parts.line.floor
    return this.#signed({ kind: 'account' }, ({ account, state }, at) => ({
      uid: String(100_000_000 + (hashText(account) % 900_000_000)),
      canTrade: state !== 'frozen',
      takerFeeRate: FEE_RATE,
      updatedAt: new Date(Math.min(at, ledger.changedAt(account).getTime())),
      balances: new Map(
        ledger
          .list(account)
          .map((balance) => past.balanceAt(account, balance, at))
          .filter(({ free, locked }) => free.plus(locked).gt(0))
          .map(({ asset, free, locked }) => [asset, { free, used: locked }]),
      ),
    }))
  }

  rights(): Promise<KeyRights> {
    return this.#signed({ kind: 'rights' }, (key) => ({
      read: true,
      trade: canTrade(key),
      withdraw: key.rights.withdraw,
      ipBound: key.rights.ipRestrict,
      createdAt: key.createdAt,
      expiresAt: undefined,
    }))
  }

  prices(symbols: readonly string[]): Promise<ReadonlyMap<string, Big>> {
    const { floor } = this.#parts.line
    return this.#open(
      'prices',
      () => new Map(symbols.map((symbol) => [symbol, floor.midOf(listed(floor, symbol))])),
    )
  }

  /** The floor keeps no past: its price has always been what it is now. */
  fetchOHLCV(symbol: string, timeframe: string, since: number): Promise<CcxtCandle[]> {
    const { floor } = this.#parts.line
    const length = timeframe === '15m' ? 900_000 : 7_200_000
    const first = Math.ceil(since / length) * length
    return this.#open(
      'candles',
      () => {
        const price = floor.midOf(listed(floor, symbol)).toFixed()
        const count = Math.floor((floor.clock.now().getTime() - first) / length) + 1
        return Array.from({ length: count }, (_, i) => {
          const at = first + i * length
          return [at, price, price, price, price]
        })
      },
      symbol,
    )
  }

  book(symbol: string): Promise<OrderBook> {
    const { floor } = this.#parts.line
    return this.#open(
      'book',
      () => {
        const market = listed(floor, symbol)
        const [book, mid] = [floor.bookOf(market), floor.midOf(market)]
        return { bids: book.levels('bids', mid), asks: book.levels('asks', mid) }
      },
      symbol,
    )
  }

  request(): Promise<unknown> {
    throw new TypeError('Cannot ask by path: the floor has no paths')
  }

  parseOrder(row: unknown): CcxtOrder {
    return row as CcxtOrder
  }

  parseTrade(row: unknown): CcxtTrade {
    return row as CcxtTrade
  }

  milliseconds(): number {
    return this.#parts.timestamp()
  }

  market(symbol: string): CcxtMarket {
    const market = this.markets?.[symbol]
    if (market === undefined) throw new TypeError(`Cannot use ${symbol}: no such market`)
    return market
  }

  safeCurrencyCode(id: string): string {
    return id
  }

  /** Public data. */
  #open<T>(kind: RequestKind, perform: () => T, symbol?: string): Promise<T> {
    this.#parts.latch.assertOpen()
    const sent = { kind, apiKey: undefined, ...(symbol !== undefined && { symbol }) }
    return this.#parts.line.send(
      sent,
      () => undefined,
      () => inBinancesWords(perform),
    )
  }

  #signed<T>(
    about: Omit<Sent, 'apiKey'> & { timestamp?: number },
    perform: (key: ApiKey, at: number) => T,
  ): Promise<T> {
    const { latch, line, timestamp } = this.#parts
    latch.assertOpen()
    const { apiKey, secret } = this
    const signedAt = about.timestamp ?? timestamp()
    let key: ApiKey | undefined
    const check = () => {
      key = inBinancesWords(() => this.#authenticate({ ...about, apiKey, secret, signedAt }))
    }
    return line.send({ ...about, apiKey }, check, (at) =>
      inBinancesWords(() => perform(key ?? line.floor.keys.get(apiKey), at)),
    )
  }

  /** In Binance's order, which decides what a caller with several faults is told. */
  #authenticate({ kind, apiKey, secret, signedAt }: Signed): ApiKey {
    const { keys, clock } = this.#parts.line.floor
    const key = keys.find(apiKey)
    if (key === undefined || key.state === 'deleted') {
      throw new PaperRefusal(-2008, 'Invalid Api-Key ID.')
    }
    const now = clock.now().getTime()
    if (signedAt >= now + AHEAD_MS || now - signedAt > WINDOW_MS) {
      throw new PaperRefusal(-1021, 'Timestamp for this request is outside of the recvWindow.')
    }
    if (secret !== key.secret) {
      throw new PaperRefusal(-1022, 'Signature for this request is not valid.')
    }
    const trades = kind === 'place' || kind === 'cancel'
    if (key.state === 'ip-blocked' || (trades && !canTrade(key))) throw notPermitted()
    return key
  }
}

interface Signed {
  kind: RequestKind
  apiKey: string
  secret: string
  signedAt: number
}

/** The order's row, with what matters of it gone. */
function garbled(order: Order): CcxtOrder {
  const { id, clientOrderId, symbol } = orderInCcxt(order)
  return { id, clientOrderId, symbol }
}

/** @throws {PaperRefusal} -1121 if it is not listed (any more). */
function listed({ listings }: Floor, symbol: string): Market {
  const market = getMarket(symbol)
  if (listings.statusOf(market) === 'gone') throw invalidSymbol()
  return market
}

function inBinancesWords<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof PaperRefusal)) throw error
    const { code, message: msg, status, headers } = error
    const answer: Answer = {
      status,
      body: JSON.stringify({ code, msg }),
      retryAfter: headers['retry-after'],
    }
    throw new Refusal(answer)
  }
}
