import {
  createRandom,
  hashText,
  type Random,
} from '../../../src/playground/paper-exchange/random.ts'

/** Seeded chance: the same seed and use give the same throws for ever. */
export class Dice {
  readonly #seed: number
  readonly #random: Random

  constructor(seed: number, use = '') {
    this.#seed = (seed ^ hashText(use)) >>> 0
    this.#random = createRandom(this.#seed)
  }

  /** Dice of their own, so that more throws here change nothing there. */
  for(use: string): Dice {
    return new Dice(this.#seed, use)
  }

  /** From 0 up to but not including 1. */
  readonly throw = (): number => this.#random()

  /** True in that part of all cases. */
  chance(part: number): boolean {
    return this.#random() < part
  }

  between(low: number, high: number): number {
    return low + this.#random() * (high - low)
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1))
  }

  /** Small numbers as often as large ones of another order of magnitude. */
  spread(low: number, high: number): number {
    return low * (high / low) ** this.#random()
  }

  pick<T>(from: readonly T[]): T {
    const one = from[Math.floor(this.#random() * from.length)]
    if (one === undefined) throw new RangeError('Cannot pick: there is nothing')
    return one
  }
}
