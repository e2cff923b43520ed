import type { Budget } from './budget.ts'
import type { Lane } from './rate-window.ts'
import type { Part, SharedLimits, Spent } from './shared-limits.ts'

/** Parts of which a lane at work needs one each second or two; many processes must be able to hold one. */
function shareOf({ seconds }: Budget, lane: Lane): number {
  const least = lane === 'exit' ? 1 / 10 : 1 / 40
  return Math.min(1 / 8, Math.max(least, 1.5 / seconds))
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

  /** Asks for enough to spend `weight` at once, and more in reserve; one question at a time. */
  refill(weight: number): Promise<void> {
    this.#asking ??= this.#ask(weight).finally(() => (this.#asking = undefined))
    return this.#asking
  }

  async #ask(least: number): Promise<void> {
    const before = this.#spent
    this.#part = this.#spent = undefined
    const { budget, lane } = this.#of
    const most = Math.max(least, Math.ceil(budget.weight * shareOf(budget, lane)))
    const given = await this.#lease({ ...this.#of, least, most, before })
    if (given instanceof Date) {
      this.notBefore = given
      return
    }
    this.#part = given
    this.#spent = { id: given.id, weight: 0, at: given.until }
  }
}
