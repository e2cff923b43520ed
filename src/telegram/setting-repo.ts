import type { Db } from '../db/schema.ts'

/** Whether notices ring or come silently. */
export type NoticeMode = 'ring' | 'silent'

export async function findNoticeMode(db: Db, userId: string): Promise<NoticeMode> {
  const row = await db
    .selectFrom('user_setting')
    .select('value')
    .where('user_id', '=', userId)
    .where('name', '=', 'notices')
    .executeTakeFirst()
  return row?.value === 'silent' ? 'silent' : 'ring'
}

export async function saveNoticeMode(db: Db, userId: string, mode: NoticeMode): Promise<void> {
  const row = { user_id: userId, name: 'notices', value: mode }
  await db
    .insertInto('user_setting')
    .values(row)
    .onConflict((conflict) => conflict.columns(['user_id', 'name']).doUpdateSet(row))
    .execute()
}

/** Whether a group was told already that nothing happens in groups; from now on it was. */
export async function toldGroup(db: Db, chatId: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('user_setting')
    .values({ user_id: `group:${chatId}`, name: 'told', value: 'yes' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 0n
}
