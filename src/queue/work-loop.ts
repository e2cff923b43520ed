import { addSeconds, type Clock } from '../lib/clock.ts'
import { errorFields, type Log } from '../lib/log.ts'
import { LANES, type Lane, type Work, type WorkOptions } from './queue.ts'

/** Longest time between two looks, should a nudge be lost. */
const LOOK_SECONDS = 30
const LONGEST_RETRY_SECONDS = 300
/** Until a lane that could not be served is looked at again. */
const RETRY_LANE_SECONDS = 1
/** Between two tries to record how work ended. */
const SETTLE_SECONDS = 1

/** One piece of work that is taken: nobody else does it meanwhile. */
export interface Claim {
  id: string
  /** How often it has failed in a row. */
  tries: number
}

/** Where a driver keeps what is to be done. */
export interface Shelf<Taken extends Claim> {
  /** Lanes that have something to do now, most urgent first. */
  lanesDue(now: Date): Promise<readonly Lane[]>
  /** Takes what is due in a lane, `most` pieces at most. Empty when there is nothing left. */
  take(lane: Lane, most: number, now: Date): Promise<readonly Taken[]>
  /** It is done, unless it was woken meanwhile. */
  finish(lane: Lane, taken: Taken): Promise<void>
  /** It was taken and not begun. */
  release(lane: Lane, taken: Taken): Promise<void>
  /** It failed and is put back until then. */
  putBack(lane: Lane, taken: Taken, until: Date): Promise<void>
  /** When the first of what was not due yet at `after` falls due. */
  nextDue(after: Date): Promise<Date | undefined>
}

interface Worker {
  options: WorkOptions
  running: number
  work: Work
}

/** Takes what is due from a shelf, lane by lane, and does it, as much at once as each lane allows. */
export class WorkLoop<Taken extends Claim> {
  readonly #shelf: Shelf<Taken>
  readonly #clock: Clock
  readonly #log: Log
  readonly #mayWork: (options: WorkOptions) => boolean
  readonly #workers = new Map<Lane, Worker>()
  readonly #underWay = new Set<Promise<void>>()
  #lastLook = Promise.resolve()
  #lookedAt = 0
  #running = false
  #looking = false
  #lookAgain = false
  #failedLanes = false
  #cancelTimer: () => void = () => undefined

  constructor(
    shelf: Shelf<Taken>,
    { clock, log }: { clock: Clock; log: Log },
    mayWork: (options: WorkOptions) => boolean = () => true,
  ) {
    this.#shelf = shelf
    this.#clock = clock
    this.#log = log
    this.#mayWork = mayWork
  }

  work(lane: Lane, options: WorkOptions, work: Work): void {
    this.#workers.set(lane, { options, running: 0, work })
  }

  start(): void {
    this.#running = true
    this.nudge()
  }

  /** Looks for due work now. */
  nudge(): void {
    if (!this.#running) return
    if (this.#looking) this.#lookAgain = true
    else this.#lastLook = this.#look()
  }

  /** Whether it has looked for work lately. */
  isAlive(): boolean {
    const age = this.#clock.now().getTime() - this.#lookedAt
    return this.#running && age < 2 * LOOK_SECONDS * 1000
  }

  /** Takes no new work and waits for what is under way, `graceMs` at most. */
  async stop(graceMs: number): Promise<void> {
    this.#running = false
    this.#cancelTimer()
    const { promise: tooLate, resolve } = Promise.withResolvers<void>()
    const cancel = this.#clock.after(graceMs, resolve)
    await Promise.race([this.#drained(), tooLate])
    cancel()
  }

  async #drained(): Promise<void> {
    await this.#lastLook
    await Promise.all(this.#underWay)
  }

  async #look(): Promise<void> {
    this.#looking = true
    this.#cancelTimer()
    try {
      let now: Date
      do {
        this.#lookAgain = false
        now = this.#clock.now()
        this.#lookedAt = now.getTime()
        const due = await this.#shelf.lanesDue(now)
        for (const lane of LANES) if (due.includes(lane)) await this.#tryToFill(lane, now)
      } while (this.#lookAgain && this.#running)
      await this.#sleepUntilDue(now)
    } catch (error) {
      this.#log.error('queue-look-failed', errorFields(error))
      this.#sleep(1)
    } finally {
      this.#looking = false
    }
    if (this.#lookAgain) this.nudge()
  }

  /** A lane that can't be served leaves the others theirs. */
  async #tryToFill(lane: Lane, now: Date): Promise<void> {
    try {
      await this.#fill(lane, now)
    } catch (error) {
      this.#log.error('lane-not-served', { lane, ...errorFields(error) })
      this.#failedLanes = true
    }
  }

  async #fill(lane: Lane, now: Date): Promise<void> {
    const worker = this.#workers.get(lane)
    if (worker === undefined) return
    for (;;) {
      const free = worker.options.concurrency - worker.running
      if (!this.#running || free <= 0 || !this.#mayWork(worker.options)) return
      const taken = await this.#shelf.take(lane, free, now)
      if (taken.length === 0) return
      if (!this.#running) {
        for (const one of taken) await this.#shelf.release(lane, one)
        return
      }
      for (const one of taken) {
        worker.running += 1
        const done = this.#do(lane, worker, one).finally(() => this.#underWay.delete(done))
        this.#underWay.add(done)
      }
    }
  }

  async #do(lane: Lane, worker: Worker, taken: Taken): Promise<void> {
    const end = await worker.work(taken.id).then(
      () => 'done' as const,
      (error: unknown) => {
        // Cut off by the stop: no fault of its own, and it goes first again.
        if (!this.#running) return 'cut-off' as const
        this.#log.error('work-failed', { lane, id: taken.id, ...errorFields(error) })
        return 'failed' as const
      },
    )
    const until = addSeconds(this.#clock.now(), Math.min(2 ** taken.tries, LONGEST_RETRY_SECONDS))
    const shelf = this.#shelf
    const record = {
      done: () => shelf.finish(lane, taken),
      failed: () => shelf.putBack(lane, taken, until),
      'cut-off': () => shelf.release(lane, taken),
    }[end]
    await this.#settle(lane, taken.id, record)
    worker.running -= 1
    this.nudge()
  }

  /** What can't be recorded, in a restart of the database say, is recorded later. */
  async #settle(lane: Lane, id: string, record: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await record()
      } catch (error) {
        this.#log.error('work-not-settled', { lane, id, ...errorFields(error) })
        if (!this.#running) return
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#clock.after(SETTLE_SECONDS * 1000, resolve)
      await promise
    }
  }

  /** Sleeps until the first of what was not due yet at the look of `lookedAt`. */
  async #sleepUntilDue(lookedAt: Date): Promise<void> {
    const next = await this.#shelf.nextDue(lookedAt)
    const due = next ? next.getTime() - this.#clock.now().getTime() : Infinity
    const wait = this.#failedLanes ? Math.min(due, RETRY_LANE_SECONDS * 1000) : due
    this.#failedLanes = false
    if (wait <= 0) this.#lookAgain = true
    else this.#sleep(Math.min(wait / 1000, LOOK_SECONDS))
  }

  #sleep(seconds: number): void {
    this.#cancelTimer()
    if (this.#running) this.#cancelTimer = this.#clock.after(seconds * 1000, () => this.nudge())
  }
}
