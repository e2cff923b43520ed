import type { Db } from '../db/schema.ts'
import type { Key } from '../keys/key.ts'
import { listFormerKeyIds } from '../keys/key-repo.ts'
import { commit, type Core } from '../queue/core.ts'
import { giveToKey, listUnsettledIds } from '../trading/left-order-repo.ts'
import { queueTick } from './pause-bot.ts'

/** The keys of which a key can cancel what still rests: itself, and earlier ones of its account. */
export async function listReachableKeyIds(db: Db, key: Key): Promise<string[]> {
  return key.watchOnly ? [key.id] : [key.id, ...(await listFormerKeyIds(db, key))]
}

/**
 * Orders that still rested when an earlier key of the same account was disconnected become this key's:
 * it can ask about them and cancel them. They stay their removed bots', and so do their fills.
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
