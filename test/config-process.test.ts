import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startNode } from './support/process.ts'
import { scratchFolder } from './support/scratch.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const EXIT_CONFIG = 78

/** Undock as an operator starts it. The folder is empty, so no `.env` is read. */
function start(env: Record<string, string>, cwd = scratchFolder()) {
  return startNode([MAIN], { cwd, env: { PORT: '0', ...env } })
}

test('a start with bad settings prints every fault and ends with 78', async () => {
  const { code, stdout, stderr } = await start({
    BOT_TOKEN: 'not-a-token',
    PORT: 'abc',
    LOG_LEVEL: 'loud',
    KEY_CHECK_SECONDS: '0',
  }).ended()

  expect({ code, stdout }).toEqual({ code: EXIT_CONFIG, stdout: '' })
  expect(stderr).toMatch(/^Cannot start: 6 of the settings will not do\n- /)
  const names = stderr
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => /^- (\w+): .+\.$/.exec(line)?.[1])
  expect(names).toEqual([
    'BOT_TOKEN',
    'ALLOWED_USERS',
    'VAULT_KEY',
    'KEY_CHECK_SECONDS',
    'PORT',
    'LOG_LEVEL',
  ])
  expect(stderr).not.toContain('not-a-token')
}, 20_000)

test('a second start on the same database says so in one sentence, and the first goes on', async () => {
  const folder = scratchFolder()
  const first = start({}, folder)
  await first.prints('The Undock playground is open')

  const second = await start({}, folder).ended()

  expect(second).toEqual({
    code: EXIT_CONFIG,
    stdout: '',
    stderr:
      'Cannot open ./data/playground.db: another Undock is running on it. Stop that one first, or give this one its own DATABASE_URL\n',
  })
}, 20_000)

test('a start on a busy port says so in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' ? String(address?.port) : ''

  const { code, stdout, stderr } = await start({ PORT: port }).ended()

  expect({ code, stdout }).toEqual({ code: EXIT_CONFIG, stdout: '' })
  expect(stderr).toBe(
    `Cannot listen on 127.0.0.1, port ${port}: another program has it, perhaps another Undock. Stop that one, or set PORT to a free one\n`,
  )
}, 20_000)
