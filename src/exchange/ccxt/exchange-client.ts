import type { Agent } from 'undici'
import type { Clock } from '../../lib/clock.ts'
import { withListener, type OnAnswer } from './answer-listener.ts'
import { ccxtClass } from './ccxt-class.ts'
import { configOf } from './ccxt-config.ts'
import type { CcxtClient, SharedClient } from './ccxt-client.ts'
import { derive } from './derive.ts'
import { openConnection, type ConnectOptions, type Connection } from './connection.ts'
import type { Dialect } from '../dialect/dialect.ts'
import { throughOrigin, withDeadline, type Patience } from './dispatcher.ts'
import type { Credentials, MarketSource, OrderBook } from '../exchange.ts'
import { ExchangeTime } from './exchange-time.ts'
import { harden } from './harden.ts'
import { inFile } from '../rate-limit/in-file.ts'
import { KeyShares } from '../rate-limit/key-shares.ts'
import { Latch } from './latch.ts'
import { MarketCache } from '../markets/market-cache.ts'
import { withNoMarket } from './no-market.ts'
import { marketsOfLanes } from '../markets/public-markets.ts'
import { RateLimit } from '../rate-limit/rate-limit.ts'
import type { Lane } from '../rate-limit/rate-window.ts'
import { send, type Sender } from './send.ts'
import type { SharedLimits } from '../rate-limit/shared-limits.ts'
import { outcomeIn } from '../dialect/error-table.ts'

const LONGEST_REFUSAL = 10_000

/** What a venue needs from outside. */
export interface VenueOptions {
  clock: Clock
  dialect: Dialect
  agent: Agent
  patience: Patience
  /** Where the traffic goes instead of to the exchange itself. */
  origin: string | undefined
  /** Undefined when nobody else sends from this address. */
  shared: SharedLimits | undefined
  /** Sees each answer as it came; undefined: nobody looks. */
  onAnswer: OnAnswer | undefined
}

/** Everything that all connections to one exchange share. */
export class Venue {
  readonly markets: Readonly<Record<Lane, MarketSource>>
  readonly #cache: MarketCache
  readonly #options: VenueOptions
  readonly #sender: Sender
  readonly #time: ExchangeTime
  readonly #latch = new Latch('the exchange')
  readonly #connections = new Set<Connection>()
  readonly #keys: KeyShares
  #shared: Promise<SharedClient> | undefined

  constructor(options: VenueOptions) {
    const { clock, dialect, shared } = options
    const { id: name, budgets } = dialect
    const limit = new RateLimit({ clock, name, budgets, per: 'address', shared })
    this.#options = options
    this.#keys = new KeyShares(clock, dialect, shared)
    this.#sender = {
      clock,
      dialect,
      limit,
      inFile: inFile(),
      onRefused: (_, { clockOff }) => {
        if (clockOff) this.#time.expire()
      },
    }
    this.#time = new ExchangeTime(clock, () => this.#fetchTime())
    const parts = { sender: this.#sender, latch: this.#latch }
    this.#cache = new MarketCache({ ...parts, newClient: () => this.#keyless() })
    this.markets = marketsOfLanes({ ...parts, cache: this.#cache, time: this.#time })
  }

  /** Opens one account; nothing is sent yet. */
  connect(credentials: Credentials, options: ConnectOptions): Connection {
    this.#latch.assertOpen()
    const { release, ...key } = this.#keys.open(credentials)
    const { limit } = this.#sender
    const newClient = (latch: Latch) =>
      this.#newClient(credentials, () => {
        latch.assertOpen()
        limit.assertNotPaused()
        key.limit.assertNotPaused()
      })
    const sender = { ...this.#sender, hide: hiding(credentials) }
    const parts = { newClient, key, sender, time: this.#time, markets: this.#cache }
    const connection = openConnection(parts, {
      ...options,
      onClose: () => {
        if (this.#connections.delete(connection)) release()
      },
    })
    this.#connections.add(connection)
    return connection
  }

  /** Milliseconds, measured within the last half hour. @throws {ExchangeError} */
  async clockAhead(): Promise<number> {
    await this.#time.refresh()
    return this.#time.ahead()
  }

  /** The book of a market that does not exist, asked for in the form of `symbol`'s. @throws {ExchangeError} */
  async fetchBookOfNone(symbol: string): Promise<OrderBook> {
    const { client } = await this.#cache.load()
    const nowhere = withNoMarket(client, client.market(symbol))
    const about = { request: 'book', act: 'read-market', attempt: 'read an order book' } as const
    return send(this.#sender, { ...about, lane: 'exit', latch: this.#latch }, () =>
      this.#options.dialect.fetchOrderBook(nowhere, symbol),
    )
  }

  close(): void {
    this.#latch.close()
    for (const connection of this.#connections) connection.close()
    this.#sender.limit.close()
  }

  #keyless(): Promise<CcxtClient> {
    return this.#newClient(undefined, () => {
      this.#latch.assertOpen()
      this.#sender.limit.assertNotPaused()
    })
  }

  async #newClient(
    credentials: Credentials | undefined,
    assertMaySend: () => void,
  ): Promise<CcxtClient> {
    const { clock, agent, dialect, origin, patience, onAnswer } = this.#options
    this.#shared ??= this.#makeShared().catch((error: unknown) => {
      this.#shared = undefined
      throw error
    })
    const through = withListener(throughOrigin(agent, origin), onAnswer)
    const dispatcher = withDeadline(through, clock, patience)
    return derive(await this.#shared, credentials, {
      signature: dialect.signature,
      dispatcher: () => {
        assertMaySend()
        return dispatcher
      },
    })
  }

  async #makeShared(): Promise<SharedClient> {
    const { clock, dialect } = this.#options
    const Client = await ccxtClass(dialect.id)
    const ccxt = new Client(configOf(dialect))
    for (const name of dialect.unasked ?? []) Object.assign(ccxt, { [name]: async () => [] })
    return harden(ccxt, {
      now: () => clock.now().getTime(),
      ahead: () => this.#time.ahead(),
      resetHeader: dialect.errors.resetHeader,
      // The markets are megabytes, and are not read twice for that.
      outcomeIn: (body) =>
        body.length <= LONGEST_REFUSAL ? outcomeIn(dialect.errors, body) : undefined,
    })
  }

  async #fetchTime(): Promise<number> {
    const { dialect } = this.#options
    const client = await this.#keyless()
    return send(
      this.#sender,
      // In the lane of the exits, which need it too.
      { request: 'time', attempt: "read the exchange's time", lane: 'exit', latch: this.#latch },
      async () => {
        const time = await (dialect.fetchTime?.(client) ?? client.fetchTime())
        // Everything that is signed later would be off by it.
        if (!Number.isFinite(time)) throw new TypeError('Cannot read answer: no time')
        return time
      },
    )
  }
}

/** No pattern knows a passphrase, and some proxies repeat what they were sent. */
function hiding({ apiKey, secret, passphrase = secret }: Credentials) {
  const texts = [apiKey, secret, passphrase].filter((text) => text !== '')
  return (words: string) => texts.reduce((all, text) => all.replaceAll(text, '[secret]'), words)
}
