import type { Exchange, OpenOrders } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { listByClientOrderIds, listByExchangeOrderIds } from '../trading/order-repo.ts'

/** How many open orders are not ours; undefined where the exchange does not list those of all pairs. */
export async function countForeign(
  { db }: KeyCore,
  { exchange, key }: { exchange: Exchange; key: Key },
  { rows }: OpenOrders,
): Promise<number | undefined> {
  if (!exchange.listsAllOrders) return undefined
  const byOurId = await listByClientOrderIds(
    db,
    key.id,
    rows.flatMap(({ clientOrderId }) => clientOrderId ?? []),
  )
  const byTheirId = await listByExchangeOrderIds(
    db,
    key.id,
    rows.flatMap(({ id }) => id ?? []),
  )
  const ourIds = new Set(byOurId.map(({ clientOrderId }) => clientOrderId))
  const places = new Set(byTheirId.map((order) => `${order.symbol} ${order.exchangeOrderId}`))
  return rows.filter(
    ({ clientOrderId = '', symbol, id }) =>
      !ourIds.has(clientOrderId) && !places.has(`${symbol} ${id}`),
  ).length
}
