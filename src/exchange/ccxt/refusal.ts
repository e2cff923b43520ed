/** What the exchange answered, as it was. */
export interface Answer {
  status: number
  body: string
  /** The header of that name: seconds. */
  retryAfter: string | undefined
  /** Milliseconds until the limit that was hit is reset, where a header of the exchange's own tells. */
  resetsInMs?: number | undefined
}

const KEPT_CHARACTERS = 2000

/** An answer that is not a success. It stays inside this folder: see {@link Answer} for what it holds. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly answer: Answer

  constructor({ status, body, retryAfter, resetsInMs }: Answer) {
    super(`HTTP ${status}`)
    this.answer = { status, body: body.slice(0, KEPT_CHARACTERS), retryAfter, resetsInMs }
  }
}
