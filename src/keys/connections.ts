import type { Clock } from '../lib/clock.ts'
import type { Db } from '../db/schema.ts'
import type { Connection } from '../exchange/ccxt/connection.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Exchanges } from '../exchange/exchanges.ts'
import type { Exchange, KeyRights } from '../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import { findSealed, getKey } from './key-repo.ts'
import type { Sealed, Vault } from './vault.ts'

/** Which half of the exchange's rate limit a call may use. */
export type ConnectionLane = 'routine' | 'exit'

/** The key's credentials are gone: nothing can be asked of the exchange any more. */
export class KeyErased extends Error {
  override name = 'KeyErased'
}

interface Entry {
  /** The data key that its credentials were sealed with: another one means other credentials. */
  sealedWith: string
  connection: Promise<Connection>
  /** Milliseconds; undefined while it is only there to probe. */
  usedAt: number | undefined
  /** How many probes go over it. */
  probes: number
}

const IDLE_MS = 30 * 60_000
const LOOK_MS = 60_000

interface ConnectionsOptions {
  db: Db
  vault: Vault
  exchanges: Exchanges
  clock: Clock
  /** Called for every answer that says the key is refused, but not while it is probed. */
  onRefused: (keyId: string) => void
}

/**
 * The open accounts: one connection per key in use, never shared between keys. A key that is only
 * watched has none between two probes: tens of thousands are linked, and nearly all of them idle.
 */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #open = new Map<string, Entry>()
  #lookAt = 0
  /** Keys of which an order was refused because the account may not trade. */
  readonly #frozen = new Set<string>()

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /** @throws {KeyErased} @throws {VaultError} */
  async open(keyId: string, lane: ConnectionLane): Promise<Exchange> {
    this.#dropIdle()
    const entry = await this.#take(keyId, (taken) => {
      taken.usedAt = this.#options.clock.now().getTime()
    })
    return (await entry.connection)[lane]
  }

  /**
   * Asks what the key may do. A refusal is the answer here and raises no suspicion, or each probe
   * would ask for the next. @throws {KeyErased} @throws {VaultError}
   */
  async probe(keyId: string): Promise<KeyRights> {
    const entry = await this.#take(keyId, (taken) => {
      taken.probes += 1
    })
    try {
      const { routine } = await entry.connection
      const rights = await routine.fetchRights()
      if (await this.#mayBeFrozen(keyId)) await this.#assertNotFrozen(keyId, routine)
      return rights
    } finally {
      entry.probes -= 1
      const unused = entry.probes === 0 && entry.usedAt === undefined
      if (unused && this.#open.get(keyId) === entry) this.drop(keyId)
    }
  }

  async #mayBeFrozen(keyId: string): Promise<boolean> {
    return this.#frozen.has(keyId) || (await getKey(this.#options.db, keyId)).cause === 'frozen'
  }

  /** Of a frozen account the rights tell nothing, the balances can still be read. */
  async #assertNotFrozen(keyId: string, exchange: Exchange): Promise<void> {
    const { canTrade } = await exchange.fetchAccount()
    if (canTrade) {
      await this.#askOrderDesk(keyId, exchange)
      this.#frozen.delete(keyId)
      return
    }
    const message = 'Cannot trade: the account is frozen'
    throw new ExchangeError('key-rejected', message, { verdict: 'frozen' })
  }

  /** Cancelling an order that was never there harms nobody. @throws {ExchangeError} `key-rejected` */
  async #askOrderDesk(keyId: string, exchange: Exchange): Promise<void> {
    const { db, exchanges } = this.#options
    const { exchange: id } = await getKey(db, keyId)
    if (!EXCHANGE_FACTS[id].hidesFreeze) return
    const [symbol] = (await exchanges.markets(id).fetchMarkets()).keys()
    if (symbol === undefined) return
    try {
      await exchange.cancelOrder({ symbol, clientOrderId: 'u00000000000000000' })
    } catch (error) {
      if (!(error instanceof ExchangeError) || error.code === 'key-rejected') throw error
    }
  }

  /** Closes the key's connection: not even a call under way sends another request. */
  drop(keyId: string): void {
    const entry = this.#open.get(keyId)
    this.#open.delete(keyId)
    // One that was never open, or does not close, concerns nobody any more.
    entry?.connection.then((connection) => connection.close()).catch(() => undefined)
  }

  /** Another process may have replaced or erased the credentials: what is open with others is closed. */
  async #sealed(keyId: string): Promise<Sealed> {
    const sealed = await findSealed(this.#options.db, keyId)
    const open = this.#open.get(keyId)
    if (open !== undefined && open.sealedWith !== sealed?.wrappedDataKey) this.drop(keyId)
    if (sealed === undefined) throw new KeyErased(`Cannot use key ${keyId}: it is erased`)
    return sealed
  }

  /** Gives the key's connection, opened if need be, and marked in the same breath: a probe that ends closes what nobody uses. */
  async #take(keyId: string, mark: (entry: Entry) => void): Promise<Entry> {
    const sealed = await this.#sealed(keyId)
    const entry = this.#open.get(keyId) ?? this.#make(keyId, sealed)
    mark(entry)
    return entry
  }

  #make(keyId: string, sealed: Sealed): Entry {
    const entry: Entry = {
      sealedWith: sealed.wrappedDataKey,
      connection: this.#connect(keyId, sealed, () => entry.probes > 0),
      usedAt: undefined,
      probes: 0,
    }
    this.#open.set(keyId, entry)
    entry.connection.catch(() => {
      if (this.#open.get(keyId) === entry) this.#open.delete(keyId)
    })
    return entry
  }

  async #connect(keyId: string, sealed: Sealed, isProbed: () => boolean): Promise<Connection> {
    const { db, vault, exchanges, onRefused } = this.#options
    const { userId, exchange } = await getKey(db, keyId)
    return exchanges.connect(exchange, vault.open(sealed, { keyId, userId, exchange }), {
      onKeyRejected: ({ verdict }) => {
        if (verdict === 'frozen') this.#frozen.add(keyId)
        if (!isProbed()) onRefused(keyId)
      },
    })
  }

  #dropIdle(): void {
    const now = this.#options.clock.now().getTime()
    if (now < this.#lookAt) return
    this.#lookAt = now + LOOK_MS
    for (const [keyId, { usedAt = now }] of this.#open) if (usedAt < now - IDLE_MS) this.drop(keyId)
  }
}
