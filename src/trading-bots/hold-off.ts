import { addSeconds, type Clock } from '../lib/clock.ts'

const FIRST_SECONDS = 60
const LONGEST_SECONDS = 900

interface Wait {
  until: Date
  seconds: number
}

/**
 * Places that were just turned away for reasons that pass, such as an order of a bot: they rest for a
 * minute, if not said, and longer each time. Kept in memory alone: after a restart each is tried at once.
 */
export class HoldOff {
  readonly #clock: Pick<Clock, 'now'>
  readonly #firstSeconds: number
  readonly #longestSeconds: number
  readonly #waits = new Map<string, Wait>()

  constructor(
    clock: Pick<Clock, 'now'>,
    firstSeconds = FIRST_SECONDS,
    longestSeconds = LONGEST_SECONDS,
  ) {
    this.#clock = clock
    this.#firstSeconds = firstSeconds
    this.#longestSeconds = longestSeconds
  }

  /** Lets the place rest, e.g. the slot of a bot. Returns for how many seconds. */
  begin(...place: readonly string[]): number {
    const name = nameOf(place)
    const before = this.#waits.get(name)
    const seconds = Math.min(
      before === undefined ? this.#firstSeconds : 2 * before.seconds,
      this.#longestSeconds,
    )
    this.#waits.set(name, { until: addSeconds(this.#clock.now(), seconds), seconds })
    return seconds
  }

  isOn(...place: readonly string[]): boolean {
    const wait = this.#waits.get(nameOf(place))
    if (wait === undefined) return false
    // A clock that was set back must not make it last.
    const left = wait.until.getTime() - this.#clock.now().getTime()
    return left > 0 && left <= wait.seconds * 1000
  }

  /** It was not turned away this time. */
  end(...place: readonly string[]): void {
    this.#waits.delete(nameOf(place))
  }
}

function nameOf(place: readonly string[]): string {
  return place.join(' ')
}
