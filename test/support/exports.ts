import type { World } from './world.ts'

/** The rows of a file that the bot sent, the newest of its name, by column. */
export function rowsOf({ alice }: Pick<World, 'alice'>, name: string): Record<string, string>[] {
  const message = alice.messages().findLast(({ document }) => document?.name === name)
  const text = new TextDecoder().decode(alice.file(message?.id ?? 0))
  const [head = '', ...rows] = text.trim().split(/\r?\n/)
  const names = head.split(',')
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i], cell])))
}
