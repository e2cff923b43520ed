/** The database can't be used as it is. The message says what to do; the process ends with 78. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused'
  readonly code:
    | 'in-use'
    | 'unreachable'
    | 'not-opened'
    | 'unsafe-settings'
    | 'newer'
    | 'other-mode'

  constructor(code: DatabaseRefused['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
