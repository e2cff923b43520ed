import { startUndock, type UndockProcess } from '../../support/undock-process.ts'
import type { Dice } from '../world/dice.ts'

/** How often something has happened to a process. */
export interface Blows {
  kills: number
  freezes: number
}

/** Milliseconds between two blows. */
const BETWEEN = [300, 2_500] as const
/** Longer than an order's window: what the frozen process still sends is too late. */
const FROZEN = [6_000, 14_000] as const
const FREEZE_RATE = 0.06
/** The others get to their work before the next blow. */
const KILLED_AT_START = 0.1

/** Processes of Undock that are killed or frozen again and again, and started anew at once. */
export class Killer {
  readonly blows: Blows = { kills: 0, freezes: 0 }
  readonly #processes: UndockProcess[]
  readonly #dice: Dice
  readonly #env: Record<string, string>
  #over = false
  #done: Promise<void> = Promise.resolve()

  private constructor(
    processes: UndockProcess[],
    { dice, env }: { dice: Dice; env: Record<string, string> },
  ) {
    this.#processes = processes
    this.#dice = dice
    this.#env = env
  }

  static async start(
    count: number,
    edges: { dice: Dice; env: Record<string, string> },
  ): Promise<Killer> {
    const start = () => startUndock(edges.env, { untilItRuns: false })
    const killer = new Killer(await Promise.all(Array.from({ length: count }, start)), edges)
    killer.#done = killer.#goOn()
    return killer
  }

  /** No more blows; the processes go on. */
  async rest(): Promise<void> {
    this.#over = true
    await this.#done
  }

  async stop(): Promise<void> {
    await this.rest()
    await Promise.all(this.#processes.map((undock) => undock.kill9()))
  }

  async #goOn(): Promise<void> {
    while (!this.#over) {
      await pause(this.#dice.between(...BETWEEN))
      const at = this.#dice.whole(0, this.#processes.length - 1)
      if (this.#dice.chance(FREEZE_RATE)) await this.#freeze(at)
      else await this.#kill(at)
    }
  }

  async #kill(at: number): Promise<void> {
    await this.#processes[at]?.kill9()
    this.blows.kills += 1
    const untilItRuns = !this.#dice.chance(KILLED_AT_START)
    this.#processes[at] = await startUndock(this.#env, { untilItRuns })
  }

  async #freeze(at: number): Promise<void> {
    this.#processes[at]?.freeze()
    this.blows.freezes += 1
    await pause(this.#dice.between(...FROZEN))
    this.#processes[at]?.thaw()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
