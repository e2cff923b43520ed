import type { Trx } from '../../../src/db/schema.ts'
import type { Queue, Wake } from '../../../src/queue/queue.ts'
import type { VirtualTime } from '../world/virtual-time.ts'

/** The queue in memory, for one lane: two million wakes would take most of the time as rows. */
export class WeekQueue implements Queue {
  readonly #time: VirtualTime
  readonly #work: (id: string) => Promise<void>
  readonly #planned = new Map<string, { at: number; callOff: () => void }>()
  readonly #running = new Map<string, { again: number | undefined }>()

  /** Does the work of the lane `watch`, never twice at once for an id; other lanes have nobody. */
  constructor(time: VirtualTime, work: (id: string) => Promise<void>) {
    this.#time = time
    this.#work = work
  }

  /** How many are being worked on. */
  get busy(): number {
    return this.#running.size
  }

  async wake(_: Trx | undefined, { lane, id, at }: Wake): Promise<void> {
    if (lane === 'watch') this.#plan(id, at?.getTime() ?? this.#time.ms)
  }

  nudge(): void {
    // It looks by itself.
  }

  work(): void {
    throw new TypeError('Cannot take work: the week has its own')
  }

  async start(): Promise<void> {
    // It runs as time passes.
  }

  isAlive(): boolean {
    return true
  }

  async stop(): Promise<void> {
    for (const { callOff } of this.#planned.values()) callOff()
  }

  #plan(id: string, at: number): void {
    const running = this.#running.get(id)
    if (running !== undefined) {
      running.again = Math.min(at, running.again ?? Infinity)
      return
    }
    const planned = this.#planned.get(id)
    if (planned !== undefined && planned.at <= at) return
    planned?.callOff()
    const callOff = this.#time.after(at - this.#time.ms, () => void this.#run(id))
    this.#planned.set(id, { at, callOff })
  }

  async #run(id: string): Promise<void> {
    this.#planned.delete(id)
    const running: { again: number | undefined } = { again: undefined }
    this.#running.set(id, running)
    await this.#work(id)
    this.#running.delete(id)
    if (running.again !== undefined) this.#plan(id, running.again)
  }
}
