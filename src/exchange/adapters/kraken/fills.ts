import { isRow, partOf, textOf, wordsOf, type Row } from '../../dialect/answer-parts.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import type { FillsPages } from '../../dialect/dialect.ts'
import { rowsById } from './rows-by-id.ts'

const YEAR_MS = 365 * 24 * 3_600_000
const PER_PAGE = 50
/** How many trades may be asked for by their ids at once. */
const MOST_TRADES = 20

/** Fills on Kraken: those of all symbols stand in one list. https://docs.kraken.com/api-reference/account-data */
export const KRAKEN_FILLS: FillsPages = {
  by: 'time',
  perPage: Infinity,
  spanMs: YEAR_MS,
  keptMs: YEAR_MS,
  async fetch(client, _symbol, { since, until }, next = '0') {
    // Whole seconds; the start is not part of it, the end is. What fills meanwhile only moves rows to later pages.
    const between = { start: Math.floor(since / 1000) - 1, end: Math.ceil(until / 1000) }
    const of = { ...between, ofs: next }
    const answer = await client.request('TradesHistory', 'private', 'POST', of)
    const rows = rowsById(partOf(answer, 'result', 'trades'))
    const isLast = rows.length < PER_PAGE
    return {
      rows: inOrder(rows.toReversed()).filter((row) => !(timeOf(row) * 1000 < since)),
      next: isLast ? undefined : String(Number(next) + PER_PAGE),
    }
  },
  /** From the last trades to the first; a page's `next` names those that are left. */
  async ofOrder(client, _symbol, txid, next) {
    const ids = next === undefined ? await tradesOf(client, txid) : next.split(',')
    const [left, some] = [ids.slice(0, -MOST_TRADES), ids.slice(-MOST_TRADES)]
    if (some.length === 0) return []
    const answer = await client.request('QueryTrades', 'private', 'POST', { txid: some.join(',') })
    return {
      rows: inOrder(rowsById(partOf(answer, 'result'))),
      next: left.length === 0 ? undefined : left.join(','),
    }
  },
  rows: { idsOf: ({ id, ordertxid, pair }) => ({ id, orderId: ordertxid, market: pair }) },
}

async function tradesOf(client: CcxtClient, txid: string): Promise<string[]> {
  const answer = await client.request('QueryOrders', 'private', 'POST', { txid, trades: true })
  const order = partOf(answer, 'result', txid)
  return isRow(order) ? wordsOf(order['trades']) : []
}

/** Oldest first: their times have parts of a millisecond, which fills have not. */
function inOrder(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => timeOf(a) - timeOf(b))
}

/** Seconds; NaN where a row does not tell. */
function timeOf({ time }: Row): number {
  return Number(textOf(time) ?? NaN)
}
