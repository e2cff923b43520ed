import type { Clock } from '../../lib/clock.ts'
import type { ApiKey, KeyRing } from './keys.ts'
import type { Market } from './markets.ts'
import type { Params } from './params.ts'
import { invalidSymbol, Refusal } from './refusal.ts'
import type { Spot } from './spot.ts'

/** What every route can reach. */
export interface RouteDeps {
  clock: Clock
  keys: KeyRing
  spot: Spot
  /** A client order id for an order or a cancel that named none. */
  newClientOrderId: () => string
}

/** How many points of the minute's budget a call takes. */
type Weight = number | ((params: Params) => number)

/** One endpoint of the dialect. The answer is JSON. */
export type Route =
  | { security: 'none'; weight: Weight; answer: (deps: RouteDeps, params: Params) => unknown }
  | {
      security: 'user-data' | 'trade'
      weight: Weight
      answer: (deps: RouteDeps, params: Params, key: ApiKey) => unknown
    }

/** Endpoints by method and path, `GET /api/v3/time`. */
export type Routes = Record<string, Route>

/** @throws {Refusal} -1102 without a symbol, -1121 with one that is not listed. */
export function getMarketOf(deps: Pick<RouteDeps, 'spot'>, params: Params): Market {
  return toMarket(deps, params.get('symbol'))
}

/** The market that the call is about, undefined if it names none. */
export function findMarketOf(deps: RouteDeps, params: Params): Market | undefined {
  const id = params.find('symbol')
  return id === undefined ? undefined : toMarket(deps, id)
}

/** The markets named by `symbol` or `symbols`, all if neither was sent, and whether it was one. */
export function listMarketsOf(
  deps: RouteDeps,
  params: Params,
): { markets: readonly Market[]; single: boolean } {
  const one = findMarketOf(deps, params)
  if (one) return { markets: [one], single: true }
  const list = params.find('symbols')
  if (list === undefined) return { markets: deps.spot.listings.list(), single: false }
  return { markets: readList(list).map((id) => toMarket(deps, id)), single: false }
}

function toMarket({ spot }: Pick<RouteDeps, 'spot'>, id: string): Market {
  const market = spot.listings.list().find((each) => each.id === id)
  if (!market) throw invalidSymbol()
  return market
}

function readList(text: string): string[] {
  if (!/^\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}")*\]$/.test(text)) {
    throw new Refusal(-1100, "Illegal characters found in parameter 'symbols'.")
  }
  return text.slice(2, -2).split('","')
}
