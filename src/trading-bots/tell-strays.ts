import type { OpenOrder } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import { tell } from '../notices/outbox.ts'
import { commit, type Core } from '../queue/core.ts'
import { listRecordedIds } from '../trading/order-repo.ts'
import { isOurClientOrderId } from '../trading/order.ts'

/**
 * Tells of open orders that bear an id of Undock's and are in none of its records: another Undock may
 * work on the account. They are left alone, and told of again only when a newer one is there.
 */
export async function tellStrays(
  core: Core,
  key: Pick<Key, 'id' | 'userId'>,
  open: readonly OpenOrder[],
): Promise<void> {
  const ours = open.flatMap(({ order }) =>
    order === 'unreadable' || !isOurClientOrderId(order.clientOrderId) ? [] : [order],
  )
  const recorded = await listRecordedIds(
    core.db,
    ours.map((order) => order.clientOrderId),
  )
  const strays = ours.filter(({ clientOrderId }) => !recorded.has(clientOrderId))
  if (strays.length === 0) return
  const newest = Math.max(...strays.map((order) => order.createdAt.getTime()))
  const symbols = [...new Set(strays.map((order) => order.symbol))].toSorted()
  await commit(core, (trx) =>
    tell(trx, core, {
      userId: key.userId,
      notice: { kind: 'stray-orders', keyId: key.id, count: strays.length, symbols },
      id: `stray-orders:${key.id}:${newest}`,
    }),
  )
}
