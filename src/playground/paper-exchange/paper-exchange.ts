import type { Big } from 'big.js'
import type { Hono } from 'hono'
import type { Clock } from '../../lib/clock.ts'
import { accountControls } from './account-controls.ts'
import { BINANCE_REST } from './answer.ts'
import { Events, type Listener } from './events.ts'
import { Faults, type Fault } from './faults.ts'
import type { FeeWay } from './fee-ways.ts'
import { keyControls } from './key-controls.ts'
import { KeyRing, type KeyRights, type KeyState, type KeyView, type NewKey } from './keys.ts'
import type { Balance } from './ledger.ts'
import type { NewFilters } from './listings.ts'
import { marketControls } from './market-controls.ts'
import { priceControls } from './price-controls.ts'
import { createRandom, hashText, randomHex, randomText } from './random.ts'
import { RequestLog, type RequestView } from './request-log.ts'
import type { RestDialect } from './rest-dialect.ts'
import { createServer } from './server.ts'
import { Spot } from './spot.ts'
import {
  toOrderView,
  type ForeignOrder,
  type HandOrder,
  type OrderView,
  type SymbolView,
  type TradeView,
} from './views.ts'
import { Waiting } from './waiting.ts'
import { Weights } from './weights.ts'

export type {
  /** @public */
  ExchangeEvent,
} from './events.ts'
export type {
  /** @public */
  Fault,
} from './faults.ts'
export type {
  /** @public */
  KeyState,
  /** @public */
  KeyView,
} from './keys.ts'
export { Refusal } from './refusal.ts'
export type {
  /** @public */
  RequestView,
} from './request-log.ts'
export type {
  /** @public */
  OrderView,
  /** @public */
  SymbolView,
  /** @public */
  TradeView,
} from './views.ts'

/** How to make a paper exchange. */
export interface PaperExchangeOptions {
  clock: Clock
  /** The same seed gives the same keys, books and price walk. */
  seed: number
  /** Seconds between two steps of the price walk; 0 or nothing: prices stand until moved. */
  walkSeconds?: number
  /** Whose REST it speaks; Binance's, if not said. */
  dialect?: RestDialect
}

/**
 * An exchange on this machine that speaks a real one's spot REST, and the hand that holds it.
 * Amounts are in base and prices in quote per base; accounts are `main` where none is named.
 */
export interface PaperExchange {
  /** The REST server, to be mounted with `@hono/node-server` or called by `app.request`. */
  readonly app: Hono
  /** Starts the price walk. Does nothing if it walks already, or if there is no walk. */
  start: () => void
  /** Ends the walk; late requests are dropped and delayed ones answered now. */
  stop: () => void
  /** Drops late requests, answers delayed ones now, and is in fair weather again. */
  calm: () => void
  /**
   * Goes back to the beginning: no keys, orders or fills, the opening money, the first prices. The walk goes on if
   * it does, listeners stay, and keys made later are new ones.
   */
  reset: () => void

  /** Every market with its price now. */
  symbols: () => SymbolView[]
  /** The last prices of a market, 5 minutes apart, oldest first; for drawing only. */
  pastPrices: (symbol: string, count: number) => number[]
  /**
   * Sets the mid price, rounded to the tick; fills the resting orders that it reaches. Markets that share the
   * asset move along, a cross with BTC or ETH as quote moves alone.
   */
  setPrice: (symbol: string, price: Big | string) => void
  /** Moves the mid price by so many percent; -10 is a tenth down. */
  movePrice: (symbol: string, percent: number) => void
  /** One step of the price walk for all markets. */
  step: () => void
  /** Halts a market, or opens it again: what its price has reached meanwhile fills then. */
  setTrading: (symbol: string, on: boolean) => void
  /**
   * Takes a market off the list: every question about it is refused with -1121, coins stay. Its resting orders
   * are taken out, or `stay` among the account's open orders.
   */
  delist: (symbol: string, options?: { orders?: 'taken-out' | 'stay' }) => void
  relist: (symbol: string) => void
  /**
   * Halts a market: nothing is placed, filled or (but for `cancelOnly`) cancelled. `emptyBook` empties its book,
   * `orders: 'taken-out'` ends what rests in it.
   */
  halt: (
    symbol: string,
    options?: { cancelOnly?: boolean; emptyBook?: boolean; orders?: 'taken-out' | 'stay' },
  ) => void
  resume: (symbol: string) => void
  /** Replaces a coin by a new one, 1:1; its old markets are delisted or stay halted. */
  rename: (coin: string, to: string, options?: { old?: 'gone' | 'halted' }) => void
  /** Changes a market's rules while it is traded; resting orders stay as they are. */
  setFilters: (symbol: string, filters: NewFilters) => void
  /** How much quote waits in the best level of a book, the others growing from there; 0 empties it. */
  setBookDepth: (symbol: string, quotePerLevel: Big | string) => void

  createKey: (options?: NewKey) => { apiKey: string; secret: string }
  /**
   * Makes a key of which the exchange holds only the public half (PEM).
   *
   * @throws {RangeError} if it is none that the exchange takes.
   */
  registerPublicKey: (publicKey: string, options?: NewKey) => { apiKey: string }
  /** Every key that was created, deleted ones included, oldest first. */
  keys: () => KeyView[]
  setKeyState: (apiKey: string, state: KeyState) => void
  setKeyRights: (apiKey: string, rights: Partial<KeyRights>) => void

