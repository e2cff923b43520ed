import { inspect } from 'node:util'

const HIDDEN = '[secret]'

/** Text that never prints: not in logs, templates, JSON or the inspector. Read it with `reveal`. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself, for the one call that needs it. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  [inspect.custom](): string {
    return HIDDEN
  }
}
