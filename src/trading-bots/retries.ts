import type { Clock } from '../lib/clock.ts'
import { HoldOff } from './hold-off.ts'
import type { TroubleCause } from './tick-trouble.ts'

const FIRST_SECONDS = 10
/** After an outage of the whole exchange, no bot should stand still for much longer. */
const LONGEST_SECONDS = 60

/**
 * Orders and pairs of one key that the exchange did not answer about. Each is tried again after a while,
 * and later each time, so that a trouble that lasts costs its neighbours nothing. Kept in memory alone.
 */
export class Retries {
  readonly #holdOff: HoldOff
  readonly #causes = new Map<string, TroubleCause>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#holdOff = new HoldOff(clock, FIRST_SECONDS, LONGEST_SECONDS)
  }

  /** `id` is an order's id or a symbol. */
  failed(id: string, cause: TroubleCause): void {
    this.#causes.set(id, cause)
    this.#holdOff.begin(id)
  }

  answered(id: string): void {
    this.#causes.delete(id)
    this.#holdOff.end(id)
  }

  /** Whether it is to be asked about now. */
  isDue(id: string): boolean {
    return !this.#holdOff.isOn(id)
  }

  /** What went wrong when it was last asked about; undefined when nothing did. */
  causeOf(id: string): TroubleCause | undefined {
    return this.#causes.get(id)
  }

  /** Forgets all but these. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#causes.keys()) if (!ids.has(id)) this.answered(id)
  }
}
