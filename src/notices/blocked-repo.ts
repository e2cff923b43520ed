import type { Db, Trx } from '../db/schema.ts'
import { commit, type Core } from '../queue/core.ts'
import { wakeSender } from './outbox.ts'

const BLOCKED = 'blocked'

/** Whether this person can't be written to: they blocked the bot, or never started it. */
export async function isBlocked(db: Db, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('user_setting')
    .select('value')
    .where('user_id', '=', userId)
    .where('name', '=', BLOCKED)
    .executeTakeFirst()
  return row !== undefined
}

/** How many people can't be written to. */
export async function countBlocked(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('user_setting')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('name', '=', BLOCKED)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Nothing is sent to this person any more; what is due for them is held until they are back. */
export async function holdNotices(core: Core, userId: string): Promise<void> {
  const row = { user_id: userId, name: BLOCKED, value: core.clock.now().toISOString() }
  await commit(core, async (trx) => {
    await trx
      .insertInto('user_setting')
      .values(row)
      .onConflict((conflict) => conflict.columns(['user_id', 'name']).doNothing())
      .execute()
    await moveNotices(trx, userId, 'due', 'held')
  })
}

/** They are back: what was held for them is due. */
export async function releaseNotices(core: Core, userId: string): Promise<void> {
  await commit(core, async (trx) => {
    await trx
      .deleteFrom('user_setting')
      .where('user_id', '=', userId)
      .where('name', '=', BLOCKED)
      .execute()
    await moveNotices(trx, userId, 'held', 'due')
    await wakeSender(trx, core, userId)
  })
}

async function moveNotices(
  trx: Trx,
  userId: string,
  from: 'due' | 'held',
  to: 'due' | 'held',
): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ status: to, tries: 0 })
    .where('user_id', '=', userId)
    .where('status', '=', from)
    .execute()
}
