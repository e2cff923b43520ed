import type { User } from 'grammy/types'
import type { Chat } from './chat.ts'
import { callbackDataOf, findButton, pictureOf } from './find-button.ts'
import { withAutomatic } from './formatted-text.ts'
import {
  type ChatMessage,
  type StoredMessage,
  toApiMessage,
  toApiReply,
  toChatMessage,
} from './message.ts'
import type { State } from './state.ts'
import type { Tap, TapAnswer } from './taps.ts'
import { until } from './until.ts'

/** A message that a user has sent to the bot. */
export interface SentMessage {
  id: number
  chatId: number
  updateId: number
  text: string
}

/** A screen of the bot, as it names it, whatever its language. */
export interface Screen {
  screen: string | readonly string[]
  /** Words of it that are not the bot's own, such as a number or a name. */
  text?: string | RegExp
  /** Only screens count that were shown after this moment; see {@link TelegramUser.moment}. */
  since?: number
}

/** What `until` waits for: a screen or words of the bot, or anything about the user's chat. */
export type Condition = Screen | string | RegExp | ((user: TelegramUser) => boolean)

/** A file as a person picks it on their device. */
interface SentFile {
  name: string
  content: string | Uint8Array
  caption?: string
}

/** A group with the bot in it. */
export interface TelegramGroup {
  id: number
  title: string
  messages: () => ChatMessage[]
}

/** A person with a private chat with the bot. The chat has the person's id. */
export class TelegramUser {
  readonly #profile: User
  readonly #state: State

  constructor(profile: User, state: State) {
    this.#profile = profile
    this.#state = state
  }

  get id(): number {
    return this.#profile.id
  }

