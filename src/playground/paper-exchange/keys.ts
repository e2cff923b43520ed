import type { KeyObject } from 'node:crypto'
import type { Clock } from '../../lib/clock.ts'
import { randomText, type Random } from './random.ts'

/** What became of a key. An expired one has lost its trading right and nothing says so. */
export type KeyState = 'active' | 'deleted' | 'expired' | 'ip-blocked' | 'frozen'

/** What a key may do. Reading it always may. */
export interface KeyRights {
  trade: boolean
  withdraw: boolean
  /** True if only named addresses may use it. */
  ipRestrict: boolean
}

/** An API key without its secret. */
export interface KeyView {
  apiKey: string
  label: string
  account: string
  state: KeyState
  rights: KeyRights
  createdAt: Date
}

/** An API key with everything the exchange knows about it: what it checks signatures with is a secret or a public key. */
export interface ApiKey extends KeyView {
  secret: string
  publicKey?: KeyObject
}

/** What a new key may do, and whose it is. */
export interface NewKey extends Partial<KeyRights> {
  label?: string
  /** `main` if not said. */
  account?: string
}

/** A new key, whose owner keeps the private half of it if `publicKey` is given. */
interface KeyToCreate extends NewKey {
  publicKey?: KeyObject
}

/** Makes the texts of a new key. */
export type NewCredentials = (random: Random) => { apiKey: string; secret: string }

/** 64 letters and digits each. */
export const newBinanceCredentials: NewCredentials = (random) => ({
  apiKey: randomText(random, 64),
  secret: randomText(random, 64),
})

/** The API keys, deleted ones included. */
export class KeyRing {
  readonly #keys = new Map<string, ApiKey>()
  readonly #random: Random
  readonly #clock: Clock
  readonly #newCredentials: NewCredentials

  constructor(random: Random, clock: Clock, newCredentials = newBinanceCredentials) {
    this.#random = random
    this.#clock = clock
    this.#newCredentials = newCredentials
  }

  create(options: KeyToCreate): ApiKey {
    const { label = `Key ${this.#keys.size + 1}`, account = 'main', publicKey } = options
    const { trade = true, withdraw = false, ipRestrict = true } = options
    const key: ApiKey = {
      ...this.#newCredentials(this.#random),
      ...(publicKey && { secret: '', publicKey }),
      label,
      account,
      state: 'active',
      rights: { trade, withdraw, ipRestrict },
      createdAt: this.#clock.now(),
    }
    this.#keys.set(key.apiKey, key)
    return key
  }

  list(): ApiKey[] {
    return [...this.#keys.values()]
  }

  clear(): void {
    this.#keys.clear()
  }

  find(apiKey: string): ApiKey | undefined {
    return this.#keys.get(apiKey)
  }

  /**
   * The key of that name.
   *
   * @throws {RangeError} if it was never created here.
   */
  get(apiKey: string): ApiKey {
    const key = this.#keys.get(apiKey)
    if (!key) throw new RangeError(`Cannot find key ${apiKey.slice(0, 4)}…: never created here`)
    return key
  }
}

/** True if the exchange lets the key place and cancel orders, as far as its rights go. */
export function canTrade({ state, rights }: ApiKey): boolean {
  return rights.trade && state !== 'expired'
}

/** A key without its secret. */
export function toKeyView({ apiKey, label, account, state, rights, createdAt }: ApiKey): KeyView {
  return { apiKey, label, account, state, rights: { ...rights }, createdAt }
}
