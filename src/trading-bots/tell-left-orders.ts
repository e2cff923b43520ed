import type { OpenOrder } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import { tell } from '../notices/outbox.ts'
import { commit, type Core } from '../queue/core.ts'
import { listLeftOrders } from '../trading/left-order-repo.ts'

/**
 * Notifies once about open orders of removed bots: they were left to the trader when a bot was removed or an
 * earlier key disconnected. They may still buy.
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
