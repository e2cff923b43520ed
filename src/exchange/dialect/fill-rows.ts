import { isRow, textOf, type Row } from './answer-parts.ts'
import type { CcxtClient, CcxtMarket, CcxtTrade } from '../ccxt/ccxt-client.ts'
import { toFill } from '../ccxt/ccxt-words.ts'
import type { ExchangeFill } from '../exchange.ts'
import { reportUnread } from './unread.ts'

/** Where one exchange's rows of fills have what tells them apart, and how they are read. */
export interface FillRows {
  /** As they stand in the row, whatever else is in it. */
  idsOf: (row: Row) => { id: unknown; orderId: unknown; market: unknown }
  /** ccxt's `parseTrade`, if not said. */
  parse?: (client: CcxtClient, row: Row, market: CcxtMarket) => CcxtTrade
  /** The row's fees, where ccxt 4.5.84 guesses their coin or reads only one of them. */
  feesOf?: (row: Row) => readonly RawFee[]
}

/** A fee as it stands in a row; what is missing makes it unknown. */
export interface RawFee {
  amount: unknown
  /** The exchange's own id of the coin. */
  coin: unknown
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
  { idsOf, parse, feesOf }: FillRows,
  client: CcxtClient,
  row: unknown,
  market: CcxtMarket,
): FillRow {
  if (!isRow(row))
    return { id: undefined, orderId: undefined, market: undefined, fill: 'unreadable' }
  const { id, orderId, market: name } = idsOf(row)
  const read = () => {
    const parsed = parse?.(client, row, market) ?? client.parseTrade(row, market)
    const trade = { ...parsed, symbol: market.symbol }
    return toFill(feesOf === undefined ? trade : withFees(client, trade, feesOf(row)))
  }
  return {
    id: textOf(id),
    orderId: textOf(orderId),
    market: textOf(name),
    fill: orUnreadable(read),
  }
}

function withFees(client: CcxtClient, trade: CcxtTrade, fees: readonly RawFee[]): CcxtTrade {
  const told = fees.map(({ amount, coin }) => {
    const id = textOf(coin)
    return { cost: textOf(amount), currency: id && client.safeCurrencyCode(id) }
  })
  return { ...trade, fee: undefined, fees: told }
}

function orUnreadable(read: () => ExchangeFill): ExchangeFill | 'unreadable' {
  try {
    return read()
  } catch (error) {
    reportUnread('a fill', error)
    return 'unreadable'
  }
}
