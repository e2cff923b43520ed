import { dateOf, isRow, textOf, type Row } from '../../dialect/answer-parts.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { allPages } from '../../dialect/pages.ts'
import type { OrderRef } from '../../exchange.ts'
import { ORDERS_PATH, pageOf } from './pages.ts'

/** How far back an order is looked for, however many there are: more than it is remembered. */
const LOOK_BACK_MS = 2 * 3_600_000
/** How many pages back an order is looked for at least. */
const USUAL_PAGES = 5
/** An account that places 20,000 orders on one product in an hour is more than we can tell of. */
const MOST_PAGES = 200

/** On their way into the book or out of it. */
const QUEUED = ['PENDING', 'QUEUED', 'EDIT_QUEUED', 'CANCEL_QUEUED']

/** The rows of all orders that may still fill, of one symbol or of all. */
export async function fetchResting(
  client: CcxtClient,
  symbol: string | undefined,
): Promise<unknown[]> {
  const ofSymbol = symbol === undefined ? {} : { product_ids: client.market(symbol).id }
  const list = (order_status: string | readonly string[]) => {
    const of = { order_status, product_type: 'SPOT', ...ofSymbol }
    return allPages((cursor) => pageOf(client, ORDERS_PATH, { name: 'orders', of, cursor }))
  }
  // "OPEN" can't be asked for together with others. It comes last: what was on its way is there by then.
  const queued = await list(QUEUED)
  const open = await list('OPEN')
  const ids = new Set(open.map(idOf))
  return [...queued.filter((row) => idOf(row) === undefined || !ids.has(idOf(row))), ...open]
}

/** The row of one that may still fill. */
export async function findResting(client: CcxtClient, order: OrderRef): Promise<Row | undefined> {
  return ours(await fetchResting(client, order.symbol), order)
}

/**
 * No path looks up our own id: the latest orders are gone through, then those that rest, which may be of any age, then
 * the earlier ones as far back as an order is to be found.
 *
 * @throws {TypeError} if there are more than can be gone through.
 */
export async function findRow(client: CcxtClient, order: OrderRef): Promise<Row | undefined> {
  const of = { product_ids: client.market(order.symbol).id }
  let cursor: string | undefined
  for (let pages = 1; pages <= MOST_PAGES; pages += 1) {
    const { rows, next } = await pageOf(client, ORDERS_PATH, { name: 'orders', of, cursor })
    const row = ours(rows, order)
    if (row || next === undefined) return row
    const resting = pages === 1 ? await findResting(client, order) : undefined
    if (resting) return resting
    if (pages >= USUAL_PAGES && isForgotten(client, rows.at(-1))) return undefined
    cursor = next
  }
  throw new TypeError('Cannot read answer: too many orders')
}

function ours(rows: readonly unknown[], { clientOrderId }: OrderRef): Row | undefined {
  return rows.filter(isRow).find((row) => row['client_order_id'] === clientOrderId)
}

function idOf(row: unknown): string | undefined {
  return textOf(isRow(row) ? row['order_id'] : undefined)
}

function isForgotten(client: CcxtClient, row: unknown): boolean {
  const createdAt = dateOf(isRow(row) ? row['created_time'] : undefined)
  return createdAt !== undefined && client.milliseconds() - createdAt.getTime() > LOOK_BACK_MS
}
