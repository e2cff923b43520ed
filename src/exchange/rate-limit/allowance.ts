import type { Budget } from './budget.ts'
import type { Lane } from './rate-window.ts'
import type { Part, SharedLimits, Spent } from './shared-limits.ts'

/**
 * Beyond what is wanted at once: a lane at work asks each second or two. Whoever is killed takes its part
 * along until it would have been spent, so that an exit that is killed again and again must not hold much.
 */
function reserveOf({ weight, seconds }: Budget): number {
  return Math.ceil(weight * Math.min(1 / 8, Math.max(1 / 60, 1.5 / seconds)))
}

/** What this process may spend in one lane of a budget that it shares with others. */
export class Allowance {
  readonly #lease: SharedLimits['lease']
  readonly #of: { pool: string; budget: Budget; lane: Lane }
  #part: Part | undefined
  #spent: Spent | undefined
  #asking: Promise<void> | undefined
  /** Nothing can be had before. */
  notBefore = new Date(0)

  constructor(lease: SharedLimits['lease'], of: { pool: string; budget: Budget; lane: Lane }) {
    this.#lease = lease
    this.#of = of
  }

  /** Spends `weight` of what this process holds; false if it holds less. */
  spend(weight: number, now: Date): boolean {
    const part = this.#part
    const spent = this.#spent
    if (!part || !spent || now >= part.until || spent.weight + weight > part.weight) return false
    spent.weight += weight
    spent.at = now
    return true
  }

  /** Whether an answer is awaited. */
  get isAsked(): boolean {
    return this.#asking !== undefined
  }

  /** Asks for `least`, better for all that is `wanted`, and more in reserve; one question at a time. */
  refill(least: number, wanted: number): Promise<void> {
    this.#asking ??= this.#ask(least, wanted).finally(() => (this.#asking = undefined))
    return this.#asking
  }

  async #ask(least: number, wanted: number): Promise<void> {
    const before = this.#spent
    this.#part = this.#spent = undefined
    const most = Math.max(wanted, reserveOf(this.#of.budget))
    const given = await this.#lease({ ...this.#of, least, most, before })
    if (given instanceof Date) {
      this.notBefore = given
      return
    }
    this.#part = given
    this.#spent = { id: given.id, weight: 0, at: given.until }
  }
}
