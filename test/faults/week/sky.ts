import { DIALECTS } from '../../../src/exchange/adapters/registry.ts'
import type { KeyRights } from '../../../src/exchange/exchange.ts'
import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import { Refusal, type Answer } from '../../../src/exchange/ccxt/refusal.ts'
import { classify } from '../../../src/exchange/dialect/error-table.ts'
import type { Dice } from '../world/dice.ts'
import { aPage, anAnswer } from './answers.ts'
import type { Incident } from './forecast.ts'

/** One key at its exchange, with its fate. Milliseconds from the start. */
export interface Fate {
  exchange: ExchangeId
  /** Bound to our address. */
  bound: boolean
  /** From when on it is refused, and until when. */
  dies?: { from: number; to: number; answer: Answer }
}

const SIGNED_MS = 5_000
/** A living key is refused for a moment (ccxt#11045): about once in so many probes. */
const SPORADIC = 20_000

interface SkyParts {
  dice: Dice
  /** Milliseconds since the start. */
  now: () => number
  incidents: readonly Incident[]
  fates: ReadonlyMap<string, Fate>
}

/** All exchanges of the week, as seen through the wire: what each request is answered. */
export class Sky {
  readonly counts = new Map<string, number>()
  /** Requests that came inside a window in which the exchange wanted none. */
  readonly trespasses: string[] = []
  readonly #parts: SkyParts
  readonly #byExchange: Map<ExchangeId, Incident[]>
  readonly #closedUntil = new Map<string, number>()
  readonly #perSecond = { second: -1, count: 0, most: 0 }

  constructor(parts: SkyParts) {
    this.#parts = parts
    this.#byExchange = Map.groupBy(parts.incidents, ({ exchange }) => exchange)
  }

  /** Most probes in one second. */
  get peak(): number {
    return this.#perSecond.most
  }

  /** What the key may do. `signedAt` is the time that the request carries, since the start. */
  rights(exchange: ExchangeId, apiKey: string, signedAt: number): KeyRights {
    this.#arrive(exchange, apiKey)
    const { dice, fates, now } = this.#parts
    const fate = fates.get(apiKey)
    if (fate === undefined) throw new RangeError(`Cannot answer: nobody has the key ${apiKey}`)
    const incident = this.#incident(exchange)
    this.#suffer(exchange, apiKey, incident)
    if (Math.abs(signedAt - this.#timeOf(exchange)) > SIGNED_MS) {
      this.#refuse('clock', anAnswer(dice, exchange, 'clock', 'transient'))
    }
    if (incident?.kind === 'blocked' && fate.bound) {
      const answer = anAnswer(dice, exchange, 'ip_blocked', 'ambiguous_auth')
      this.#refuse('blocked', answer)
    }
    const { dies } = fate
    if (dies !== undefined && now() >= dies.from && now() < dies.to) {
      this.#refuse('dead', dies.answer)
    }
    if (incident?.kind === 'mistaken' && isUnlucky(apiKey)) {
      const answer = anAnswer(dice, exchange, 'revoked', 'ambiguous_auth')
      this.#refuse('mistaken', answer)
    }
    if (dice.chance(1 / SPORADIC)) {
      const answer = anAnswer(dice, exchange, 'revoked', 'ambiguous_auth')
      this.#refuse('sporadic', answer)
    }
    this.#count('answered well')
    return {
      read: true,
      trade: true,
      withdraw: false,
      ipBound: fate.bound,
      createdAt: undefined,
      expiresAt: undefined,
    }
  }

  /** Milliseconds of the exchange's clock since the start. */
  time(exchange: ExchangeId): number {
    this.#arrive(exchange, undefined)
    this.#suffer(exchange, undefined, this.#incident(exchange))
    return this.#timeOf(exchange)
  }

  #timeOf(exchange: ExchangeId): number {
    const incident = this.#incident(exchange)
    return this.#parts.now() + (incident?.kind === 'skew' ? 30_000 : 0)
  }

  #incident(exchange: ExchangeId): Incident | undefined {
    const now = this.#parts.now()
    return this.#byExchange.get(exchange)?.find(({ from, to }) => now >= from && now < to)
  }

  /** What has nothing to do with the key. */
  #suffer(exchange: ExchangeId, apiKey: string | undefined, incident: Incident | undefined): void {
    const { dice } = this.#parts
    switch (incident?.kind) {
      case 'maintenance': {
        const answer = dice.chance(0.5)
          ? aPage(dice)
          : anAnswer(dice, exchange, 'maintenance', 'transient')
        return this.#refuse('maintenance', answer)
      }
      case 'dns':
        this.#count('no way there')
        throw new Error('getaddrinfo EAI_AGAIN')
      case 'noise':
        if (!dice.chance(0.3)) return
        if (dice.chance(0.5)) return this.#refuse('page', aPage(dice))
        this.#count('cut')
        throw new Error('socket hang up')
      case 'flood':
        if (!dice.chance(0.1)) return
        return this.#flood(exchange, apiKey)
      case undefined:
      case 'skew':
      case 'blocked':
      case 'mistaken':
    }
  }

  #flood(exchange: ExchangeId, apiKey: string | undefined): void {
    const { dice, now } = this.#parts
    const seconds = dice.whole(5, 300)
    const answer = { ...anAnswer(dice, exchange, 'rate'), retryAfter: String(seconds) }
    const meant = classify(DIALECTS[exchange].errors, answer, { act: 'read', now: new Date() })
    // No key, no limit of a key.
    if (!meant.floods && apiKey === undefined) return
    const whose = meant.floods || apiKey === undefined ? exchange : apiKey
    this.#closedUntil.set(
      whose,
      Math.max(this.#closedUntil.get(whose) ?? 0, now() + seconds * 1000),
    )
    this.#count('windows of Retry-After')
    return this.#refuse('flood', answer)
  }

  #arrive(exchange: ExchangeId, apiKey: string | undefined): void {
    const now = this.#parts.now()
    this.#count('requests')
    if (apiKey !== undefined) this.#countSecond(Math.floor(now / 1000))
    const closed = Math.max(
      this.#closedUntil.get(exchange) ?? 0,
      this.#closedUntil.get(apiKey ?? '') ?? 0,
    )
    if (now < closed) this.trespasses.push(`${exchange} at ${now}, closed until ${closed}`)
  }

  #countSecond(second: number): void {
    const counted = this.#perSecond
    counted.count = counted.second === second ? counted.count + 1 : 1
    counted.second = second
    counted.most = Math.max(counted.most, counted.count)
  }

  #refuse(what: string, answer: Answer): never {
    this.#count(`answered: ${what}`)
    throw new Refusal(answer)
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
}

/** Two keys of five, always the same. */
function isUnlucky(apiKey: string): boolean {
  return Number(apiKey.slice(-6)) % 5 < 2
}
