import { errorFields } from '../lib/log.ts'
import type { OpenOrders } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { valueFees } from '../trading/value-fees.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { closeBooks } from './close-books.ts'
import { tellChanges } from './tell-changes.ts'
import { tellLeftOrders } from './tell-left-orders.ts'
import { tellStrays } from './tell-strays.ts'
import type { TickTroubles } from './tick-trouble.ts'

/**
 * After a look at a key, which showed these `open` orders: fees in a third coin get their value, days
 * that are over are closed, and what happened without us is told, before any bot acts on it. The book of
 * one bot that fails does not hold up the others.
 */
export async function keepBooks(core: KeyCore, key: Key, open: OpenOrders): Promise<TickTroubles> {
  try {
    await valueFees(core, core.exchanges.markets(key.exchange), key.id)
  } catch (error) {
    // What the fees were worth can be looked up later; the bots do not wait for it.
    core.log.error('fees-fail', { key: key.id, ...errorFields(error) })
  }
  const closing = await closeBooks(core, await listBotsOfKey(core.db, key.id))
  await tellStrays(core, key, open.rows)
  await tellLeftOrders(core, key, open.rows)
  return [...closing, ...(await tellChanges(core, key.id))]
}
