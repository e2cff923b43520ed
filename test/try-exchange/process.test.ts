import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { CHILD_ENV } from '../support/child-env.ts'
import { startNode } from '../support/process.ts'
import { scratchFolder } from '../support/scratch.ts'
import { openFront, type Passing } from './front.ts'
import { openLocal, type Local } from './support.ts'

const TRY = fileURLToPath(new URL('../../src/try-exchange.ts', import.meta.url))
const BINANCE = 'Binance (paper exchange)'
const SCRIPT = '/usr/bin/script'

const open = (name = BINANCE): Promise<Local> => openLocal(name)

/** The check as a process of its own, without a terminal. */
function start(args: readonly string[], env: Record<string, string> = {}) {
  return startNode([TRY, ...args], { cwd: scratchFolder(), env }).ended()
}

/** The key in files, and where the exchange is. */
function settingsFor({ id, credentials }: Local, origin: string): Record<string, string> {
  const folder = scratchFolder()
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), `${text}\n`)
    return join(folder, name)
  }
  return {
    TRY_EXCHANGE_KEY_FILE: file('key', credentials.apiKey),
    TRY_EXCHANGE_SECRET_FILE: file('secret', credentials.secret),
    ...(credentials.passphrase !== undefined && {
      TRY_EXCHANGE_PASSPHRASE_FILE: file('passphrase', credentials.passphrase),
    }),
    EXCHANGE_ORIGINS: JSON.stringify({ [id]: origin }),
  }
}

/** Every 12 characters of a secret that stand in a text. */
function piecesIn(text: string, secret: string): string[] {
  return Array.from({ length: secret.length - 11 }, (_, i) => secret.slice(i, i + 12)).filter(
    (piece) => text.includes(piece),
  )
}

test('it ends with 0 where nothing differs, the key out of files', async () => {
  const local = await open()

  const { code, stdout, stderr } = await start(['binance'], settingsFor(local, local.origin))

  expect(stderr).toBe('')
  expect(stdout).toMatch(/asked 16 · as expected 16 · differs 0 · not asked 1\n$/)
  expect(code).toBe(0)
})

test('it prints nothing of a key that the exchange repeats in its errors, and ends with 1', async () => {
  const local = await open()
  const { apiKey, secret } = local.credentials
  const said = `${apiKey} ${secret} ${encodeURIComponent(secret)} ${Buffer.from(apiKey).toString('base64')}`
  const echoes: Record<string, (answer: Passing) => Passing> = {
    'GET /api/v3/account': () => ({
      status: 400,
      body: JSON.stringify({ code: apiKey, msg: said }),
    }),
    'GET /api/v3/openOrders': () => ({ status: 200, body: `<html>${said}</html>` }),
    'GET /api/v3/depth': () => ({
      status: 200,
      body: JSON.stringify({ [secret]: 1, [apiKey.toLowerCase()]: said }),
    }),
    'GET /api/v3/order': () => ({ status: 400, body: JSON.stringify({ code: -2099, msg: said }) }),
    'GET /api/v3/ticker/price': () => ({
      status: 200,
      body: JSON.stringify([{ symbol: said, [`a${secret.slice(3, 30)}`]: apiKey }]),
    }),
    'GET /api/v3/myTrades': () => ({ status: 403, body: said }),
  }
  const planted = Object.entries(echoes).map(([at, change]) => ({ at, change }))
  const origin = await openFront(local.origin, planted)

  const { code, stdout, stderr } = await start(['binance'], settingsFor(local, origin))

  expect(code).toBe(1)
  expect(stdout.match(/^ {2}DIFFERS/gm)?.length).toBeGreaterThanOrEqual(6)
  for (const part of [apiKey, secret]) {
    expect(piecesIn(stdout + stderr, part)).toEqual([])
    expect(piecesIn(stdout + stderr, part.toLowerCase())).toEqual([])
  }
})

test('it prints nothing of a key that the exchange gives as its error code', async () => {
  const local = await open('OKX')
  const { apiKey, secret, passphrase = '' } = local.credentials
  const code = (text: string) => () => ({
    status: 400,
    body: JSON.stringify({ code: text, msg: text }),
  })
  const planted = [
    { at: 'GET /api/v5/account/balance', change: code(apiKey) },
    { at: 'GET /api/v5/trade/orders-pending', change: code(secret) },
    { at: 'GET /api/v5/trade/fills-history', change: code(passphrase) },
  ]
  const origin = await openFront(local.origin, planted)

  const { code: exit, stdout, stderr } = await start(['okx'], settingsFor(local, origin))

  expect(exit).toBe(1)
  expect(stdout).toContain('Cannot read the balances: unavailable, [secret]')
  expect([...piecesIn(stdout + stderr, apiKey), ...piecesIn(stdout + stderr, secret)]).toEqual([])
  expect(stdout + stderr).not.toContain(passphrase)
})

test('a key that the exchange refuses ends it with 78, and says how it reads', async () => {
  const local = await open()
  local.paper.setKeyState(local.credentials.apiKey, 'deleted')

  const { code, stdout } = await start(['binance'], settingsFor(local, local.origin))

  expect(code).toBe(78)
  expect(stdout).toMatch(/Binance refuses this key \(revoked, -2008\)/)
})

const SECRET = 'q7'.repeat(32)

