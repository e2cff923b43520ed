import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { MARKETS, type Market } from '../../../src/playground/paper-exchange/markets.ts'
import type { Order } from '../../../src/playground/paper-exchange/order.ts'
import type { AnswerDeps } from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import type { Fields } from './fields.ts'
import { refusal } from './refusal.ts'

/** What a product is listed with besides its rules. */
type ProductFlag =
  | 'is_disabled'
  | 'trading_disabled'
  | 'cancel_only'
  | 'limit_only'
  | 'post_only'
  | 'view_only'
  | 'auction_mode'

/** What only Coinbase knows of itself. */
export interface CoinbaseState {
  /** By symbol. */
  flags: Map<string, ProductFlag[]>
  /** Cancels that were taken and are not carried out yet; undefined while they are prompt. */
  pendingCancels: Set<Order> | undefined
}

export interface CoinbaseDeps extends AnswerDeps {
  coinbase: CoinbaseState
}

/** What a request asks: its query, what is in its path, and its body as it came. */
export interface Asked {
  fields: Fields
  /** The last part of a path that ends with an id. */
  id: string
  request: RawRequest
}

/** One endpoint. The answer is the body. */
export type Route =
  | { scope: 'none'; answer: (deps: CoinbaseDeps, asked: Asked) => unknown }
  | { scope: 'view' | 'trade'; answer: (deps: CoinbaseDeps, asked: Asked, key: ApiKey) => unknown }

/** By method and path, `GET /api/v3/brokerage/accounts`; an id in the path stands as `*`. */
export type Routes = Readonly<Record<string, Route>>

/** `BTC-USDT`. */
export function productIdOf({ base, quote }: Market): string {
  return `${base}-${quote}`
}

/** @throws {CoinbaseRefusal} 404 for a product that is not listed. */
export function getMarketOf({ spot }: CoinbaseDeps, id: string | undefined): Market {
  const market = MARKETS.find((each) => productIdOf(each) === id)
  if (market && spot.listings.list().includes(market)) return market
  throw refusal(404, 'NOT_FOUND', 'valid product_id is required')
}
