import { transact } from '../db/transact.ts'
import type { Trx } from '../db/schema.ts'
import type { MarketSource } from '../exchange/exchange.ts'
import type { Core } from '../queue/core.ts'
import { dropFill } from './fill-repo.ts'
import type { Order } from './order.ts'
import { unreadFillId } from './settle-without-fills.ts'
import { listEndedUnseen, takeBackEnd } from './surprise-repo.ts'

/**
 * Takes up again the orders of a key whose pair was gone and is listed again. What was recorded of them
 * then was the last that could be known; now the exchange can be asked how they ended and what they filled.
 * While there are such orders, the list of markets is not older than `newerSeconds`.
 *
 * @throws {ExchangeError} when the markets can't be fetched.
 */
export async function takeUpRelisted(
  { db }: Pick<Core, 'db'>,
  markets: Pick<MarketSource, 'fetchMarkets'>,
  keyId: string,
  newerSeconds?: number,
): Promise<void> {
  const ended = await listEndedUnseen(db, keyId)
  if (ended.length === 0) return
  const listed = await markets.fetchMarkets(newerSeconds)
  for (const order of ended.filter(({ symbol }) => listed.has(symbol))) {
    await transact(db, (trx) => takeUp(trx, order))
  }
}

/** Its place in the position is kept: what it filled beyond its fills counts by the order itself. */
async function takeUp(trx: Trx, { id, status, exchangeOrderId }: Order): Promise<void> {
  await dropFill(trx, { orderId: id, tradeId: unreadFillId(id) })
  const assumed = exchangeOrderId === undefined ? 'sent' : 'open'
  // That it was filled, the exchange itself had said.
  await takeBackEnd(trx, id, status === 'cancelled' ? assumed : status)
}
