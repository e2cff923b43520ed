import type { Update } from 'grammy/types'

/** What may be asked of one poll. */
export interface Poll {
  offset: number
  limit: number
}

/** What happened, without its number. */
export type Happening = Omit<Update, 'update_id'>

/** Kept so that an update can be delivered once more. */
const HISTORY = 10_000

/** Updates on their way to the bot, in order, until it confirms them. */
export class UpdateQueue {
  /** Kinds of updates the bot asked for; empty means all. */
  allowed: string[] = []
  #nextId: number
  #pending: Update[] = []
  #repeats: Update[] = []
  #history: Update[] = []
  readonly #delivered = new Set<number>()
  readonly #wakers = new Set<() => void>()

  constructor(firstId: number) {
    this.#nextId = firstId
  }

  /** Runs on every new update until the returned function is called. */
  onArrival(waker: () => void): () => void {
    this.#wakers.add(waker)
    return () => this.#wakers.delete(waker)
  }

  /** The id of the new update, even if the bot did not ask for this kind and it was dropped. */
  push(happening: Happening): number {
    const update: Update = { ...happening, update_id: this.#nextId }
    this.#nextId += 1
    const wanted = this.allowed.length === 0 || this.allowed.some((kind) => kind in happening)
    if (wanted) {
      this.#history.push(update)
      // Trimmed in large steps, as copying the list at every update would be slow.
      if (this.#history.length > HISTORY * 2) this.#history = this.#history.slice(-HISTORY)
      this.#pending.push(update)
      this.#wake()
    }
    return update.update_id
  }

  /** @throws {RangeError} if there is no such update. */
  repeat(updateId: number): void {
    const update = this.#history.find((past) => past.update_id === updateId)
    if (update === undefined) throw new RangeError(`Cannot redeliver update ${updateId}: unknown`)
    this.#repeats.push(update)
    this.#wake()
  }

  get size(): number {
    return this.#pending.length + this.#repeats.length
  }

  /** Confirms all before the offset and gives what follows. A negative offset keeps only the last ones. */
  take({ offset, limit }: Poll): Update[] {
    if (offset < 0) this.#pending = this.#pending.slice(offset)
    else this.#pending = this.#pending.filter((update) => update.update_id >= offset)
    // Repeats go first: bots confirm with the id of the last update of a batch.
    const repeats = this.#repeats.splice(0, limit)
    const batch = [...repeats, ...this.#pending.slice(0, limit - repeats.length)]
    for (const update of batch) this.#delivered.add(update.update_id)
    return structuredClone(batch)
  }

  /** The update a webhook should carry next. */
  first(): Update | undefined {
    return this.#repeats[0] ?? this.#pending[0]
  }

  /** Takes the first update off the queue: the webhook accepted it. */
  confirmFirst(): void {
    const done = this.#repeats.length > 0 ? this.#repeats.shift() : this.#pending.shift()
    if (done !== undefined) this.#delivered.add(done.update_id)
  }

  wasDelivered(updateId: number): boolean {
    return this.#delivered.has(updateId)
  }

  /** Forgets what is under way; ids go on, so that bots that remember them are not confused. */
  clear(): void {
    this.#pending = []
    this.#repeats = []
  }

  #wake(): void {
    for (const waker of this.#wakers) waker()
  }
}
