/** Thrown instead of sending anything after a close. */
export class ClosedError extends TypeError {
  override name = 'ClosedError'
}

/** Open until it is closed, then never again. */
export class Latch {
  readonly #name: string
  #closed = false

  /** `name` is what gets closed, for the message. */
  constructor(name: string) {
    this.#name = name
  }

  close(): void {
    this.#closed = true
  }

  /** @throws {ClosedError} after `close`. */
  assertOpen(): void {
    if (this.#closed) throw new ClosedError(`Cannot use ${this.#name}: closed`)
  }
}
