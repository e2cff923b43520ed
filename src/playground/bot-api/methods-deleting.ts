import type { StoredMessage } from './message.ts'
import { badRequest } from './method-error.ts'
import { chatOf, type Method } from './method.ts'
import type { State } from './state.ts'

const DELETABLE_SECONDS = 48 * 3600

/** Deleting messages. */
export const deletingMethods: Record<string, Method> = {
  deleteMessage(params, state) {
    const chat = chatOf(params, state)
    const message = chat.find(params.integer('message_id'))
    if (message === undefined) throw badRequest('message to delete not found')
    checkAge(message, state)
    chat.remove(message.id)
    return true
  },

  deleteMessages(params, state) {
    const chat = chatOf(params, state)
    const ids = params.list('message_ids').map(Number)
    if (ids.length === 0) throw badRequest('message identifiers are not specified')
    if (ids.length > 100) throw badRequest('too many message identifiers specified')
    const found = ids.flatMap((id) => chat.find(id) ?? [])
    for (const message of found) checkAge(message, state)
    for (const { id } of found) chat.remove(id)
    return true
  },
}

function checkAge({ date }: StoredMessage, state: State): void {
  if (state.seconds() - date > DELETABLE_SECONDS) {
    throw badRequest("message can't be deleted for everyone")
  }
}
