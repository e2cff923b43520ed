import type { ConversationData, VersionedState } from '@grammyjs/conversations'
import type { Context } from 'grammy'
import type { Clock } from '../lib/clock.ts'
import type { Db } from '../db/schema.ts'

type State = VersionedState<ConversationData>

/** Keeps the state of dialogues per chat and user. Raise `version` when a flow's questions change. */
export function conversationStorage(db: Db, clock: Clock) {
  const version = '4'
  return {
    type: 'context' as const,
    version,
    adapter: {
      async read(ctx: Context): Promise<State | undefined> {
        const owner = ownerOf(ctx)
        if (owner === undefined) return undefined
        const row = await db
          .selectFrom('conversation_state')
          .select('state')
          .where('chat_id', '=', owner.chat_id)
          .where('user_id', '=', owner.user_id)
          .executeTakeFirst()
        return row && (JSON.parse(row.state) as State)
      },
      async write(ctx: Context, value: State): Promise<void> {
        const owner = ownerOf(ctx)
        if (owner === undefined) return
        const state = JSON.stringify(value)
        const row = { ...owner, version, state, updated_at: clock.now().toISOString() }
        await db
          .insertInto('conversation_state')
          .values(row)
          .onConflict((conflict) => conflict.columns(['chat_id', 'user_id']).doUpdateSet(row))
          .execute()
      },
      async delete(ctx: Context): Promise<void> {
        const owner = ownerOf(ctx)
        if (owner === undefined) return
        await db
          .deleteFrom('conversation_state')
          .where('chat_id', '=', owner.chat_id)
          .where('user_id', '=', owner.user_id)
          .execute()
      },
    },
  }
}

/** Updates without a chat or a sender would all share one state. */
function ownerOf(ctx: Context): { chat_id: string; user_id: string } | undefined {
  if (ctx.chatId === undefined || ctx.from === undefined) return undefined
  return { chat_id: String(ctx.chatId), user_id: String(ctx.from.id) }
}
