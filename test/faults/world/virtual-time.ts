interface Timer {
  due: number
  seq: number
  task: () => void
  off: boolean
}

/** What the parts of the world need of time. */
export type Timeline = Pick<VirtualTime, 'ms' | 'now' | 'after'>

/** Time that passes only when nothing else is left to do: a heap of timers. Milliseconds. */
export class VirtualTime {
  #now: number
  #seq = 0
  #heap: Timer[] = []

  constructor(start: Date) {
    this.#now = start.getTime()
  }

  get ms(): number {
    return this.#now
  }

  readonly now = (): Date => new Date(this.#now)

  /** Runs `task` after `ms`; the returned function calls it off. */
  readonly after = (ms: number, task: () => void): (() => void) => {
    const timer = { due: this.#now + Math.max(0, ms), seq: this.#seq, task, off: false }
    this.#seq += 1
    this.#push(timer)
    return () => {
      timer.off = true
    }
  }

  /** When the next timer is due; undefined when none is left. */
  nextDue(): number | undefined {
    while (this.#heap[0]?.off === true) this.#pop()
    return this.#heap[0]?.due
  }

  /** Leaps to the next timer and runs it. */
  step(): void {
    if (this.nextDue() === undefined) return
    const timer = this.#pop()
    if (timer === undefined) return
    this.#now = Math.max(this.#now, timer.due)
    timer.task()
  }

  /** Leaps ahead while nothing is due before. */
  leapTo(ms: number): void {
    this.#now = Math.max(this.#now, ms)
  }

  #push(timer: Timer): void {
    const heap = this.#heap
    let at = heap.push(timer) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || isBefore(parent, timer)) break
      heap[at] = parent
      at = above
    }
    heap[at] = timer
  }

  #pop(): Timer | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return top
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      let child = heap[below]
      if (child === undefined) break
      const right = heap[below + 1]
      if (right !== undefined && isBefore(right, child)) {
        below += 1
        child = right
      }
      if (isBefore(last, child)) break
      heap[at] = child
      at = below
    }
    heap[at] = last
    return top
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.seq < b.seq)
}
