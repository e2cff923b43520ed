import type { Big } from 'big.js'
import type { CcxtClient } from '../ccxt/ccxt-client.ts'
import type { BookLevel } from '../exchange.ts'
import { amountOf, decimalOf, partOf, rowsOf, type Path, type Row } from './answer-parts.ts'
import type { Dialect } from './dialect.ts'

/** A path of an exchange's, under the name that ccxt has for its kind. */
export interface Endpoint {
  path: string
  api: string | readonly string[]
}

/** A list of prices. */
interface Tickers extends Endpoint {
  /** What is said besides, given the exchange's ids of the markets. Nothing, if not said. */
  params?: (ids: readonly string[]) => Row
  /** Where the rows stand. */
  rows: Path
  /** Where a row has the market's id, and its price. */
  columns: readonly [id: string | number, price: string | number]
}

/** Reads prices out of such a list. */
export function pricesFrom({ path, api, params, rows, columns }: Tickers): Dialect['fetchPrices'] {
  const [id, price] = columns
  return async (client, symbols) => {
    const said = params?.(symbols.map((symbol) => client.market(symbol).id)) ?? {}
    const answer = await client.request(path, api, 'GET', said)
    return toPrices(
      client,
      symbols,
      rowsOf(answer, ...rows).map((row) => [row[id], row[price]]),
    )
  }
}

/** An order book, best price first. */
interface Book extends Endpoint {
  /** What is said, given the exchange's id of the market. */
  params: (id: string) => Row
  bids: Path
  asks: Path
  /** Where a level has its price and its amount. First and second, if not said. */
  columns?: readonly [price: string | number, amount: string | number]
  /** How both are read, if not as amounts in whatever spelling. */
  read?: (value: unknown) => Big
}

/** Reads such an order book. Not ccxt's fetchOrderBook: it sorts the levels, and text sorts badly (ccxt 4.5.84). */
export function bookFrom({
  path,
  api,
  params,
  bids,
  asks,
  columns = [0, 1],
  read,
}: Book): Dialect['fetchOrderBook'] {
  return async (client, symbol) => {
    const answer = await client.request(path, api, 'GET', params(client.market(symbol).id))
    const levels = (side: Path) => toLevels(partOf(answer, ...side), ...columns, read)
    return { bids: levels(bids), asks: levels(asks) }
  }
}

/**
 * Prices by symbol, from rows that name markets by the exchange's ids; what has none that can be read is
 * left out, and spoils no other.
 */
export function toPrices(
  client: CcxtClient,
  symbols: readonly string[],
  prices: readonly (readonly [id: unknown, price: unknown])[],
): ReadonlyMap<string, Big> {
  const byId = new Map(prices)
  return new Map(
    symbols.flatMap((symbol) => {
      const price = readable(byId.get(client.market(symbol).id))
      return price?.gt(0) ? [[symbol, price] as const] : []
    }),
  )
}

function readable(value: unknown): Big | undefined {
  try {
    return decimalOf(value)
  } catch {
    return undefined
  }
}

/**
 * Levels of a book, best price first as they came: price and amount stand at these places.
 *
 * @throws if a level lacks one of them: a price or an amount of zero would move what is made of the book.
 */
export function toLevels(
  levels: unknown,
  priceAt: string | number = 0,
  amountAt: string | number = 1,
  read: (value: unknown) => Big = amountOf,
): BookLevel[] {
  return rowsOf(levels).map((level) => ({
    price: read(level[priceAt]),
    amount: read(level[amountAt]),
  }))
}
