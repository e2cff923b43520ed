import type { Events } from './events.ts'
import type { NewCredentials } from './keys.ts'
import type { PublicKeyKind } from './public-key.ts'
import type { RouteDeps } from './route.ts'
import type { RawRequest } from './signed-request.ts'
import type { Weights } from './weights.ts'

/** A whole answer, before it goes onto a connection. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

/** What it takes to answer any request. */
export interface AnswerDeps extends RouteDeps {
  events: Events
  weights: Weights
  /** What the exchange goes through: maintenance, a ban, and milliseconds that every answer takes longer. */
  weather: {
    readonly maintenance: boolean
    readonly bannedUntil: Date | undefined
    readonly latency: number
  }
}

/** How one real exchange speaks over HTTP; the floor, the money and the keys behind it are the same. */
export interface RestDialect {
  /** The header in which a request names its key, in lower case. */
  keyHeader: string
  newCredentials: NewCredentials
  /** The kinds of public keys that it registers; none, if not said. */
  publicKeys?: readonly PublicKeyKind[]
  /** Carries a request out and says what the exchange would. Throws only for a fault of its own. */
  answer: (deps: AnswerDeps, request: RawRequest) => Answer
  /** What a request costs of the exchange's limits. */
  weightOf: (request: RawRequest) => number
  /** What is said when the exchange itself does not know whether it carried a request out. */
  unknown: Answer
}
