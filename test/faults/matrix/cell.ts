import type { Fate, Request } from '../exchange/fate.ts'
import { EXCHANGE_FAULTS, well, type ExchangeFault } from '../storm/exchange-weather.ts'
import { TROUBLES, type Trouble } from '../confined/troubles.ts'
import { TELEGRAM_FAULTS, telegramWell, type TelegramFault } from '../storm/telegram-weather.ts'
import type { TelegramFate } from '../telegram/telegram-line.ts'
import type { Dice } from '../world/dice.ts'

/** What strikes once, at the first occasion after the crash. */
export type AfterFault =
  | { kind: 'none'; name: string }
  | { kind: 'exchange'; name: string; fault: ExchangeFault }
  | { kind: 'telegram'; name: string; fault: TelegramFault }
  | { kind: 'database'; name: 'SQLITE_BUSY' | 'SQLITE_FULL' }
  | { kind: 'trouble'; name: string; trouble: Trouble }

/** Every fault that may follow a crash. */
export const AFTER_FAULTS: readonly [AfterFault, ...AfterFault[]] = [
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

/** Troubles of the position's symbol, bot or order, which last from the crash to the end of the faults. */
export const TROUBLES_AFTER: readonly AfterFault[] = TROUBLES.map((trouble) => ({
  kind: 'trouble',
  name: trouble.name,
  trouble,
}))

/**
 * One cell of the matrix: a crash at its `point`-th point, then one fault.
 *
 * Points begin with the red button: what a process does before is nothing of the exit. They are what leaves the world different: after each commit that says more than who works on
 * what, after each change at the exchange and in the chat, and while one is on its way. A crash
 * anywhere else finds the same database, exchange and chat as the point before it, because a
 * process takes all that it has only read to its grave.
 */
export class Cell {
  /** Milliseconds from the schedule's start to the red button. */
  readonly #from: number
  readonly #point: number
  readonly #after: AfterFault
  readonly #chances = new Set<AfterFault>()
  #passed = 0
  #deaths = 0
  #struck = false

  constructor(from: number, point: number, after: AfterFault) {
    this.#from = from
    this.#point = point
    this.#after = after
  }

  /** How many points there were. */
  get points(): number {
    return this.#passed
  }

  /** Faults that would have had an occasion after the crash: with any other, all went just like this. */
  get chances(): ReadonlySet<AfterFault> {
    return this.#chances
  }

  strikes(point: string, age: number): boolean {
    if (age < this.#from || !/^(commit$|done |sent )/.test(point)) return false
    this.#passed += 1
    return this.#deaths === 0 && this.#passed === this.#point
  }

  afterDeath(): void {
    this.#deaths += 1
  }

  exchangeFate(request: Request, dice: Dice): Fate {
    const met = this.#strikesNow((of) => of.kind === 'exchange' && of.fault.meets(request))
    return met?.kind === 'exchange' ? met.fault.fate(dice) : well(dice)
  }

  telegramFate(method: string, dice: Dice): TelegramFate {
    const met = this.#strikesNow((of) => of.kind === 'telegram' && of.fault.meets(method))
    return met?.kind === 'telegram' ? met.fault.fate(dice) : telegramWell(dice)
  }

  databaseFault(sql: string): 'SQLITE_BUSY' | 'SQLITE_FULL' | undefined {
    if (/^(commit|rollback|savepoint|release)/.test(sql)) return undefined
    // A disk is found full by what writes, a database busy by what begins to.
    const met = this.#strikesNow(
      (of) => of.kind === 'database' && (of.name === 'SQLITE_BUSY' || sql !== 'begin'),
    )
    return met?.kind === 'database' ? met.name : undefined
  }

  /** The fault, when this is its occasion. */
  #strikesNow(meets: (fault: AfterFault) => boolean): AfterFault | undefined {
    if (this.#deaths === 0 || this.#struck) return undefined
    if (this.#after.kind === 'none') {
      for (const fault of AFTER_FAULTS) if (meets(fault)) this.#chances.add(fault)
      return undefined
    }
    if (!meets(this.#after)) return undefined
    this.#struck = true
    return this.#after
  }
}
