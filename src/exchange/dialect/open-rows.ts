import { isRow, textOf, type Row } from './answer-parts.ts'
import type { CcxtClient, CcxtMarket, CcxtOrder } from '../ccxt/ccxt-client.ts'
import { toExchangeOrder } from '../ccxt/ccxt-words.ts'
import type { ExchangeOrder, AccountOrder } from '../exchange.ts'
import { reportUnread } from './unread.ts'

/** Where one exchange's rows of orders have what tells them apart, and how they are read. */
export interface OrderRows {
  /** As they stand in the row, whatever else is in it. */
  idsOf: (row: Row) => RowIds
  /** What a row must have: without it, ccxt 4.5.84 would make amounts up. */
  needs: readonly (string | number)[]
  /** ccxt's `parseOrder`, if not said. */
  parse?: (client: CcxtClient, row: Row, market: CcxtMarket) => CcxtOrder
}

interface RowIds {
  id: unknown
  clientOrderId: unknown
  /** The exchange's id of its market; undefined where the row is of margin trading or a derivative. */
  market: unknown
}

/** @throws if the row can't be read, or lacks a part that we need. */
export function readOrder(
  { needs, parse }: OrderRows,
  client: CcxtClient,
  row: unknown,
  market: CcxtMarket,
): CcxtOrder {
  if (!isRow(row)) throw new TypeError('Cannot read order: no object')
  const missing = needs.find((name) => textOf(row[name]) === undefined)
  if (missing !== undefined) throw new TypeError(`Cannot read order: no ${missing}`)
  const order = parse?.(client, row, market) ?? client.parseOrder(row, market)
  return { ...order, symbol: market.symbol }
}

/** What it takes to read rows that may be of anybody's orders. */
interface RowReader {
  client: CcxtClient
  rows: OrderRows
  /** Our form of a client order id. */
  decode: (theirs: string) => string
  /** The spot market that the exchange calls so; undefined if it lists none. */
  marketOf: (name: string) => CcxtMarket | undefined
}

/** One row of anybody's order: its ids as far as it has any, and the order if it can be read. */
export function toAccountOrder(
  { client, rows, decode, marketOf }: RowReader,
  row: unknown,
): AccountOrder {
  const { id, clientOrderId, market: name } = idsOf(rows, row)
  const market = name === undefined ? undefined : marketOf(name)
  const ours = clientOrderId === undefined ? undefined : decode(clientOrderId)
  const read = (): ExchangeOrder => {
    if (market === undefined) throw new TypeError('Cannot read order: no spot market')
    return toExchangeOrder({
      ...readOrder(rows, client, row, market),
      id,
      clientOrderId: ours,
    })
  }
  return { id, clientOrderId: ours, symbol: market?.symbol, order: orUnreadable(read) }
}

function idsOf(rows: OrderRows, row: unknown) {
  const ids = isRow(row) ? rows.idsOf(row) : undefined
  return {
    id: textOf(ids?.id),
    clientOrderId: textOf(ids?.clientOrderId),
    market: textOf(ids?.market),
  }
}

function orUnreadable(read: () => ExchangeOrder): ExchangeOrder | 'unreadable' {
  try {
    return read()
  } catch (error) {
    reportUnread('an order', error)
    return 'unreadable'
  }
}

const namesByMarkets = new WeakMap<object, ReadonlyMap<string, CcxtMarket>>()

/** The spot markets of a client by every name that its exchange has for them. */
export function spotMarketsByName({ markets = {} }: CcxtClient): ReadonlyMap<string, CcxtMarket> {
  const known = namesByMarkets.get(markets)
  if (known) return known
  const named = new Map(
    Object.values(markets)
      .filter(({ spot }) => spot)
      // Kraken calls some pairs otherwise in orders than in its list: XXBTZUSD is XBTUSD there.
      .flatMap((market) =>
        [market.id, textOf(market.info['altname']) ?? market.id].map(
          (name) => [name, market] as const,
        ),
      ),
  )
  namesByMarkets.set(markets, named)
  return named
}
