import { addSeconds } from '../lib/clock.ts'
import { commit, type Core } from '../queue/core.ts'
import { holdNotices, isBlocked } from './blocked-repo.ts'
import { isUrgent, type Notice } from './notice.ts'
import { wakeSender } from './outbox.ts'
import type { SendingLimit } from './sending-limit.ts'

/** What became of one delivery. */
export type Delivery =
  | { outcome: 'delivered'; messageId: number }
  | { outcome: 'limited'; seconds: number } // too fast for Telegram, which says for how long
  | { outcome: 'failed' } // no answer, or one that is Telegram's fault: tried again later
  | { outcome: 'blocked' } // the person blocked the bot, or never started it
  | { outcome: 'unwanted' } // there is nothing to tell any more

/**
 * Puts a notice in front of a person: as a new message, or as an edit of `messageId`. `tries` says how
 * often that has failed in a row: one that never works must not block those behind it.
 */
export type Deliver = (
  userId: string,
  notice: Notice,
  messageId: number | undefined,
  tries: number,
) => Promise<Delivery>

type NoticeRow = Awaited<ReturnType<typeof listDue>>[number]

const LONGEST_RETRY_SECONDS = 60

/** Who sends notices, and within which limits. */
export interface Sending {
  deliver: Deliver
  limit: SendingLimit
}

/**
 * Sends what is due for one person, oldest first. Stops at the first notice that has to wait, so
 * that their order holds.
 */
export async function sendNotices(
  core: Core,
  userId: string,
  { deliver, limit }: Sending,
): Promise<void> {
  if (await isBlocked(core.db, userId)) return holdNotices(core, userId)
  for (;;) {
    const [row, behind] = await listDue(core, userId)
    if (row === undefined) return
    const notice = toNotice(row.body)
    // What waits behind an edit must not wait for the chat to be quiet.
    const edit = row.message_id !== null && behind === undefined
    const turn = limit.take({ chat: userId, urgent: isUrgent(notice), edit })
    if (turn !== undefined) return comeBack(core, userId, turn)

    const delivery = await deliver(userId, notice, row.message_id ?? undefined, row.tries)
    switch (delivery.outcome) {
      case 'delivered':
        await record(core, row, { status: 'sent', message_id: delivery.messageId })
        break
      case 'unwanted':
        await record(core, row, { status: 'dropped', message_id: row.message_id })
        break
      case 'blocked':
        core.log.info('notices-held', { user: userId })
        return holdNotices(core, userId)
      case 'limited':
        limit.close(userId, delivery.seconds)
        return comeBack(core, userId, addSeconds(core.clock.now(), delivery.seconds))
      case 'failed':
        return tryAgain(core, row)
    }
  }
}

function toNotice(body: string): Notice {
  try {
    return JSON.parse(body) as Notice
  } catch {
    return { kind: 'unreadable' }
  }
}

/** The oldest notice that is due, and the one behind it. */
async function listDue({ db }: Core, userId: string) {
  return db
    .selectFrom('notice')
    .selectAll()
    .where('user_id', '=', userId)
    .where('status', '=', 'due')
    .orderBy('created_at')
    .orderBy('id')
    .limit(2)
    .execute()
}

async function record(
  { db, clock }: Core,
  { id, version }: NoticeRow,
  to: { status: 'sent' | 'dropped'; message_id: number | null },
): Promise<void> {
  await db
    .updateTable('notice')
    .set({
      // A newer state that came meanwhile stays due, and is an edit of the same message.
      status: (eb) =>
        eb
          .case()
          .when('version', '=', version)
          .then(to.status)
          .else('due' as const)
          .end(),
      message_id: to.message_id,
      tries: 0,
      sent_at: clock.now().toISOString(),
    })
    .where('id', '=', id)
    .execute()
}

async function comeBack(core: Core, userId: string, at: Date): Promise<void> {
  await commit(core, (trx) => wakeSender(trx, core, userId, at))
}

/** Later each time, for as long as it takes. */
async function tryAgain(core: Core, { id, user_id: userId, tries }: NoticeRow): Promise<void> {
  const at = addSeconds(core.clock.now(), Math.min(2 ** tries, LONGEST_RETRY_SECONDS))
  await commit(core, async (trx) => {
    await trx
      .updateTable('notice')
      .set({ tries: tries + 1 })
      .where('id', '=', id)
      .execute()
    await wakeSender(trx, core, userId, at)
  })
}
