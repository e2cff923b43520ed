import { Big } from 'big.js'
import type { Clock } from '../../lib/clock.ts'
import type { FeeWay } from './fee-ways.ts'

const OPENING_BALANCES: Record<string, string> = { USDT: '10000', BTC: '0.1', ETH: '1' }

/** What an account has of one asset; `locked` is what its open orders need. */
export interface Balance {
  asset: string
  free: Big
  locked: Big
}

interface Account {
  balances: Map<string, Balance>
  changedAt: Date
}

/** Who has what. Accounts open by themselves, with the same money, when first named. */
export class Ledger {
  readonly #clock: Clock
  readonly #accounts = new Map<string, Account>()
  readonly #feeWays = new Map<string, FeeWay>()
  readonly #elsewhere = new Map<string, Big>()
  readonly #onChange: (account: string, balance: Balance) => void

  constructor(clock: Clock, onChange: (account: string, balance: Balance) => void) {
    this.#clock = clock
    this.#onChange = onChange
  }

  /** An account's assets in the order in which it came by them, those it ran out of included. */
  list(account: string): Balance[] {
    return [...this.#open(account).balances.values()].map((balance) => ({ ...balance }))
  }

  get(account: string, asset: string): Balance {
    const zero = { asset, free: new Big(0), locked: new Big(0) }
    return { ...(this.#open(account).balances.get(asset) ?? zero) }
  }

  /** When the account's balances last changed. */
  changedAt(account: string): Date {
    return this.#open(account).changedAt
  }

  /**
   * Adds to what is free and what is locked; negative amounts take away.
   *
   * @throws {RangeError} if there is not that much.
   */
  add(account: string, asset: string, change: { free?: Big; locked?: Big }): void {
    const before = this.get(account, asset)
    const free = before.free.plus(change.free ?? 0)
    const locked = before.locked.plus(change.locked ?? 0)
    if (free.lt(0) || locked.lt(0)) {
      throw new RangeError(
        `Cannot take ${asset} from ${account}: ${before.free.toFixed()} free, ${before.locked.toFixed()} locked`,
      )
    }
    const opened = this.#open(account)
    opened.balances.set(asset, { asset, free, locked })
    opened.changedAt = this.#clock.now()
    this.#onChange(account, { asset, free, locked })
  }

  /** How fees are taken in a market: as said for it, or for the whole account. */
  feeWayOf(account: string, symbol: string): FeeWay {
    const ways = [`${account} ${symbol}`, account].map((name) => this.#feeWays.get(name))
    return ways[0] ?? ways[1] ?? { kind: 'received' }
  }

  setFeeWay(account: string, way: FeeWay, symbol?: string): void {
    this.#feeWays.set(symbol === undefined ? account : `${account} ${symbol}`, way)
  }

  /**
   * Moves free coins out of the spot account, as into an earning product; a negative amount comes back.
   *
   * @throws {RangeError} if there is not that much.
   */
  lock(account: string, asset: string, amount: Big): void {
    const name = JSON.stringify([account, asset])
    const there = (this.#elsewhere.get(name) ?? new Big(0)).plus(amount)
    if (there.lt(0)) throw new RangeError(`Cannot unlock ${asset}: less is locked`)
    this.add(account, asset, { free: amount.neg() })
    this.#elsewhere.set(name, there)
  }

  /** All that an account has of a coin: free, locked in orders, and locked elsewhere. */
  allOf(account: string, asset: string): Big {
    const { free, locked } = this.get(account, asset)
    return free.plus(locked).plus(this.#elsewhere.get(JSON.stringify([account, asset])) ?? 0)
  }

  /** Replaces a coin by another in all accounts, one for one. */
  rename(coin: string, to: string): void {
    for (const [account, { balances }] of this.#accounts) {
      const old = balances.get(coin)
      if (!old) continue
      this.add(account, coin, { free: old.free.neg(), locked: old.locked.neg() })
      this.add(account, to, { free: old.free, locked: old.locked })
    }
  }

  /** Everyone has the opening money again. */
  clear(): void {
    this.#accounts.clear()
    this.#feeWays.clear()
    this.#elsewhere.clear()
  }

  #open(name: string): Account {
    const known = this.#accounts.get(name)
    if (known) return known
    const account: Account = { balances: new Map(), changedAt: this.#clock.now() }
    for (const [asset, amount] of Object.entries(OPENING_BALANCES)) {
      account.balances.set(asset, { asset, free: new Big(amount), locked: new Big(0) })
    }
    this.#accounts.set(name, account)
    return account
  }
}
