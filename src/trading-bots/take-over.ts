import type { Db } from '../db/schema.ts'
import type { Key } from '../keys/key.ts'
import { listFormerKeyIds } from '../keys/key-repo.ts'
import { commit, type Core } from '../queue/core.ts'
import { giveToKey, listUnsettledIds } from '../trading/left-order-repo.ts'
import { queueTick } from './pause-bot.ts'

/** The keys whose open orders a key can cancel: its own, and those of earlier keys of the same account. */
export async function listReachableKeyIds(db: Db, key: Key): Promise<string[]> {
  return key.watchOnly ? [key.id] : [key.id, ...(await listFormerKeyIds(db, key))]
}

/**
 * Moves orders that were still open when an earlier key of the same account was disconnected to this key, which
 * can look them up and cancel them. They and their fills still belong to their removed bots.
 */
export async function takeOverOrders(core: Core, key: Key): Promise<void> {
  // A key that can't trade can't cancel them either.
  if (key.status !== 'linked' || key.watchOnly) return
  const left = await listUnsettledIds(core.db, await listFormerKeyIds(core.db, key))
  if (left.length === 0) return
  await commit(core, async (trx) => {
    await giveToKey(trx, left, key.id)
    await queueTick(trx, core, key.id)
  })
}
