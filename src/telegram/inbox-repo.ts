import { randomInt } from 'node:crypto'
import type { Update } from 'grammy/types'
import type { Db, Trx } from '../db/schema.ts'
import { transact } from '../db/transact.ts'
import { commit, type Core } from '../queue/core.ts'

/** An update that has just come. */
export interface Arrived {
  update: Update
  userId: string
  /** This process keeps something of it in memory, and so must be the one to handle it. */
  here: boolean
}

/** Stores updates before Telegram is told that they arrived. Gives the ids of doubles already handled. */
export async function storeUpdates(core: Core, updates: readonly Arrived[]): Promise<number[]> {
  return commit(core, async (trx) => {
    const doubles: number[] = []
    for (const one of updates) {
      const { update_id: id } = one.update
      if (!(await storeUpdate(trx, core, one)) && (await wasHandled(trx, id))) doubles.push(id)
    }
    return doubles
  })
}

/** Stores one update and plans its handling. False if it is there already. */
export async function storeUpdate(
  trx: Trx,
  core: Pick<Core, 'clock' | 'queue'>,
  { update, userId, here }: Arrived,
): Promise<boolean> {
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
  if (numInsertedOrUpdatedRows === 0n) return false
  await wakeUpdate(trx, core, { id: idOf(update.update_id), userId, here })
  return true
}

/** Telegram's ids stay far below this. */
const OUR_IDS_FROM = 2 ** 52

/** An id for an update that does not come from Telegram. */
export function newUpdateId(): number {
  return OUR_IDS_FROM + randomInt(2 ** 47)
}

/** Plans the handling of a stored update. */
export async function wakeUpdate(
  trx: Trx,
  { queue }: Pick<Core, 'queue'>,
  { id, userId, here = false }: { id: string; userId: string; here?: boolean },
): Promise<void> {
  await queue.wake(trx, { lane: 'update', id, serialKey: `user:${userId}`, here })
}

/** Updates that are stored and not handled, for the sweep. */
export async function listUnhandled(db: Db): Promise<{ id: string; userId: string }[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['update_id', 'user_id'])
    .where('body', '!=', '')
    .execute()
  return rows.map((row) => ({ id: idOf(row.update_id), userId: row.user_id }))
}

/** Padded, so that text order is the order of arrival. */
function idOf(updateId: number): string {
  return String(updateId).padStart(16, '0')
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
  await transact(core.db, async (trx) => {
    await trx.updateTable('inbox').set({ body: '' }).where('update_id', '=', Number(id)).execute()
  })
}
