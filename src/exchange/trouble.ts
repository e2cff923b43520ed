import type { ExchangeError } from './exchange-error.ts'

/** Why an exchange gives us nothing just now. */
export type Trouble =
  | { kind: 'unreachable' } // a request got no answer
  | { kind: 'errors' } // it answers with errors only, as exchanges do in maintenance
  | { kind: 'silence'; until: Date } // it asked for silence, or has banned our address
  | { kind: 'own-limit' } // our own requests use up what may be sent
  | { kind: 'key-refused' } // it refuses the key

/** What a failed request says about the exchange; undefined where it is about the request alone. */
export function troubleOf({ code, source, retryAt }: ExchangeError): Trouble | undefined {
  if (code === 'key-rejected') return { kind: 'key-refused' }
  if (code !== 'unavailable' && code !== 'outcome-unknown') return undefined
  switch (source) {
    case 'own-limit':
      return { kind: 'own-limit' }
    case 'no-answer':
      return { kind: 'unreachable' }
    case 'pause':
    case 'answer':
    case undefined:
      return retryAt === undefined ? { kind: 'errors' } : { kind: 'silence', until: retryAt }
  }
}
