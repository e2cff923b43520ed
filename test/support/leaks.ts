import { existsSync, readFileSync } from 'node:fs'
import { queryOften } from './postgres-run.ts'
import type { World } from './world.ts'

const PIECE = 12

/** The pieces of a secret that stand in the database or in the log; none, one hopes. */
export async function leaksOf({ database, log }: World, secret: string): Promise<string[]> {
  const stored =
    database.kind === 'sqlite' ? filesOf(database.path) : await everythingIn(database.url.reveal())
  const texts = [...stored, log.join('\n')]
  return Array.from({ length: secret.length - PIECE + 1 }, (_, i) =>
    secret.slice(i, i + PIECE),
  ).filter((piece) => texts.some((text) => text.includes(piece)))
}

function filesOf(path: string): string[] {
  return ['', '-wal', '-journal', '.lock']
    .map((suffix) => `${path}${suffix}`)
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'latin1'))
}

/** Every row of a PostgreSQL database as text. */
export async function everythingIn(url: string): Promise<string[]> {
  const tables = await queryOften<{ name: string }>(
    url,
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ('public', 'pgboss')`,
  )
  const texts = []
  for (const { name } of tables) {
    const rows = await queryOften<{ row: string }>(url, `select t::text as row from ${name} t`)
    texts.push(...rows.map(({ row }) => row))
  }
  return texts
}
