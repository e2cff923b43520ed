import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import type { AnswerDeps } from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { Permission } from './auth.ts'
import type { Fields } from './fields.ts'
import type { KrakenLimits } from './limits.ts'

/** What only Kraken knows of itself. */
export interface KrakenState {
  limits: KrakenLimits
  /** How a pair may be traded, by its symbol, where that is less than the floor says. */
  modes: Map<string, PairMode>
  /** Coins that earn by themselves, and are listed with an `.F` after their names. */
  earning: Set<string>
}

/** https://docs.kraken.com/api-reference/market-data/get-tradable-asset-pairs */
export type PairMode = 'online' | 'cancel_only' | 'post_only' | 'limit_only' | 'reduce_only'

/** What a route answers from. */
export interface KrakenDeps extends AnswerDeps {
  kraken: KrakenState
}

/** What everyone may ask. The answer is `result`. */
export type PublicRoute = (deps: KrakenDeps, fields: Fields) => unknown

/** What takes a key. The answer is `result`. */
interface PrivateRoute {
  /** One of these will do; any key, if there is none. */
  permissions: readonly Permission[]
  /** Points of the key's counter. Orders are counted elsewhere. */
  points: number
  answer: (deps: KrakenDeps, fields: Fields, key: ApiKey) => unknown
}

/** By the last part of the path. */
export type PrivateRoutes = Readonly<Record<string, PrivateRoute>>
