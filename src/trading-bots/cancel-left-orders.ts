import { ExchangeError } from '../exchange/exchange-error.ts'
import { KeyErased } from '../keys/connections.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { listLeftOrders } from '../trading/left-order-repo.ts'
import { countOrders } from '../trading/order-repo.ts'
import { cancelOrders } from '../trading/reconcile.ts'

/** Cancels the open orders of removed bots on a key. `open`: how many the exchange has not confirmed as over. */
export async function cancelLeftOrders(
  core: KeyCore,
  keyId: string,
): Promise<{ cancelled: number; open: number }> {
  const orders = await listLeftOrders(core.db, keyId)
  try {
    const exchange = await core.connections.open(keyId, 'exit')
    await cancelOrders(core, exchange, orders)
  } catch (error) {
    if (!(error instanceof ExchangeError || error instanceof KeyErased)) throw error
    core.log.warn('cancel-put-off', { key: keyId, code: error.name })
  }
  const counts = await countOrders(
    core.db,
    orders.map(({ id }) => id),
  )
  return { cancelled: counts.get('cancelled') ?? 0, open: counts.get('open') ?? 0 }
}
