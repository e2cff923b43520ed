import { randomBytes } from 'node:crypto'
import { addSeconds } from '../lib/clock.ts'
import type { Core } from '../queue/core.ts'

/** What one-time buttons do. */
export const BUTTON_VERBS = [
  'realize',
  'exit',
  'exit-check',
  'erase',
  'erase-running',
  'sell',
  'keep',
  'wait',
  'look',
  'cancel-orders',
  'resume-moved',
  'settle-bots',
  'settle-own',
  'keep-key',
  'refuse-key',
] as const
export type ButtonVerb = (typeof BUTTON_VERBS)[number]

/** A verb, and where it needs one, what it is about: `sell:` with a bot's id. */
export type Action = ButtonVerb | `${ButtonVerb}:${string}`

/** What a one-time button does, and to which version of what. */
interface Button {
  userId: string
  action: Action
  subjectId: string
  subjectVersion: number
}

/** A one-time button that was pressed by its owner for the first time. */
export interface Pressed<Verb extends ButtonVerb = ButtonVerb> {
  userId: string
  verb: Verb
  /** What stands behind the verb; empty when nothing does. */
  about: string
  subjectId: string
  subjectVersion: number
}

const LIFETIME_SECONDS = 15 * 60

/** A one-time token for a button that moves money or keys, good for 15 minutes. */
export async function issueButton(
  core: Core,
  of: Button,
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
 * Uses a token up, if it was issued for one of `verbs`. A second tap, or somebody else's, gets a
 * reason instead; the same tap, handled again after a crash, is still the first one, however late.
 */
export async function pressButton<Verb extends ButtonVerb>(
  core: Core,
  token: string,
  verbs: readonly Verb[],
  { userId, updateId }: { userId: string; updateId: number },
): Promise<Pressed<Verb> | DeadTap> {
  const row = await core.db
    .selectFrom('button')
    .selectAll()
    .where('token', '=', token)
    .executeTakeFirst()
  if (row === undefined) return 'unknown'
  if (row.user_id !== userId) return 'foreign'
  const [name, ...about] = row.action.split(':')
  const verb = verbs.find((one) => one === name)
  if (verb === undefined) return 'unknown'
  const isRepeat = row.used_by === updateId
  if (!isRepeat && row.used_at !== null) return 'used'
  const now = core.clock.now().toISOString()
  if (!isRepeat && row.expires_at < now) return 'expired'
  const { numUpdatedRows } = await core.db
    .updateTable('button')
    .set({ used_at: now, used_by: updateId })
    .where('token', '=', token)
    .where((eb) => eb.or([eb('used_at', 'is', null), eb('used_by', '=', updateId)]))
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return 'used'
  const { subject_id: subjectId, subject_version: subjectVersion } = row
  return { userId, verb, about: about.join(':'), subjectId, subjectVersion }
}
