import type { User, UserFromGetMe } from 'grammy/types'
import type { Clock } from '../../lib/clock.ts'
import { CallLog } from './api-call.ts'
import { ChatEvents } from './chat-event.ts'
import { Chat } from './chat.ts'
import { CommandLists } from './command-lists.ts'
import { Faults } from './faults.ts'
import { Files } from './files.ts'
import { Taps } from './taps.ts'
import { UpdateQueue } from './update-queue.ts'

/** Everything that the stand-in remembers. */
export class State {
  readonly clock: Clock
  readonly me: UserFromGetMe
  readonly calls = new CallLog()
  readonly chats = new Map<number, Chat>()
  readonly commands = new CommandLists()
  readonly events = new ChatEvents()
  readonly faults = new Faults()
  readonly files = new Files()
  readonly taps: Taps
  readonly updates: UpdateQueue
  /** How many messages and edits of content the bot has shown so far, in all chats. */
  shown = 0
  #messageId: number

  constructor(clock: Clock, me: UserFromGetMe) {
    this.clock = clock
    this.me = me
    // Ids start at the time, so that a bot with a database never meets one of an earlier run again.
    const first = this.seconds()
    this.taps = new Taps(first)
    this.updates = new UpdateQueue(first)
    this.#messageId = first
  }

  /** Now, in Unix seconds. */
  seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000)
  }

  nextMessageId(): number {
    this.#messageId += 1
    return this.#messageId
  }

  nextShown(): number {
    this.shown += 1
    return this.shown
  }

  privateChat(user: User): Chat {
    const known = this.chats.get(user.id)
    if (known !== undefined) return known
    const { id, first_name, username } = user
    const profile = {
      id,
      type: 'private' as const,
      first_name,
      ...(username !== undefined && { username }),
    }
    const chat = new Chat(profile, this.events, user)
    this.chats.set(id, chat)
    return chat
  }

  group(id: number, title: string): Chat {
    const known = this.chats.get(id)
    if (known !== undefined) return known
    const chat = new Chat({ id, type: 'supergroup', title }, this.events)
    this.chats.set(id, chat)
    return chat
  }

  reset(): void {
    for (const chat of this.chats.values()) chat.clear()
    for (const part of [this.calls, this.commands, this.faults, this.files]) part.clear()
    this.taps.clear()
    this.updates.clear()
    this.events.emit({ type: 'reset' })
  }
}
