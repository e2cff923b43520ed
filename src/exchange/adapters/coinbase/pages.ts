import { listOf, partOf, textOf, type Row } from '../../dialect/answer-parts.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import type { Page } from '../../dialect/pages.ts'

export const PRIVATE = ['v3', 'private'] as const
export const ORDERS_PATH = 'brokerage/orders/historical/batch'
const PER_PAGE = 100

/** One page of a list of Coinbase's, from a cursor on. */
export async function pageOf(
  client: CcxtClient,
  path: string,
  { name, of, cursor }: { name: string; of: Row; cursor: string | undefined },
): Promise<Page> {
  const paging = { limit: PER_PAGE, ...(cursor !== undefined && { cursor }) }
  const answer = await client.request(path, PRIVATE, 'GET', { ...of, ...paging })
  const rows = listOf(answer, name)
  // Of fills it does not say whether there are more.
  const more = textOf(partOf(answer, 'has_next')) ?? String(rows.length >= PER_PAGE)
  return { rows, next: more === 'true' ? textOf(partOf(answer, 'cursor')) : undefined }
}
