import { addSeconds } from '../lib/clock.ts'
import { commit, type Core } from '../queue/core.ts'
import type { Notice } from './notice.ts'
import { wakeSender } from './outbox.ts'

/** What became of one delivery. */
export type Delivery =
  | { outcome: 'delivered'; messageId: number }
  | { outcome: 'retry'; afterSeconds: number }
  | { outcome: 'unwanted' } // the person blocked the bot, or there is nothing to tell any more

/** Puts a notice in front of a person: as a new message, or as an edit of `messageId`. */
export type Deliver = (
  userId: string,
  notice: Notice,
  messageId: number | undefined,
) => Promise<Delivery>

/**
 * Sends what is due for one person, oldest first. Stops at the first notice that has to wait, so
 * that their order holds.
 */
export async function sendNotices(core: Core, userId: string, deliver: Deliver): Promise<void> {
  for (;;) {
    const row = await core.db
      .selectFrom('notice')
      .selectAll()
      .where('user_id', '=', userId)
      .where('status', '=', 'due')
      .orderBy('created_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined) return

    const notice = JSON.parse(row.body) as Notice
    const delivery = await deliver(userId, notice, row.message_id ?? undefined)
    if (delivery.outcome === 'retry') {
      await tryAgain(core, userId, delivery.afterSeconds)
      return
    }
    const delivered = delivery.outcome === 'delivered'
    await core.db
      .updateTable('notice')
      .set({
        // A newer state that came meanwhile stays due, and is an edit of the same message.
        status: (eb) =>
          eb
            .case()
            .when('version', '=', row.version)
            .then(delivered ? ('sent' as const) : ('dropped' as const))
            .else('due' as const)
            .end(),
        message_id: delivered ? delivery.messageId : row.message_id,
        sent_at: core.clock.now().toISOString(),
      })
      .where('id', '=', row.id)
      .execute()
  }
}

async function tryAgain(core: Core, userId: string, seconds: number): Promise<void> {
  const at = addSeconds(core.clock.now(), seconds)
  await commit(core, (trx) => wakeSender(trx, core, userId, at))
}
