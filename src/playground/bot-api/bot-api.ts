import type { BotCommand, UserFromGetMe } from 'grammy/types'
import type { Hono } from 'hono'
import type { Clock } from '../../lib/clock.ts'
import type { ApiCall } from './api-call.ts'
import type { ChatListener } from './chat-event.ts'
import { Dispatcher } from './dispatcher.ts'
import type { Fault } from './faults.ts'
import { createHttp } from './http.ts'
import { toChatMessage } from './message.ts'
import { State } from './state.ts'
import type { Tap } from './taps.ts'
import { type TelegramGroup, TelegramUser } from './user.ts'

/** Who a user is; the private chat has the same id. */
interface Profile {
  id: number
  firstName: string
  username?: string
  /** Such as `de`; default `en`. */
  language?: string
  /** True if the user wrote to the bot in an earlier life, so that the bot may write first. */
  started?: boolean
}

/** A stand-in for Telegram: bots speak to `app`, tests and the chat page play the users. */
export interface BotApi {
  /** Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
  app: Hono
  /** Creates the user, or gives the one with this id. */
  user: (profile: Profile) => TelegramUser
  /** Creates a group with the bot in it, or gives the one with this id. */
  group: (id: number, title: string) => TelegramGroup
  /** The command list that a private chat sees. */
  commands: (seenBy?: { chatId?: number; language?: string }) => BotCommand[]
  /** The last 10,000 method calls, oldest first. */
  calls: () => ApiCall[]
  /** Lets the next calls of a method go wrong. */
  fault: (fault: Fault) => void
  /** Updates that the bot has not confirmed yet. */
  pendingUpdates: () => number
  /** Delivers an update once more. @throws {RangeError} if it is unknown. */
  redeliver: (updateId: number) => void
  /** Taps whose update reached the bot and that it has not answered. */
  unansweredTaps: () => Tap[]
  /** Hears about every change until the returned function is called. */
  onEvent: (listener: ChatListener) => () => void
  /** Empties all chats and forgets calls, faults, files and commands; users, webhook and ids go on. */
  reset: () => void
  /** Ends every long poll and the webhook; later calls fail with 500. */
  stop: () => void
}

/** Builds a stand-in for one bot. Everything it remembers is in memory. */
export function createBotApi(options: { clock: Clock; token: string; username?: string }): BotApi {
  const { clock, token, username = 'undock_bot' } = options
  const state = new State(clock, botProfile(token, username))
  const dispatcher = new Dispatcher(state)
  const users = new Map<number, TelegramUser>()

  return {
    app: createHttp(token, dispatcher, state.files),
    user(profile) {
      const user = users.get(profile.id) ?? new TelegramUser(apiUser(profile), state)
      users.set(profile.id, user)
      const chat = state.privateChat(apiUser(profile))
      if (profile.started === true) chat.open = true
      return user
    },
    group(id, title) {
      const chat = state.group(id, title)
      return { id, title, messages: () => chat.messages().map(toChatMessage) }
    },
    commands: ({ chatId, language = '' } = {}) => state.commands.seenIn(chatId, language),
    calls: () => state.calls.list(),
    fault: (fault) => state.faults.add(fault),
    pendingUpdates: () => state.updates.size,
    redeliver: (updateId) => state.updates.repeat(updateId),
    unansweredTaps: () =>
      state.taps.unanswered().filter(({ updateId }) => state.updates.wasDelivered(updateId)),
    onEvent: (listener) => state.events.listen(listener),
    reset: () => state.reset(),
    stop: () => dispatcher.stop(),
  }
}

function apiUser({ id, firstName, username, language = 'en' }: Profile) {
  return {
    id,
    is_bot: false,
    first_name: firstName,
    language_code: language,
    ...(username !== undefined && { username }),
  }
}

function botProfile(token: string, username: string): UserFromGetMe {
  return {
    id: Number.parseInt(token, 10) || 1,
    is_bot: true,
    first_name: 'Undock',
    username,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
    supports_guest_queries: false,
  }
}
