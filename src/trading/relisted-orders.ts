import { transact } from '../db/transact.ts'
import type { Trx } from '../db/schema.ts'
import type { MarketSource } from '../exchange/exchange.ts'
import type { Core } from '../queue/core.ts'
import { dropFill } from './fill-repo.ts'
import type { Order } from './order.ts'
import { unreadFillId } from './settle-without-fills.ts'
import { listEndedUnseen, takeBackEnd } from './surprise-repo.ts'

/**
 * Reopens the orders of a key whose pair was delisted and is listed again. How they ended was assumed; now the
 * exchange can be asked. While there are such orders, the list of markets is no older than `newerSeconds`.
 *
 * @throws {ExchangeError} when the markets can't be fetched.
 */
export async function reopenRelisted(
  { db }: Pick<Core, 'db'>,
  markets: Pick<MarketSource, 'fetchMarkets'>,
  keyId: string,
  newerSeconds?: number,
): Promise<void> {
  const ended = await listEndedUnseen(db, keyId)
  if (ended.length === 0) return
  const listed = await markets.fetchMarkets(newerSeconds)
  for (const order of ended.filter(({ symbol }) => listed.has(symbol))) {
    await transact(db, (trx) => reopen(trx, order))
  }
}

/** The position does not change: what the order executed beyond its fills on record still counts. */
async function reopen(trx: Trx, { id, status, exchangeOrderId }: Order): Promise<void> {
  await dropFill(trx, { orderId: id, tradeId: unreadFillId(id) })
  const assumed = exchangeOrderId === undefined ? 'sent' : 'open'
  // The exchange itself had said that it was filled.
  await takeBackEnd(trx, id, status === 'cancelled' ? assumed : status)
}
