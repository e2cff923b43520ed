import type { Exchange, OpenOrders } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { listKeyIdsOfAccount } from '../keys/key-repo.ts'
import { listReachableKeyIds } from '../trading-bots/take-over.ts'
import { listByClientOrderIds, listByExchangeOrderIds } from '../trading/order-repo.ts'

/** Open orders that an exit of a key leaves alone. */
export interface OthersOrders {
  /** Not ours; undefined where the exchange does not list the orders of all pairs. */
  foreignOrders: number | undefined
  /** Ours, placed with another key of the account whose bots still use them. */
  otherKeysOrders: number
}

/** Counts the open orders that are not this key's to cancel. */
export async function countOthers(
  { db }: KeyCore,
  { exchange, key }: { exchange: Exchange; key: Key },
  { rows }: OpenOrders,
): Promise<OthersOrders> {
  if (!exchange.listsAllOrders) return { foreignOrders: undefined, otherKeysOrders: 0 }
  const keyIds = await listKeyIdsOfAccount(db, key)
  const byOurId = await listByClientOrderIds(
    db,
    keyIds,
    rows.flatMap(({ clientOrderId }) => clientOrderId ?? []),
  )
  const byTheirId = await listByExchangeOrderIds(
    db,
    keyIds,
    rows.flatMap(({ id }) => id ?? []),
  )
  const ours = new Map([
    ...byTheirId.map((order) => [`${order.symbol} ${order.exchangeOrderId}`, order] as const),
    ...byOurId.map((order) => [order.clientOrderId, order] as const),
  ])
  const orders = rows.map(
    ({ clientOrderId = '', symbol, id }) => ours.get(clientOrderId) ?? ours.get(`${symbol} ${id}`),
  )
  const reached = new Set(await listReachableKeyIds(db, key))
  return {
    foreignOrders: orders.filter((order) => order === undefined).length,
    otherKeysOrders: orders.filter((order) => order && !reached.has(order.keyId)).length,
  }
}
