import type { OpenOrders } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { valueFees } from '../trading/value-fees.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { closeBooks } from './close-books.ts'
import { tellChanges } from './tell-changes.ts'
import { tellStrays } from './tell-strays.ts'

/**
 * After a look at a key, which showed these `open` orders: fees in a third coin get their value, days
 * that are over are closed, and what happened without us is told, before any bot acts on it.
 */
export async function keepBooks(core: KeyCore, key: Key, open: OpenOrders): Promise<void> {
  await valueFees(core, core.exchanges.markets(key.exchange), key.id)
  await closeBooks(core, await listBotsOfKey(core.db, key.id))
  await tellStrays(core, key, open.rows)
  await tellChanges(core, key.id)
}