  get #chat(): Chat {
    return this.#state.privateChat(this.#profile)
  }

  /** Writes to the bot, which may write back from now on. */
  sends(text: string, options: { replyTo?: number } = {}): SentMessage {
    this.#chat.open = true
    return this.#write(this.#chat, text, options)
  }

  sendsIn(group: { id: number }, text: string): SentMessage {
    return this.#write(this.#group(group), text)
  }

  /** Sends a file as a document, with a caption if there is one; to the bot, or in a group. */
  sendsFile(file: SentFile, group?: { id: number }): SentMessage {
    const { name, content, caption = '' } = file
    if (group === undefined) this.#chat.open = true
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    const upload = { name, bytes, type: 'application/octet-stream' }
    const stored = this.#state.files.keep('document', upload)
    const chat = group === undefined ? this.#chat : this.#group(group)
    return this.#write(chat, caption, { file: { kind: 'document', stored } })
  }

  #group({ id }: { id: number }): Chat {
    const chat = this.#state.chats.get(id)
    if (chat === undefined) throw new RangeError(`Cannot write in group ${id}: unknown`)
    return chat
  }

  #write(
    chat: Chat,
    text: string,
    { replyTo, file }: { replyTo?: number | undefined; file?: StoredMessage['file'] } = {},
  ): SentMessage {
    const message: StoredMessage = {
      id: this.#state.nextMessageId(),
      chat: chat.profile,
      from: this.#profile,
      date: this.#state.seconds(),
      content: withAutomatic({ text, entities: [] }),
      keyboard: [],
      silent: false,
      protected: false,
      pinned: false,
      ...(replyTo !== undefined && { replyTo }),
      ...(file !== undefined && { file }),
    }
    chat.add(message)
    const { profile } = chat
    const updateId = this.#state.updates.push({
      message: { ...toApiReply(message, chat.find(replyTo)), chat: profile, from: this.#profile },
    })
    return { id: message.id, chatId: chat.id, updateId, text }
  }

  /** Blocks the bot: from now on it gets a 403, and is told once. */
  blocks(): void {
    this.#setBlocked(true)
  }

  unblocks(): void {
    this.#setBlocked(false)
  }

  #setBlocked(blocked: boolean): void {
    this.#chat.blocked = blocked
    const { me } = this.#state
    const [member, kicked] = [
      { user: me, status: 'member' as const },
      { user: me, status: 'kicked' as const, until_date: 0 },
    ]
    this.#state.updates.push({
      my_chat_member: {
        chat: this.#chat.profile,
        from: this.#profile,
        date: this.#state.seconds(),
        old_chat_member: blocked ? member : kicked,
        new_chat_member: blocked ? kicked : member,
      },
    })
  }

  /**
   * Presses the newest button with this label, or else the newest whose label starts so.
   *
   * @throws {Error} with the labels on screen if there is none, or if it is no callback button.
   */
  taps(target: string | { label: string; messageId?: number }): Tap {
    const { label, messageId } = typeof target === 'string' ? { label: target } : target
    const messages = this.messages()
    const looked =
      messageId === undefined ? messages : messages.filter(({ id }) => id === messageId)
    const found = findButton(looked, label)
    return this.tapsData(callbackDataOf(found.button), found.messageId)
  }

  /** Presses a button by its data, even one that is gone from the screen, as a slow phone does. */
  tapsData(data: string, messageId: number): Tap {
    const chat = this.#chat
    const message = chat.find(messageId)
    const id = this.#state.taps.nextId()
    const updateId = this.#state.updates.push({
      callback_query: {
        id,
        from: this.#profile,
        chat_instance: String(chat.id),
        message:
          message === undefined
            ? { chat: chat.profile, message_id: messageId, date: 0 }
            : toApiMessage(message),
        data,
      },
    })
    const tap = { id, updateId, chatId: chat.id, messageId, data }
    this.#state.taps.add(tap, this.#state.clock.now())
    this.#state.events.emit({ type: 'tapped', chatId: chat.id, messageId, tapId: id, data })
    return tap
  }

  /** The newest message of the bot with buttons, or else its newest message. */
  screen(): ChatMessage | undefined {
    const fromBot = this.messages().filter(({ from }) => from === 'bot')
    return fromBot.findLast(({ keyboard }) => keyboard.length > 0) ?? fromBot.at(-1)
  }

  /** The private chat, oldest first; deleted messages are gone. */
  messages(): ChatMessage[] {
    return this.#chat.messages().map(toChatMessage)
  }

  /** The texts of all messages in the private chat. */
  text(): string {
    return this.messages()
      .map(({ text }) => text)
      .join('\n')
  }

  /** The content of a message's file. @throws {RangeError} if it has none. */
  file(messageId: number): Uint8Array {
    const file = this.#chat.find(messageId)?.file
    if (file === undefined) throw new RangeError(`Cannot read file of message ${messageId}: none`)
    return file.stored.bytes
  }

  /** Tells apart what the bot shows before and after it. */
  moment(): number {
    return this.#state.shown
  }

  /** Whether such a screen is in the private chat. */
  shows(screen: Screen): boolean {
    return this.#match(screen) !== undefined
  }

  /** The newest message of the bot that matches, or the newest at all for a function. */
  async until(condition: Condition, options: { seconds?: number } = {}): Promise<ChatMessage> {
    const { seconds = 30 } = options
    return until(this.#state.events, {
      seconds,
      look: () => this.#match(condition),
      describe: () =>
        `Nothing matched ${nameOf(condition)} within ${seconds} s. ${pictureOf(this.messages())}`,
    })
  }

  /** Asked after every event of a chat that may be long: only what is found is put into the user's shape. */
  #match(condition: Condition): ChatMessage | undefined {
    if (typeof condition === 'function') {
      if (!condition(this)) return undefined
      const newest = this.#chat.messages().at(-1)
      if (newest === undefined) throw new RangeError('Cannot give a message: the chat is empty')
      return toChatMessage(newest)
    }
    const found = this.#chat
      .messages()
      .findLast((message) => message.from.is_bot && fits(message, condition))
    return found && toChatMessage(found)
  }

  /** What the user saw in answer to a tap. */
  async untilAnswered(tap: Tap, options: { seconds?: number } = {}): Promise<TapAnswer> {
    const { seconds = 30 } = options
    return until(this.#state.events, {
      seconds,
      look: () => this.#state.taps.answerOf(tap.id),
      describe: () =>
        `Tap "${tap.data}" was not answered within ${seconds} s. ${pictureOf(this.messages())}`,
    })
  }
}

function fits(
  { content: { text }, screen, shown = 0 }: StoredMessage,
  condition: Exclude<Condition, Function>,
): boolean {
  if (typeof condition === 'string' || condition instanceof RegExp) return has(text, condition)
  const { screen: wanted, text: words, since = 0 } = condition
  const isWanted = [wanted].flat().includes(screen ?? '')
  return isWanted && shown > since && (words === undefined || has(text, words))
}

function has(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? text.includes(words) : text.search(words) >= 0
}

function nameOf(condition: Condition): string {
  return typeof condition === 'object' && !(condition instanceof RegExp)
    ? `the screen ${[condition.screen].flat().join(' or ')}${condition.text === undefined ? '' : ` with ${String(condition.text)}`}`
    : String(condition)
}
