import { randomBytes } from 'node:crypto'
import { addSeconds } from '../lib/clock.ts'
import type { Core } from '../queue/core.ts'

/** What a one-time button does, and to which version of what. */
export interface ButtonAction {
  userId: string
  action: string
  subjectId: string
  subjectVersion: number
}

const LIFETIME_SECONDS = 15 * 60

/** A one-time token for a button that moves money or keys, good for 15 minutes. */
export async function issueButton(
  core: Core,
  of: ButtonAction,
  seconds = LIFETIME_SECONDS,
): Promise<string> {
  const token = randomBytes(16).toString('base64url')
  await core.db
    .insertInto('button')
    .values({
      token,
      user_id: of.userId,
      action: of.action,
      subject_id: of.subjectId,
      subject_version: of.subjectVersion,
      expires_at: addSeconds(core.clock.now(), seconds).toISOString(),
      used_at: null,
      used_by: null,
    })
    .execute()
  return token
}

/** Why a tap does nothing. */
export type DeadTap = 'unknown' | 'foreign' | 'used' | 'expired'

/**
 * Uses a token up. A second tap, or somebody else's, gets a reason instead; the same tap, handled
 * again after a crash, is the first one still.
 */
export async function pressButton(
  core: Core,
  token: string,
  { userId, updateId }: { userId: string; updateId: number },
): Promise<ButtonAction | DeadTap> {
  const row = await core.db
    .selectFrom('button')
    .selectAll()
    .where('token', '=', token)
    .executeTakeFirst()
  if (row === undefined) return 'unknown'
  if (row.user_id !== userId) return 'foreign'
  const now = core.clock.now().toISOString()
  if (row.expires_at < now) return 'expired'
  const { numUpdatedRows } = await core.db
    .updateTable('button')
    .set({ used_at: now, used_by: updateId })
    .where('token', '=', token)
    .where((eb) => eb.or([eb('used_at', 'is', null), eb('used_by', '=', updateId)]))
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return 'used'
  const { action, subject_id: subjectId, subject_version: subjectVersion } = row
  return { userId, action, subjectId, subjectVersion }
}