test.each<[string, string[], Record<string, string>, RegExp]>([
  ['no exchange', [], {}, /^npm run try-exchange -- EXCHANGE/],
  ['one that nobody knows', ['mtgox'], {}, /^Name one exchange: binance, /],
  ['a key as an argument', ['binance', SECRET], {}, /delete it at the exchange/],
  ['an option that is none', ['binance', `--secret=${SECRET}`], {}, /^There are options --symbol/],
  [
    'no terminal and no files',
    ['binance'],
    {},
    /name the files: TRY_EXCHANGE_KEY_FILE, TRY_EXCHANGE_SECRET_FILE\.$/m,
  ],
  [
    'a key in the environment',
    ['binance'],
    { TRY_EXCHANGE_SECRET: SECRET },
    /does not belong into the environment/,
  ],
  [
    'a file that is not there',
    ['binance'],
    { TRY_EXCHANGE_KEY_FILE: '/nowhere' },
    /TRY_EXCHANGE_KEY_FILE: the file can't be read/,
  ],
  ['--trade without a terminal', ['binance', '--trade', '10USDT'], {}, /needs a terminal/],
  ['--trade without a coin', ['binance', '--trade', '10'], {}, /like 10USDT/],
  ['origins that are none', ['binance'], { EXCHANGE_ORIGINS: 'x' }, /EXCHANGE_ORIGINS: write JSON/],
])('%s ends it with 78 and the way out', async (_, args, env, says) => {
  const { code, stdout, stderr } = await start(args, env)

  expect(code).toBe(78)
  expect(stdout).toMatch(says)
  expect(stdout + stderr).not.toContain(SECRET.slice(0, 12))
})

test('a part without its file ends it with 78', async () => {
  const local = await open()
  const env = { ...settingsFor(local, local.origin), TRY_EXCHANGE_SECRET_FILE: '' }

  const { code, stdout } = await start(['binance'], env)

  expect(code).toBe(78)
  expect(stdout).toContain(
    'TRY_EXCHANGE_SECRET_FILE is missing: it names a file with the secret key.',
  )
})

/** The check at a terminal, where each of these prompts gets its answer. */
async function atTerminal(
  args: readonly string[],
  env: Record<string, string>,
  typed: readonly (readonly [prompt: string, answer: string])[],
) {
  const command = [process.execPath, TRY, ...args].join(' ')
  const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
    cwd: scratchFolder(),
    env: { ...CHILD_ENV, TERM: 'dumb', ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const rest = [...typed]
  let shown = ''
  child.stdout.on('data', (data) => {
    shown += String(data)
    const [next] = rest
    if (next === undefined || !shown.includes(next[0])) return
    rest.shift()
    child.stdin.write(`${next[1]}\r`)
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, shown }
}

const hasTerminal = existsSync(SCRIPT)

test.skipIf(!hasTerminal)('at a terminal the key is typed unseen', async () => {
  const local = await open()
  const { apiKey, secret } = local.credentials

  const { code, shown } = await atTerminal(
    ['binance'],
    { EXCHANGE_ORIGINS: JSON.stringify({ binance: local.origin }) },
    [
      ['Binance API key (not shown): ', apiKey],
      ['Binance secret key (not shown): ', secret],
    ],
  )

  expect(shown).toContain('differs 0')
  expect(code).toBe(0)
  expect([...piecesIn(shown, apiKey), ...piecesIn(shown, secret)]).toEqual([])
})

test.skipIf(!hasTerminal)(
  'at a terminal two typed yes place a test order, and it is gone',
  async () => {
    const local = await open()
    const before = local.paper.orders().length

    const { code, shown } = await atTerminal(
      ['binance', '--trade', '10USDT'],
      settingsFor(local, local.origin),
      [
        ['Type yes to go on: ', 'yes'],
        ['Type yes again to place it: ', 'yes'],
      ],
    )

    expect(shown).toContain('ok         nothing is left open')
    expect(code).toBe(0)
    const statuses = local.paper
      .orders()
      .slice(before)
      .map(({ status }) => status)
    expect(statuses).toEqual(['CANCELED', 'EXPIRED'])
  },
)

test.skipIf(!hasTerminal)(
  'at a terminal a yes that was typed before its question counts for nothing',
  async () => {
    const local = await open()
    const before = local.paper.orders().length

    const { code } = await atTerminal(
      ['binance', '--trade', '10USDT'],
      settingsFor(local, local.origin),
      [
        ['Type yes to go on: ', 'yes\ryes'],
        ['Type yes again to place it: ', '\u0003'],
      ],
    )

    expect(code).toBe(78)
    expect(local.paper.orders()).toHaveLength(before)
  },
)

test.skipIf(!hasTerminal)(
  'at a terminal Ctrl-C at the second question places nothing',
  async () => {
    const local = await open()
    const before = local.paper.orders().length

    const { code, shown } = await atTerminal(
      ['binance', '--trade', '10USDT'],
      settingsFor(local, local.origin),
      [
        ['Type yes to go on: ', 'yes'],
        ['Type yes again to place it: ', '\u0003'],
      ],
    )

    expect(shown).not.toContain('an order far below the price')
    expect(code).toBe(78)
    expect(local.paper.orders()).toHaveLength(before)
  },
)
