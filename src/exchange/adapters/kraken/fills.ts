import { partOf, rowOf, wordsOf, type Row } from '../../dialect/answer-parts.ts'
import type { FillsPages } from '../../dialect/dialect.ts'
import { rowsById } from './rows-by-id.ts'

/** How many trades may be asked for at once. */
const MOST_TRADES = 20

/** Fills on Kraken: those of all symbols stand in one list. */
export const KRAKEN_FILLS: FillsPages = {
  by: 'time',
  perPage: 50,
  spanMs: 365 * 24 * 3_600_000,
  keptMs: 365 * 24 * 3_600_000,
  async fetch(client, _symbol, { since, until }) {
    // The start is not part of it, the end is.
    const of = { start: (since - 1) / 1000, end: until / 1000 }
    const answer = await client.request('TradesHistory', 'private', 'POST', of)
    return rowsById(partOf(answer, 'result', 'trades'))
  },
  async ofOrder(client, _symbol, txid) {
    const of = { txid, trades: true }
    const orders = rowOf(
      partOf(await client.request('QueryOrders', 'private', 'POST', of), 'result'),
    )
    const ids = orders[txid] === undefined ? [] : wordsOf(partOf(orders[txid], 'trades'))
    const found: Row[] = []
    for (let from = 0; from < ids.length; from += MOST_TRADES) {
      const some = { txid: ids.slice(from, from + MOST_TRADES).join(',') }
      const answer = await client.request('QueryTrades', 'private', 'POST', some)
      found.push(...rowsById(partOf(answer, 'result')))
    }
    return found
  },
  rows: { idsOf: ({ id, ordertxid, pair }) => ({ id, orderId: ordertxid, market: pair }) },
}
