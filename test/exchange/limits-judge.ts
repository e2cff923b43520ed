import type { Budget } from '../../src/exchange/rate-limit/budget.ts'
import type { Lane } from '../../src/exchange/rate-limit/rate-window.ts'

interface Sent {
  at: number
  weight: number
  lane: Lane
}

/** An exchange that counts every request against its budget, in each stretch of time that ends with one. */
export class Judge {
  readonly #budget: Budget
  readonly #sent: Sent[] = []
  readonly #pauses: { from: number; until: number }[] = []
  /** What should not have been sent. */
  readonly faults: string[] = []

  constructor(budget: Budget) {
    this.#budget = budget
  }

  receive(sent: Sent): void {
    this.#sent.push(sent)
    const { weight, seconds } = this.#budget
    const [all, routine] = [this.spent(sent.at), this.spent(sent.at, 'routine')]
    if (all > weight) this.faults.push(`${all} of ${weight} within ${seconds} s`)
    if (routine > weight / 2) this.faults.push(`${routine} of ${weight / 2} are routine`)
    const pause = this.#pauses.find(({ from, until }) => sent.at >= from && sent.at < until)
    if (pause) this.faults.push(`sent ${pause.until - sent.at} ms before the pause was over`)
  }

  pause(from: Date, until: Date): void {
    this.#pauses.push({ from: from.getTime(), until: until.getTime() })
  }

  /** The weight of the last stretch, of one lane or of both. */
  spent(now: number, lane?: Lane): number {
    return this.#sent
      .filter((one) => one.at > now - this.#budget.seconds * 1000)
      .filter((one) => lane === undefined || one.lane === lane)
      .reduce((sum, { weight }) => sum + weight, 0)
  }

  get total(): number {
    return this.#sent.reduce((sum, { weight }) => sum + weight, 0)
  }
}
