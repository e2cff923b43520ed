import type { BotCommand } from 'grammy/types'
import { badRequest } from './method-error.ts'
import type { Params } from './params.ts'
import { isRecord, textIn } from './record.ts'

/** The command lists of a bot, one per scope and language. */
export class CommandLists {
  readonly #lists = new Map<string, BotCommand[]>()

  /** @throws {MethodError} 400 if a name or a description is not allowed. */
  set(params: Params): void {
    const commands = params.list('commands').map(parseCommand)
    if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
    this.#lists.set(keyOf(params), commands)
  }

  get(params: Params): BotCommand[] {
    return this.#lists.get(keyOf(params)) ?? []
  }

  delete(params: Params): void {
    this.#lists.delete(keyOf(params))
  }

  /** What a private chat sees: the list of the narrowest scope that has one, in its language if there is one. */
  seenIn(chatId: number | undefined, language: string): BotCommand[] {
    const scopes = ['all_private_chats', 'default']
    if (chatId !== undefined) scopes.unshift(`chat:${chatId}`)
    const keys = scopes.flatMap((scope) => [`${scope}|${language}`, `${scope}|`])
    return keys.map((key) => this.#lists.get(key)).find((list) => list !== undefined) ?? []
  }

  clear(): void {
    this.#lists.clear()
  }
}

const SCOPES = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
  'chat',
  'chat_administrators',
  'chat_member',
])

function keyOf(params: Params): string {
  const given = params.payload['scope'] ?? { type: 'default' }
  const scope = isRecord(given) ? given : {}
  const type = textIn(scope, 'type')
  if (!SCOPES.has(type)) throw badRequest("can't parse BotCommandScope: Unsupported type specified")
  const place = ['chat_id', 'user_id']
    .filter((key) => key in scope)
    .map((key) => Number(scope[key]))
  return `${[type, ...place].join(':')}|${params.text('language_code')}`
}

function parseCommand(value: unknown): BotCommand {
  const given = isRecord(value) ? value : {}
  const command = textIn(given, 'command').replace(/^\//, '')
  const description = textIn(given, 'description').trim()
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
  if (description === '' || description.length > 256) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  return { command, description }
}
