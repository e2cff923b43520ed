import { isRow, textOf, type Row } from './answer-parts.ts'
import type { CcxtClient, CcxtMarket, CcxtTrade } from './ccxt-client.ts'
import { toFill } from './ccxt-words.ts'
import type { ExchangeFill } from './exchange.ts'

/** Where one exchange's rows of fills have what tells them apart, and how they are read. */
export interface FillRows {
  /** As they stand in the row, whatever else is in it. */
  idsOf: (row: Row) => { id: unknown; orderId: unknown; market: unknown }
  /** ccxt's `parseTrade`, if not said. */
  parse?: (client: CcxtClient, row: Row, market: CcxtMarket) => CcxtTrade
}

/** A row of a list of fills: whose it is, and the fill if it can be read. */
export interface FillRow {
  id: string | undefined
  orderId: string | undefined
  /** The exchange's id of its market, where the row names one. */
  market: string | undefined
  fill: ExchangeFill | 'unreadable'
}

/** One row of a list of fills, read as one on `market`. */
export function toFillRow(
  { idsOf, parse }: FillRows,
  client: CcxtClient,
  row: unknown,
  market: CcxtMarket,
): FillRow {
  if (!isRow(row))
    return { id: undefined, orderId: undefined, market: undefined, fill: 'unreadable' }
  const { id, orderId, market: name } = idsOf(row)
  const read = () => {
    const trade = parse?.(client, row, market) ?? client.parseTrade(row, market)
    return toFill({ ...trade, symbol: market.symbol })
  }
  return {
    id: textOf(id),
    orderId: textOf(orderId),
    market: textOf(name),
    fill: orUnreadable(read),
  }
}

function orUnreadable(read: () => ExchangeFill): ExchangeFill | 'unreadable' {
  try {
    return read()
  } catch {
    return 'unreadable'
  }
}
