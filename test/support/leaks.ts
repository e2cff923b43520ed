import { existsSync, readFileSync } from 'node:fs'
import type { World } from './world.ts'

const PIECE = 12

/** The pieces of a secret that stand in the database's files or in the log; none, one hopes. */
export function leaksOf({ databasePath, log }: World, secret: string): string[] {
  const files = ['', '-wal', '-journal'].map((suffix) => `${databasePath}${suffix}`)
  const texts = [
    ...files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'latin1')),
    log.join('\n'),
  ]
  return Array.from({ length: secret.length - PIECE + 1 }, (_, i) =>
    secret.slice(i, i + PIECE),
  ).filter((piece) => texts.some((text) => text.includes(piece)))
}
