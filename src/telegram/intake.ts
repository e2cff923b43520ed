import type { Api } from 'grammy'
import type { Document, Message, Update } from 'grammy/types'
import { Secret } from '../lib/secret.ts'
import { deleteMessage } from './delete-message.ts'
import type { Deps } from './deps.ts'
import { findAwaiting } from './awaiting-repo.ts'
import { isCommand } from './commands.ts'
import { storeUpdates, type Arrived } from './inbox-repo.ts'
import { smallFileOf } from './file-reader.ts'
import { mayHoldSecret } from './secret-shape.ts'
import { takeFile } from './sent-file.ts'

/**
 * The first thing that sees updates. Secrets are taken into memory, their messages deleted at
 * once, and what is stored has them blanked.
 */
export async function takeIn(deps: Deps, api: Api, updates: readonly Update[]): Promise<void> {
  const arrived: Arrived[] = []
  for (const update of updates) {
    const userId = senderOf(update)
    if (userId === undefined) continue
    const stored = await withoutSecrets(deps, api, update, userId)
    // A tap on `keep it` has to come to the memory that holds the key.
    const here = deps.desk.has(update.update_id) || deps.desk.hasOffer(userId)
    arrived.push({ update: stored, userId, here })
  }
  const doubles = await storeUpdates(deps, arrived)
  for (const id of doubles) deps.desk.drop(id)
}

function senderOf(update: Update): string | undefined {
  const from =
    update.message?.from ??
    update.edited_message?.from ??
    update.callback_query?.from ??
    update.my_chat_member?.from
  return from && String(from.id)
}

async function withoutSecrets(
  deps: Deps,
  api: Api,
  update: Update,
  userId: string,
): Promise<Update> {
  const message = update.message ?? update.edited_message
  const text = message?.text ?? message?.caption ?? ''
  if (message === undefined) return update
  // Groups get one answer, whatever is said there: nothing of it is stored.
  if (message.chat.type !== 'private') return blanked(update, message, { text: '' })

  const file = smallFileOf(message)
  // A passphrase may begin with a slash too.
  const isAwaited = !isCommand(text) && (await findAwaiting(deps, userId)) !== undefined
  if (file !== undefined) {
    if (!deps.desk.has(update.update_id)) {
      deps.desk.put(update.update_id, takeFile(deps, api, message, isAwaited))
    }
    const { file_id, file_unique_id, file_size = 0 } = file
    return blanked(update, message, { document: { file_id, file_unique_id, file_size } })
  }
  if (!isAwaited && !mayHoldSecret(message)) return update

  const deleted = deleteMessage(api, message)
  // A picture may show the key, a voice message may say it.
  const said = text === '' ? Promise.resolve('no-text' as const) : new Secret(text)
  deps.desk.put(update.update_id, { text: said, deleted })
  return blanked(update, message, { text: BLANKED })
}

/** Who, where and when: nothing of what was said stays, and of a file only where it is fetched. */
function blanked(
  update: Update,
  message: Message,
  left: { text: string } | { document: Pick<Document, 'file_id' | 'file_unique_id' | 'file_size'> },
): Update {
  const { message_id, from, chat, date } = message
  const bare = { message_id, from, chat, date, ...left }
  return { update_id: update.update_id, message: bare as Message & Update.NonChannel }
}

/** Stands where a secret was. Its first character can't be typed, so that nobody says it by chance. */
export const BLANKED = '\u0000[secret]'
