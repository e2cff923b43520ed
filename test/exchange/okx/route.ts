import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { MARKETS, type Market } from '../../../src/playground/paper-exchange/markets.ts'
import type { RouteDeps } from '../../../src/playground/paper-exchange/route.ts'
import { badParameter, OkxRefusal } from './refusal.ts'

/** Parameters as they came: of the query, or of the JSON body. */
export type Params = Readonly<Record<string, string>>

/** Whom a limit counts: an address, a user, or a user on one instrument. */
type LimitRule = 'IP' | 'User ID' | 'User ID + Instrument ID'

interface Limited {
  /** Requests in any 2 seconds. */
  limit: number
  rule: LimitRule
}

/** One endpoint of the dialect. The answer is what stands in `data`. */
export type Route =
  | (Limited & { permission: 'none'; answer: (deps: RouteDeps, params: Params) => unknown[] })
  | (Limited & {
      permission: 'read' | 'trade'
      answer: (deps: RouteDeps, params: Params, key: ApiKey) => unknown[]
    })

/** Endpoints by method and path, `GET /api/v5/public/time`. */
export type Routes = Readonly<Record<string, Route>>

/** `BTC-USDT`. */
export function instIdOf({ base, quote }: Market): string {
  return `${base}-${quote}`
}

/** The market that `instId` names; undefined if it was not sent. @throws {OkxRefusal} 51001 */
export function findMarketOf({ instId }: Params): Market | undefined {
  if (instId === undefined || instId === '') return undefined
  const market = MARKETS.find((each) => instIdOf(each) === instId)
  if (market) return market
  throw new OkxRefusal('51001', "Instrument ID, Instrument ID code, or Spread ID doesn't exist.")
}

/** @throws {OkxRefusal} 50014 without it, 51001 with one that is not traded. */
export function getMarketOf(params: Params): Market {
  const market = findMarketOf(params)
  if (market) return market
  throw new OkxRefusal('50014', 'Parameter instId can not be empty.', 400)
}

/** A whole number that was sent, in words. @throws {OkxRefusal} 51000 */
export function findNumber(params: Params, name: string): number | undefined {
  const text = params[name]
  if (text === undefined || text === '') return undefined
  if (!/^\d{1,20}$/.test(text)) throw badParameter(name)
  return Number(text)
}

/** A page size: the usual one, unless fewer are asked for. @throws {OkxRefusal} 51000 above the most. */
export function limitOf(params: Params, usual = 100, most = 100): number {
  const limit = findNumber(params, 'limit') ?? usual
  if (limit < 1 || limit > most) throw badParameter('limit')
  return limit
}
