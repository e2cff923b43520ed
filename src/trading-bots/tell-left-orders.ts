import type { OpenOrder } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import { tell } from '../notices/outbox.ts'
import { commit, type Core } from '../queue/core.ts'
import { listLeftOrders } from '../trading/left-order-repo.ts'

/**
 * Tells once of orders of removed bots that rest all the same: they were left to the trader when a bot, or
 * an earlier key of the account, went. They may still buy.
 */
export async function tellLeftOrders(
  core: Core,
  key: Pick<Key, 'id' | 'userId'>,
  open: readonly OpenOrder[],
): Promise<void> {
  const ours = new Set(open.map(({ clientOrderId }) => clientOrderId))
  const theirs = new Set(open.map(({ symbol, id }) => `${symbol} ${id}`))
  const left = (await listLeftOrders(core.db, key.id)).filter(
    ({ clientOrderId, symbol, exchangeOrderId }) =>
      ours.has(clientOrderId) || theirs.has(`${symbol} ${exchangeOrderId}`),
  )
  const newest = left.at(-1)
  if (newest === undefined) return
  await commit(core, (trx) =>
    tell(trx, core, {
      userId: key.userId,
      notice: { kind: 'left-orders', keyId: key.id },
      id: `left-orders:${key.id}:${newest.id}`,
    }),
  )
}
