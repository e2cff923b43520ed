import { sql } from 'kysely'
import { transact } from '../db/transact.ts'
import type { Trx } from '../db/schema.ts'
import type { MarketSource } from '../exchange/exchange.ts'
import type { Core } from '../queue/core.ts'
import { reopenBooks } from './closed-book-repo.ts'
import { toOrder } from './order-row.ts'
import type { Order } from './order.ts'
import { unreadFillId } from './settle-without-fills.ts'

/**
 * Takes up again the orders of a key whose pair was gone and is listed again. What was recorded of them
 * then was the last that could be known; now the exchange can be asked how they ended and what they filled.
 *
 * @throws {ExchangeError} when the markets can't be fetched.
 */
export async function takeUpRelisted(
  { db }: Pick<Core, 'db'>,
  markets: Pick<MarketSource, 'fetchMarkets'>,
  keyId: string,
): Promise<void> {
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('reason', 'in', [sql.lit('delisted'), sql.lit('delisted-unseen')])
    .execute()
  if (rows.length === 0) return
  const listed = await markets.fetchMarkets()
  for (const order of rows.map(toOrder).filter(({ symbol }) => listed.has(symbol))) {
    await transact(db, (trx) => takeUp(trx, order))
  }
}

/** Its place in the position is kept: what it filled beyond its fills counts by the order itself. */
async function takeUp(trx: Trx, { id, status, exchangeOrderId }: Order): Promise<void> {
  const unread = await trx
    .deleteFrom('fill')
    .where('order_id', '=', id)
    .where('trade_id', '=', unreadFillId(id))
    .returning(['bot_id', 'filled_at'])
    .execute()
  await reopenBooks(
    trx,
    unread.map((row) => ({ botId: row.bot_id, at: new Date(row.filled_at) })),
  )
  const assumed = exchangeOrderId === undefined ? 'sent' : 'open'
  await trx
    .updateTable('trade_order')
    .set({
      // That it was filled, the exchange itself had said.
      status: status === 'cancelled' ? assumed : status,
      settled: 0,
      reason: null,
      missing_since: null,
    })
    .where('id', '=', id)
    .execute()
}
