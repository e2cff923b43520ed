import type { ExchangeOrder, OpenOrder } from '../../src/exchange/exchange.ts'

/** The orders of a list of open orders that could be read. */
export function ordersIn(rows: readonly OpenOrder[]): ExchangeOrder[] {
  return rows.flatMap(({ order }) => (order === 'unreadable' ? [] : [order]))
}
