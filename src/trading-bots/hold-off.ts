import { addSeconds, type Clock } from '../lib/clock.ts'

const FIRST_SECONDS = 60
const LONGEST_SECONDS = 900

interface Wait {
  until: Date
  seconds: number
}

/**
 * Places in which an order was just turned away for reasons that pass: they rest for a minute, and
 * longer each time. Kept in memory alone: after a restart each is tried again at once.
 */
export class HoldOff {
  readonly #clock: Pick<Clock, 'now'>
  readonly #waits = new Map<string, Wait>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Lets the place rest. Gives for how many seconds. */
  begin(botId: string, slot: string): number {
    const name = nameOf(botId, slot)
    const before = this.#waits.get(name)
    const seconds = Math.min(
      before === undefined ? FIRST_SECONDS : 2 * before.seconds,
      LONGEST_SECONDS,
    )
    this.#waits.set(name, { until: addSeconds(this.#clock.now(), seconds), seconds })
    return seconds
  }

  isOn(botId: string, slot: string): boolean {
    const wait = this.#waits.get(nameOf(botId, slot))
    if (wait === undefined) return false
    // A clock that was set back must not make it last.
    const left = wait.until.getTime() - this.#clock.now().getTime()
    return left > 0 && left <= wait.seconds * 1000
  }

  /** An order was taken there. */
  end(botId: string, slot: string): void {
    this.#waits.delete(nameOf(botId, slot))
  }
}

function nameOf(botId: string, slot: string): string {
  return `${botId} ${slot}`
}