  /** While on, everything is answered with 503 and a page of HTML. */
  setMaintenance: (on: boolean) => void
  /** Milliseconds that every answer takes longer. */
  setLatency: (ms: number) => void
  /** Plans something to go wrong; faults for the same route wait for their turn. The answer calls it off. */
  fault: (fault: Fault) => () => void
  /** Answers everything with 418 and `Retry-After` for so long; 0 ends that. */
  ban: (seconds: number) => void

  balances: (account?: string) => Balance[]
  /** Coins that came from elsewhere. */
  deposit: (asset: string, amount: Big | string, account?: string) => void
  /** @throws {RangeError} if not so much is free. */
  withdraw: (asset: string, amount: Big | string, account?: string) => void
  /** Whether fees are taken out of the account's BNB, as its owner can choose; not while there is too little. */
  payFeesInBnb: (is: boolean, account?: string) => void
  /** How the exchange takes an account's fees from now on, in one market or in all, and what its fills say of them. */
  takeFees: (way: FeeWay, account?: string, symbol?: string) => void
  /**
   * Moves free coins out of the spot account, as its owner does with an earning product, or brings them back.
   *
   * @throws {RangeError} if there is not that much.
   */
  lockCoins: (coin: string, amount: Big | string, account?: string) => void
  unlockCoins: (coin: string, amount: Big | string, account?: string) => void
  openOrders: (account?: string) => OrderView[]
  /** Every order there ever was, oldest first. */
  orders: (account?: string) => OrderView[]
  /** Every fill, oldest first. */
  trades: (account?: string) => TradeView[]
  /**
   * The owner's own order: limit, or market without a price.
   *
   * @throws {Refusal} as the exchange would refuse it.
   */
  placeByHand: (order: HandOrder) => OrderView
  /**
   * The owner's own stop, take-profit, trailing, paired or quote-sized market order. It rests, locks what it needs
   * and is listed as Binance lists it; nothing triggers it. The answer has one order, or the two of an `OCO`.
   *
   * @throws {Refusal} -2010 if too little is free.
   */
  placeForeign: (order: ForeignOrder) => OrderView[]
  /** @throws {Refusal} -2011 if it does not rest. */
  cancelByHand: (orderId: number) => void
  /**
   * Fills a part of a resting order at its own price.
   *
   * @throws {RangeError} if it does not rest or less is left.
   */
  fillPartly: (orderId: number, amount: Big | string) => void

  /** The last 10,000 requests, oldest first. */
  requests: () => RequestView[]
  /** Tells of every change, once it is made. The returned function ends that. */
  onChange: (listener: Listener) => () => void
}

/** Makes a paper exchange. Nothing runs and nothing listens before it is started and mounted. */
export function createPaperExchange(options: PaperExchangeOptions): PaperExchange {
  const { clock, seed, walkSeconds = 0, dialect = BINANCE_REST } = options
  const randomFor = (use: string) => createRandom(seed ^ hashText(use))
  const [idRandom, handRandom] = [randomFor('client order ids'), randomFor('hand order ids')]
  const events = new Events()
  const faults = new Faults()
  const keys = new KeyRing(randomFor('keys'), clock, dialect.newCredentials)
  const log = new RequestLog(clock)
  const spot = new Spot({ clock, seed, events })
  const waiting = new Waiting(clock)
  const weights = new Weights(clock)
  const weather = { maintenance: false, bannedUntil: undefined as Date | undefined, latency: 0 }
  const newClientOrderId = () => randomText(idRandom, 22)
  const newHandId = () => `web_${randomHex(handRandom, 32)}`
  const deps = { clock, events, faults, keys, log, spot, waiting, weights, weather }
  const { startWalk, stopWalk, ...prices } = priceControls({ clock, events, spot, walkSeconds })
  const setMaintenance = (on: boolean): void => {
    weather.maintenance = on
    const text = on ? 'Maintenance: nothing is answered' : 'Maintenance is over'
    events.after(() => events.add({ kind: 'maintenance', on, text }))
  }
  const markets = marketControls({ floor: spot, act: (change) => events.after(change), newHandId })
  const calm = (): void => {
    if (weather.maintenance) setMaintenance(false)
    weather.bannedUntil = undefined
    weather.latency = 0
    waiting.callOff()
  }

  return {
    ...prices,
    ...markets,
    setTrading: (symbol, on) => (on ? markets.resume(symbol) : markets.halt(symbol)),
    placeForeign: (order) => markets.placeForeign(order).map(toOrderView),
    ...keyControls({ events, keys, publicKeys: dialect.publicKeys }),
    ...accountControls({ events, spot, newHandId }),
    app: createServer({ ...deps, dialect, newClientOrderId }),
    start: startWalk,
    stop() {
      stopWalk()
      waiting.callOff()
    },
    calm,
    reset() {
      calm()
      for (const part of [faults, keys, log, spot, weights]) part.clear()
      events.after(() => events.add({ kind: 'reset', text: 'Everything is as it was' }))
    },
    setMaintenance,
    setLatency(ms) {
      weather.latency = ms
    },
    fault: (fault) => faults.add(fault),
    ban(seconds) {
      weather.bannedUntil = new Date(clock.now().getTime() + seconds * 1000)
    },
    requests: () => log.list(),
    onChange: (listener) => events.listen(listener),
  }
}
