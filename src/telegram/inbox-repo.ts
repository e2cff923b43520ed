import type { Update } from 'grammy/types'
import { addSeconds } from '../lib/clock.ts'
import type { Trx } from '../db/schema.ts'
import { commit, type Core } from '../queue/core.ts'

/** Stores updates before Telegram is told that they arrived. Gives the ids of doubles already handled. */
export async function storeUpdates(
  core: Core,
  updates: readonly { update: Update; userId: string }[],
): Promise<number[]> {
  return commit(core, async (trx) => {
    const doubles: number[] = []
    for (const { update, userId } of updates) {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('inbox')
        .values({
          update_id: update.update_id,
          user_id: userId,
          body: JSON.stringify(update),
          received_at: core.clock.now().toISOString(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 0n) {
        if (await wasHandled(trx, update.update_id)) doubles.push(update.update_id)
        continue
      }
      // Padded, so that text order is the order of arrival.
      const id = String(update.update_id).padStart(16, '0')
      await core.queue.wake(trx, { lane: 'update', id, serialKey: `user:${userId}` })
    }
    return doubles
  })
}

async function wasHandled(trx: Trx, updateId: number): Promise<boolean> {
  const row = await trx
    .selectFrom('inbox')
    .select('body')
    .where('update_id', '=', updateId)
    .executeTakeFirst()
  return row?.body === ''
}

/** An update that is still to be handled; undefined once it was. */
export async function findUpdate(core: Core, id: string): Promise<Update | undefined> {
  const row = await core.db
    .selectFrom('inbox')
    .select('body')
    .where('update_id', '=', Number(id))
    .executeTakeFirst()
  return row === undefined || row.body === '' ? undefined : (JSON.parse(row.body) as Update)
}

/** Forgets what an update said; its number stays, so that a double is known. */
export async function markHandled(core: Core, id: string): Promise<void> {
  await core.db.updateTable('inbox').set({ body: '' }).where('update_id', '=', Number(id)).execute()
}

/** Telegram repeats updates for a day; older numbers are let go. */
export async function forgetOldUpdates(core: Core): Promise<void> {
  await core.db
    .deleteFrom('inbox')
    .where('body', '=', '')
    .where('received_at', '<', addSeconds(core.clock.now(), -3 * 86_400).toISOString())
    .execute()
}
