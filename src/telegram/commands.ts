import type { Api } from 'grammy'

/** The commands that Telegram completes, in the order of its menu. */
export const COMMANDS = [
  { command: 'bots', description: 'Your bots: state, profit, pause, resume, remove' },
  { command: 'disconnect', description: 'Leave an exchange cleanly, step by step' },
  { command: 'positions', description: 'Open positions, with the profit if sold now' },
  { command: 'keys', description: 'Your exchange keys: health, rights, age' },
  { command: 'link', description: 'Link an exchange key' },
  { command: 'newbot', description: 'Create a bot' },
  { command: 'review', description: 'What to mend about your keys' },
  { command: 'export', description: 'Trades, orders and bots as files' },
  { command: 'settings', description: 'Which notices ring' },
  { command: 'cancel', description: 'Leave the dialogue that is open' },
  { command: 'help', description: 'What Undock is, and the next step' },
] as const

/** Registers the commands for private chats. */
export async function publishCommands(api: Api): Promise<void> {
  await api.setMyCommands(COMMANDS, { scope: { type: 'all_private_chats' } })
}
