import { statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startNode } from './support/process.ts'
import { aSqlite, scratchFolder } from './support/scratch.ts'

const BACKUP = fileURLToPath(new URL('../src/backup.ts', import.meta.url))

/** What `npm run backup` says, from a process of its own, while this one has the database open. */
async function run(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = scratchFolder(),
) {
  return startNode([BACKUP, ...args], { cwd, env }).ended()
}

test('a backup is made while Undock has the database, and says what it does not hold', async () => {
  const folder = scratchFolder()
  await aSqlite(join(folder, 'undock.db'))
  const env = { DATABASE_URL: `sqlite:${folder}/undock.db` }
  const file = join(folder, 'backup.db')

  const { code, stdout, stderr } = await run([file], env)

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('read through and found whole')
  expect(stdout).toContain('keep VAULT_KEY too, and somewhere else')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await run([file], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: `Cannot write ${file}: it is there already. Give the backup a new name\n`,
  })
}, 30_000)

/** PostgreSQL is for Telegram only, never for the playground. */
const LIVE = {
  BOT_TOKEN: `1000000:${'a'.repeat(35)}`,
  ALLOWED_USERS: '*',
  VAULT_KEY: randomBytes(32).toString('base64'),
}

test.each([
  ['no file is named', [], {}, /^Use: npm run backup -- FILE/],
  ['there is no database', ['b.db'], { DATABASE_URL: 'sqlite:./none.db' }, /there is no such file/],
  [
    'it is on PostgreSQL',
    ['b.dump'],
    { ...LIVE, DATABASE_URL: 'postgres://u@localhost/d' },
    /pg_dump --format=custom --file=b\.dump/,
  ],
])(
  'no backup is made when %s, and it says why',
  async (_, args, env, said) => {
    const { code, stdout, stderr } = await run(args, env)

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(said)
  },
  30_000,
)

test('no backup is made of a file that is no database', async () => {
  const folder = scratchFolder()
  writeFileSync(
    join(folder, 'text.db'),
    'This is no database, but a text that is long enough. '.repeat(20),
  )

  const { code, stderr } = await run(['b.db'], { DATABASE_URL: `sqlite:${folder}/text.db` })

  expect(code).toBe(1)
  expect(stderr).toContain('it is no SQLite database')
}, 30_000)
