import { describe, expect, test } from 'vitest'
import { createLog, errorFields, scrub, type LogFields, type LogLevel } from '../../src/lib/log.ts'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import { NOON } from '../exchange/hand-clock.ts'

const KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
const TOKEN = '1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-_x'
const VAULT_KEY = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA='
const WEBHOOK = 'Zm9v-YmFyYmF6_cXV4cXV1eGNvcmdlZ3JhdWx0Z2FycGx5'
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e'

function linesOf(level: LogLevel, write: (log: ReturnType<typeof createLog>) => void): unknown[] {
  const lines: unknown[] = []
  write(
    createLog(
      level,
      () => NOON,
      (line) => lines.push(JSON.parse(line)),
    ),
  )
  return lines
}

describe('scrub()', () => {
  test.each([
    ['an API key', `key ${KEY} was refused`, KEY],
    ['a key right behind a word', `key=x-${KEY}`, KEY],
    ['a key in a path', `/keys/${KEY}/rights`, KEY],
    ['a key in quotes', `{"k":"${KEY}"}`, KEY],
    ['a bot token', `https://api.telegram.org/bot${TOKEN}/getMe`, TOKEN.slice(11)],
    ['a bot token alone', TOKEN, TOKEN.slice(11)],
    ['a vault key', `VAULT_KEY is ${VAULT_KEY}`, VAULT_KEY.slice(0, 20)],
    ['a text of base64url', `secret_token ${WEBHOOK}`, WEBHOOK.slice(0, 12)],
    ['a signature', '/api/v3/order?a=1&signature=abc123&b=2', 'abc123'],
    ['a short secret in an address', 'https://x/?secret=hunter2', 'hunter2'],
    ['a short secret in JSON', '{"secret":"hunter2","a":1}', 'hunter2'],
    ['a header', 'X-MBX-APIKEY=hunter2', 'hunter2'],
  ])('takes out %s', (_, text, secret) => {
    expect(scrub(text)).not.toContain(secret)
    expect(scrub(text)).toContain('[secret]')
  })

  test.each([
    ['an id', `saga ${UUID} is done`],
    ['a notice of an id', `key-dead:${UUID}`],
    ['a client order id', 'u1a2b3c4d5e6f7a8b9'],
    ['a time', '2026-03-02T12:00:00.000Z'],
    ['words', 'Cannot place an order on BTC/USDT: less is free than was thought'],
    ['a number of a user', 'user 123456789: not allowed'],
    ['nothing', ''],
  ])('leaves %s', (_, text) => {
    expect(scrub(text)).toBe(text)
  })
})

describe('createLog()', () => {
  test('writes one line of JSON per event, with its time', () => {
    const lines = linesOf('info', (log) => log.info('started', { port: 3000, fresh: true }))

    expect(lines).toEqual([
      { at: NOON.toISOString(), level: 'info', event: 'started', port: 3000, fresh: true },
    ])
  })

  test.each<[LogLevel, LogLevel[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ])('writes at level %s only %s', (level, expected) => {
    const lines = linesOf(level, (log) => {
      for (const one of ['debug', 'info', 'warn', 'error'] as const) log[one]('x')
    })

    expect(lines).toMatchObject(expected.map((one) => ({ level: one })))
  })

  test('stays JSON whatever is taken out of it', () => {
    const message = `token="${KEY}" and secret="x\\"y", signature=abc"`

    const [line] = linesOf('info', (log) => log.info('refused', { message, key: 'k"ey' }))

    expect(line).toMatchObject({ event: 'refused', key: 'k"ey' })
    expect(JSON.stringify(line)).not.toContain(KEY)
  })

  test('never throws', () => {
    const odd = { big: 1n, sign: Symbol('x'), run: () => 1, none: undefined, not: Number.NaN }

    const lines = linesOf('info', (log) => log.info('odd', odd as unknown as LogFields))

    expect(lines).toMatchObject([{ event: 'odd', big: '1' }])
  })
})

describe('errorFields()', () => {
  test.each<[string, unknown, LogFields]>([
    [
      'an error of ours',
      new ExchangeError('unavailable', 'Cannot ask: it is away'),
      { error: 'ExchangeError', code: 'unavailable', message: 'Cannot ask: it is away' },
    ],
    [
      'an error that names a key',
      new Error(`Cannot use ${KEY}`),
      { error: 'Error', code: undefined, message: 'Cannot use [secret]' },
    ],
    [
      'an error with a number for a code',
      Object.assign(new TypeError('x'), { code: 5 }),
      { error: 'TypeError', code: undefined, message: 'x' },
    ],
    ['a text that was thrown', `secret=${KEY}`, { error: 'string' }],
    ['nothing that was thrown', undefined, { error: 'undefined' }],
    ['null', null, { error: 'object' }],
  ])('tells of %s', (_, error, fields) => {
    expect(errorFields(error)).toEqual(fields)
  })
})
