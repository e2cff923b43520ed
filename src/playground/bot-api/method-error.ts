/** A Bot API answer with `ok: false`, in Telegram's own words. */
export class MethodError extends Error {
  override name = 'MethodError'
  readonly code: number
  /** Seconds to wait before the next try; only on 429. */
  readonly retryAfter: number | undefined

  constructor(code: number, description: string, retryAfter?: number) {
    super(description)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** A 400: the request breaks a rule of the method. */
export function badRequest(description: string): MethodError {
  return new MethodError(400, `Bad Request: ${description}`)
}

/** A 403: the chat does not let the bot do this. */
export function forbidden(description: string): MethodError {
  return new MethodError(403, `Forbidden: ${description}`)
}

/** A 409: another way of receiving updates is in use. */
export function conflict(description: string): MethodError {
  return new MethodError(409, `Conflict: ${description}`)
}
