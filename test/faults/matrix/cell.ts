import type { Fate, Request } from '../exchange/fate.ts'
import { EXCHANGE_FAULTS, well, type ExchangeFault } from '../storm/exchange-weather.ts'
import { TELEGRAM_FAULTS, telegramWell, type TelegramFault } from '../storm/telegram-weather.ts'
import type { TelegramFate } from '../telegram/telegram-line.ts'
import type { Dice } from '../world/dice.ts'

/** What strikes once, at the first occasion after the crash. */
export type AfterFault =
  | { kind: 'none'; name: string }
  | { kind: 'exchange'; name: string; fault: ExchangeFault }
  | { kind: 'telegram'; name: string; fault: TelegramFault }
  | { kind: 'database'; name: 'SQLITE_BUSY' | 'SQLITE_FULL' }

/** Every fault that may follow a crash. */
export const AFTER_FAULTS: readonly AfterFault[] = [
  { kind: 'none', name: 'nothing' },
  ...EXCHANGE_FAULTS.map((fault) => ({ kind: 'exchange' as const, name: fault.name, fault })),
  ...TELEGRAM_FAULTS.map((fault) => ({ kind: 'telegram' as const, name: fault.name, fault })),
  { kind: 'database', name: 'SQLITE_BUSY' },
  { kind: 'database', name: 'SQLITE_FULL' },
]

/** Those that come out differently behind the adapters: a retry can't tell the others apart. */
export const DISTINCT_FAULTS: readonly AfterFault[] = AFTER_FAULTS.filter(
  (after) => !('fault' in after) || after.fault.like === undefined,
)

/**
 * One cell of the matrix: a crash at its `point`-th point, then one fault.
 *
 * Points are what leaves the world different: after each commit that says more than who works on
 * what, after each change at the exchange and in the chat, and while one is on its way. A crash
 * anywhere else finds the same database, exchange and chat as the point before it, because a
 * process takes all that it has only read to its grave.
 */
export class Cell {
  readonly #point: number
  readonly #after: AfterFault
  #passed = 0
  #deaths = 0
  #struck = false

  constructor(point: number, after: AfterFault) {
    this.#point = point
    this.#after = after
  }

  /** How many points there were. */
  get points(): number {
    return this.#passed
  }

  strikes(point: string): boolean {
    if (!/^(commit$|done |sent )/.test(point)) return false
    this.#passed += 1
    return this.#deaths === 0 && this.#passed === this.#point
  }

  afterDeath(): void {
    this.#deaths += 1
  }

  exchangeFate(request: Request, dice: Dice): Fate {
    const after = this.#after
    if (after.kind !== 'exchange' || !after.fault.meets(request) || !this.#strikesNow()) {
      return well(dice)
    }
    return after.fault.fate(dice)
  }

  telegramFate(method: string, dice: Dice): TelegramFate {
    const after = this.#after
    if (after.kind !== 'telegram' || !after.fault.meets(method) || !this.#strikesNow()) {
      return telegramWell(dice)
    }
    return after.fault.fate(dice)
  }

  databaseFault(sql: string): 'SQLITE_BUSY' | 'SQLITE_FULL' | undefined {
    const after = this.#after
    if (after.kind !== 'database' || /^(commit|rollback|savepoint|release)/.test(sql))
      return undefined
    // A disk is found full by what writes, a database busy by what begins to.
    const fits = after.name === 'SQLITE_BUSY' || sql !== 'begin'
    return fits && this.#strikesNow() ? after.name : undefined
  }

  #strikesNow(): boolean {
    if (this.#deaths === 0 || this.#struck) return false
    this.#struck = true
    return true
  }
}
