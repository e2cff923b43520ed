import { addSeconds } from '../lib/clock.ts'
import { errorFields } from '../lib/log.ts'
import { transact } from '../db/transact.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { troubleOf } from '../exchange/trouble.ts'
import type { Core } from '../queue/core.ts'
import {
  dropLateRow,
  listLateRows,
  putLateRow,
  type LateCause,
  type LateKind,
  type LateRow,
} from './late-work-repo.ts'

/** A part of the work on a key that could not be completed: one pair, or all of it. */
export interface Failing {
  symbol?: string
  cause: LateCause
  until?: Date
  /** Now, when left out. */
  since?: Date
}

/** Work that has not ended by itself after so long hangs. */
const HANGS_SECONDS = 240

/**
 * Since when the work on each key could not be completed. It is on record for all processes, and survives
 * them; work that goes well costs nothing.
 */
export class LateWork {
  readonly #core: Pick<Core, 'db' | 'clock' | 'log'>
  readonly #known = new Map<string, Map<string, LateRow>>()
  /** When the ticks that run in this process began, by key. */
  readonly #running = new Map<string, Date>()

  constructor(core: Pick<Core, 'db' | 'clock' | 'log'>) {
    this.#core = core
  }

  /** Learns what other processes have recorded. */
  async load(): Promise<void> {
    const rows = await listLateRows(this.#core.db)
    this.#known.clear()
    for (const row of rows) this.#of(row).set(row.symbol, row)
  }

  /** Runs one tick of a key, and records it should it fail or hang. */
  async watchTick<Result>(keyId: string, tick: () => Promise<Result>): Promise<Result> {
    this.#running.set(keyId, this.#core.clock.now())
    try {
      return await tick()
    } catch (error) {
      await this.note('tick', keyId, failingOf(error))
      throw error
    } finally {
      this.#running.delete(keyId)
    }
  }

  /** Records the ticks that hang. */
  async noteHanging(): Promise<void> {
    const before = addSeconds(this.#core.clock.now(), -HANGS_SECONDS)
    for (const [keyId, since] of this.#running) {
      if (since <= before) await this.note('tick', keyId, [{ cause: 'own-fault', since }])
    }
  }

  /** Records how work on a key ended: nothing failing means that it was completed. */
  async note(kind: LateKind, keyId: string, failing: readonly Failing[]): Promise<void> {
    const known = this.#known.get(`${kind} ${keyId}`)
    if (known === undefined && failing.length === 0) return
    try {
      await this.#write({ kind, keyId }, failing)
    } catch (error) {
      // The next time it is noted again; the work itself must not fail for it.
      this.#core.log.warn('late-work-not-noted', { key: keyId, ...errorFields(error) })
    }
  }

  async #write(of: Pick<LateRow, 'kind' | 'keyId'>, failing: readonly Failing[]): Promise<void> {
    const known = this.#of(of)
    const now = this.#core.clock.now()
    const rows = new Map(failing.map((one) => [one.symbol ?? '', toRow(of, now, one, known)]))
    const over = [...known.values()].filter(({ symbol }) => !rows.has(symbol))
    const changed = [...rows.values()].filter((row) => hasChanged(row, known.get(row.symbol)))
    if (over.length + changed.length > 0) {
      await transact(this.#core.db, async (trx) => {
        for (const row of over) await dropLateRow(trx, row)
        for (const row of changed) await putLateRow(trx, row)
      })
    }
    if (rows.size === 0) this.#known.delete(`${of.kind} ${of.keyId}`)
    else this.#known.set(`${of.kind} ${of.keyId}`, rows)
  }

  #of({ kind, keyId }: Pick<LateRow, 'kind' | 'keyId'>): Map<string, LateRow> {
    const place = `${kind} ${keyId}`
    const known = this.#known.get(place) ?? new Map<string, LateRow>()
    this.#known.set(place, known)
    return known
  }
}

function toRow(
  of: Pick<LateRow, 'kind' | 'keyId'>,
  now: Date,
  { symbol = '', cause, until, since = now }: Failing,
  known: ReadonlyMap<string, LateRow>,
): LateRow {
  const before = known.get(symbol)
  const causeSince = before?.cause === cause ? before.causeSince : since
  return { ...of, symbol, cause, until, since: before?.since ?? since, causeSince }
}

function hasChanged({ cause, until }: LateRow, before: LateRow | undefined): boolean {
  return before?.cause !== cause || before.until?.getTime() !== until?.getTime()
}

/** What a failed request means for all of the work on a key; empty when the key itself is refused: that is being confirmed. */
export function failingOf(error: unknown): Failing[] {
  if (!(error instanceof ExchangeError)) return [{ cause: 'own-fault' }]
  const trouble = troubleOf(error) ?? { kind: 'errors' }
  switch (trouble.kind) {
    case 'key-refused':
      return []
    case 'silence':
      return [{ cause: 'silence', until: trouble.until }]
    case 'unreachable':
    case 'errors':
    case 'own-limit':
      return [{ cause: trouble.kind }]
  }
}
