import { isRow, textOf, type Row } from '../../dialect/answer-parts.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import type { OrderRef } from '../../exchange.ts'
import { ORDERS_PATH, pageOf } from './pages.ts'

/** How many pages back an order is looked for. */
const MOST_PAGES = 5

/** No path looks up our own id: orders are gone through, newest first. */
export async function findRow(
  client: CcxtClient,
  { symbol, clientOrderId }: OrderRef,
): Promise<Row | undefined> {
  const of = { product_ids: client.market(symbol).id }
  let cursor: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { rows, next } = await pageOf(client, ORDERS_PATH, { name: 'orders', of, cursor })
    const row = rows.filter(isRow).find((each) => each['client_order_id'] === clientOrderId)
    if (row || next === undefined) return row
    cursor = next
  }
  return undefined
}

export function isResting(row: Row | undefined): boolean {
  return ['OPEN', 'PENDING', 'QUEUED'].includes(textOf(row?.['status']) ?? '')
}
