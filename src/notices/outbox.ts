import type { Db, Trx } from '../db/schema.ts'
import type { Core } from '../queue/core.ts'
import type { Notice } from './notice.ts'

export interface Telling {
  userId: string
  notice: Notice
  /** The same id is told once, however often the cause is worked on. */
  id: string
  /** Telling it again edits the message: it shows the newest state. */
  edited?: true
}

/** Records a notice in the transaction of its cause. It is sent at least once after the commit. */
export async function tell(
  trx: Trx,
  core: Pick<Core, 'queue' | 'clock'>,
  { userId, notice, id, edited }: Telling,
): Promise<void> {
  const body = JSON.stringify(notice)
  const at = await nextMoment(trx, userId, core.clock.now())
  await trx
    .insertInto('notice')
    .values({
      id,
      user_id: userId,
      body,
      status: 'due',
      version: 1,
      message_id: null,
      tries: 0,
      created_at: at.toISOString(),
      sent_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  if (edited) await refresh(trx, id, body)
  await wakeSender(trx, core, userId)
}

/** Plans a look at what is due for one person. */
export async function wakeSender(
  trx: Trx,
  { queue }: Pick<Core, 'queue'>,
  userId: string,
  at?: Date,
): Promise<void> {
  const serialKey = `chat:${userId}`
  await queue.wake(trx, { lane: 'notice', id: userId, serialKey, ...(at && { at }) })
}

/** People for whom something is due, for the sweep at start. */
export async function listAwaited(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('notice')
    .select('user_id')
    .distinct()
    .where('status', '=', 'due')
    .execute()
  return rows.map((row) => row.user_id)
}

/** Whether one of these notices has reached its reader. */
export async function wasSent(db: Db, ids: readonly string[]): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .select('id')
    .where('id', 'in', [...ids])
    .where('status', '=', 'sent')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Now, or right after the person's newest notice: those of one moment keep their order too. */
async function nextMoment(trx: Trx, userId: string, now: Date): Promise<Date> {
  const newest = await trx
    .selectFrom('notice')
    .select('created_at')
    .where('user_id', '=', userId)
    .where('status', '=', 'due')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const after = newest === undefined ? 0 : new Date(newest.created_at).getTime() + 1
  return new Date(Math.max(after, now.getTime()))
}

/** States in between that were never sent are skipped. */
async function refresh(trx: Trx, id: string, body: string): Promise<void> {
  await trx
    .updateTable('notice')
    .set((eb) => ({ body, status: 'due', version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}
