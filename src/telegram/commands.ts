import type { Api } from 'grammy'
import { languageOf, wordsOf, type Words } from './words.ts'

/** In the order of Telegram's menu. */
const COMMANDS = [
  'bots',
  'disconnect',
  'positions',
  'keys',
  'link',
  'newbot',
  'review',
  'export',
  'settings',
  'cancel',
  'help',
] as const satisfies (keyof Words['help']['commands'])[]

/** Commands that are not in Telegram's menu: `/start` is its own, `/exchanges` an alias. */
const OTHERS = ['start', 'exchanges'] as const

const EXACTLY_OURS = new RegExp(`^/(${[...COMMANDS, ...OTHERS].join('|')})(@\\w+)?$`, 'i')

/** Whether a text is one of our commands and nothing else. */
export function isCommand(text: string): boolean {
  return EXACTLY_OURS.test(text.trim())
}

/** The commands that Telegram completes, with what each does. */
export function commandsOf({ help }: Words): { command: string; description: string }[] {
  return COMMANDS.map((command) => ({ command, description: help.commands[command] }))
}

/** Registers the commands for private chats. */
export async function publishCommands(api: Api): Promise<void> {
  const commands = commandsOf(wordsOf(languageOf()))
  await api.setMyCommands(commands, { scope: { type: 'all_private_chats' } })
}
