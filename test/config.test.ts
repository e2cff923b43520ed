import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'
import { scratchFolder } from './support/scratch.ts'

const TOKEN = '1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-_x'
const VAULT_KEY = randomBytes(32).toString('base64')

type Settings = Record<string, string | undefined>

/** All that a bot on Telegram needs. */
const LIVE: Settings = { BOT_TOKEN: TOKEN, VAULT_KEY, ALLOWED_USERS: '42' }

function faultsOf(settings: Settings): readonly string[] {
  try {
    readConfig(settings)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

describe('readConfig()', () => {
  test('opens the playground when nothing is set', () => {
    expect(readConfig({})).toEqual({
      botToken: undefined,
      vaultKey: undefined,
      allowedUsers: 'everyone',
      operatorIds: [],
      telegramApiRoot: 'https://api.telegram.org',
      database: { kind: 'sqlite', path: './data/playground.db' },
      databaseNamed: false,
      exchangeOrigins: {},
      plainHosts: [],
      egressIps: [],
      keyCheckSeconds: { idle: 5, busy: 5 },
      keyConfirmSeconds: [2, 4],
      botTickSeconds: 2,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: undefined,
      logLevel: 'warn',
    })
  })

  test('runs on Telegram with a token, a vault key and the people who may use it', () => {
    const config = readConfig(LIVE)

    expect(config).toMatchObject({
      allowedUsers: ['42'],
      database: { kind: 'sqlite', path: './data/undock.db' },
      databaseNamed: false,
      keyCheckSeconds: { idle: 240, busy: 60 },
      keyConfirmSeconds: undefined,
      botTickSeconds: 10,
      logLevel: 'info',
    })
    expect(config.botToken?.reveal()).toBe(TOKEN)
    expect(config.vaultKey?.reveal()).toBe(VAULT_KEY)
  })

  test.each<[Settings, object]>([
    [{ ALLOWED_USERS: ' 1, 2 3,' }, { allowedUsers: ['1', '2', '3'] }],
    [{ ALLOWED_USERS: '*' }, { allowedUsers: 'everyone' }],
    [{ OPERATOR_IDS: '7, 8 7' }, { operatorIds: ['7', '8'] }],
    [
      { DATABASE_URL: 'sqlite:/srv/a b.db' },
      { database: { kind: 'sqlite', path: '/srv/a b.db' }, databaseNamed: true },
    ],
    [
      { TELEGRAM_API_ROOT: 'http://bots.lan:8081/', PLAIN_HOSTS: 'db, bots.lan' },
      { telegramApiRoot: 'http://bots.lan:8081' },
    ],
    [{ TELEGRAM_API_ROOT: 'http://[::1]:8081' }, { telegramApiRoot: 'http://[::1]:8081' }],
    [{ DATABASE_URL: 'postgres://u:p@localhost/undock' }, { database: { kind: 'postgres' } }],
    [{ DATABASE_URL: 'postgres://u:p@db/undock?host=/run/pg' }, { database: { kind: 'postgres' } }],
    [
      { DATABASE_URL: 'postgres://u:p@db.example.org/undock?sslmode=verify-full' },
      { database: { kind: 'postgres' } },
    ],
    [
      { DATABASE_URL: 'postgres://u:p@db/undock', PLAIN_HOSTS: 'db' },
      { database: { kind: 'postgres' } },
    ],
    [{ PUBLIC_URL: 'https://example.org/undock//' }, { publicUrl: 'https://example.org/undock' }],
    [{ EGRESS_IPS: '203.0.113.7, 2001:db8::1' }, { egressIps: ['203.0.113.7', '2001:db8::1'] }],
    [
      { EXCHANGE_ORIGINS: '{"binance":"https://relay.example.org:8443"}' },
      { exchangeOrigins: { binance: 'https://relay.example.org:8443' } },
    ],
    [{ EXCHANGE_ORIGINS: '{}' }, { exchangeOrigins: {} }],
    [{ KEY_CHECK_SECONDS: '30' }, { keyCheckSeconds: { idle: 30, busy: 30 } }],
    [{ KEY_CONFIRM_SECONDS: '10, 20,40' }, { keyConfirmSeconds: [10, 20, 40] }],
    [{ BOT_TICK_SECONDS: '2.5' }, { botTickSeconds: 2.5 }],
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: ' 8080 ' }, { port: 8080 }],
    [{ HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [
      { PORT: '', LOG_LEVEL: ' ', EGRESS_IPS: ',' },
      { port: 3000, logLevel: 'info', egressIps: [] },
    ],
  ])('reads %j', (settings, expected) => {
    expect(readConfig({ ...LIVE, ...settings })).toMatchObject(expected)
  })

  test.each<[Settings, string, RegExp]>([
    [{ BOT_TOKEN: 'hello' }, 'BOT_TOKEN', /@BotFather.*Copy it whole/],
    [{ BOT_TOKEN: TOKEN.slice(0, 20) }, 'BOT_TOKEN', /Copy it whole/],
    [{ BOT_TOKEN: `bot${TOKEN}` }, 'BOT_TOKEN', /like 123456:ABC/],
    [{ VAULT_KEY: undefined }, 'VAULT_KEY', /missing.*openssl rand -base64 32/],
    [{ VAULT_KEY: 'short' }, 'VAULT_KEY', /32 bytes.*openssl/],
    [{ VAULT_KEY: randomBytes(33).toString('base64') }, 'VAULT_KEY', /openssl/],
    [{ VAULT_KEY: randomBytes(32).toString('hex') }, 'VAULT_KEY', /openssl/],
    [{ VAULT_KEY: 'a word! '.repeat(8) }, 'VAULT_KEY', /openssl/],
    [{ VAULT_KEY: Buffer.alloc(32).toString('base64') }, 'VAULT_KEY', /looks typed/],
    [{ VAULT_KEY: Buffer.from('password'.repeat(4)).toString('base64') }, 'VAULT_KEY', /typed/],
    [{ TELEGRAM_API_ROOT: 'http://bots.lan:8081' }, 'TELEGRAM_API_ROOT', /PLAIN_HOSTS=bots\.lan/],
    [
      { TELEGRAM_API_ROOT: 'https://169.254.169.254' },
      'TELEGRAM_API_ROOT',
      /link-local or metadata/,
    ],
    [{ EXCHANGE_ORIGINS: '{"okx":"http://relay"}' }, 'EXCHANGE_ORIGINS', /Write https.*=relay/],
    [
      { EXCHANGE_ORIGINS: '{"okx":"http://[fe80::1]"}', PLAIN_HOSTS: '[fe80::1]' },
      'EXCHANGE_ORIGINS',
      /link-local or metadata/,
    ],
    [{ DATABASE_URL: 'postgres://u:p@db/undock' }, 'DATABASE_URL', /sslmode=verify-full.*=db/],
    [
      { DATABASE_URL: 'postgres://u:p@db/undock?sslmode=disable' },
      'DATABASE_URL',
      /sslmode=verify-full/,
    ],
    [{ ALLOWED_USERS: undefined }, 'ALLOWED_USERS', /by Telegram id.*or \* for everyone/],
    [{ ALLOWED_USERS: ' , ' }, 'ALLOWED_USERS', /or \* for everyone/],
    [{ ALLOWED_USERS: '42,@alice' }, 'ALLOWED_USERS', /@alice is no Telegram id/],
    [{ OPERATOR_IDS: '7,@bob' }, 'OPERATOR_IDS', /@bob is no Telegram id/],
    [{ ALLOWED_USERS: '-100123' }, 'ALLOWED_USERS', /Ids are numbers/],
    [{ DATABASE_URL: 'postgres://u:p#@host/db' }, 'DATABASE_URL', /as %40 %2F %3A %23/],
    [{ DATABASE_URL: 'postgres://host' }, 'DATABASE_URL', /like postgres:/],
    [{ DATABASE_URL: 'mysql://u:p@host/db' }, 'DATABASE_URL', /like sqlite:.*postgres:/],
    [{ DATABASE_URL: './data/undock.db' }, 'DATABASE_URL', /like sqlite:/],
    [{ DATABASE_URL: 'sqlite:' }, 'DATABASE_URL', /like sqlite:/],
    [{ DATABASE_URL: 'sqlite::memory:' }, 'DATABASE_URL', /lost at the next start/],
    [{ TELEGRAM_API_ROOT: 'api.telegram.org' }, 'TELEGRAM_API_ROOT', /like https:/],
    [{ TELEGRAM_API_ROOT: 'ftp://x' }, 'TELEGRAM_API_ROOT', /like https:/],
    [{ TELEGRAM_API_ROOT: 'https://a b' }, 'TELEGRAM_API_ROOT', /like https:/],
    [{ PUBLIC_URL: 'https://' }, 'PUBLIC_URL', /like https:/],
    [{ PUBLIC_URL: 'https://example.org/?a=1' }, 'PUBLIC_URL', /like https:/],
    [{ PUBLIC_URL: 'https://me:pw@example.org' }, 'PUBLIC_URL', /like https:/],
    [{ EXCHANGE_ORIGINS: 'https://relay' }, 'EXCHANGE_ORIGINS', /write JSON/],
    [{ EXCHANGE_ORIGINS: '[]' }, 'EXCHANGE_ORIGINS', /write JSON/],
    [{ EXCHANGE_ORIGINS: '5' }, 'EXCHANGE_ORIGINS', /write JSON/],
    [{ EXCHANGE_ORIGINS: 'null' }, 'EXCHANGE_ORIGINS', /write JSON/],
    [{ EXCHANGE_ORIGINS: '{"binance":5}' }, 'EXCHANGE_ORIGINS', /write JSON/],
    [{ EXCHANGE_ORIGINS: '{"nowhere":"https://x"}' }, 'EXCHANGE_ORIGINS', /write JSON/],
    [{ EXCHANGE_ORIGINS: '{"binance":"https://x/path"}' }, 'EXCHANGE_ORIGINS', /like \{"binance"/],
    [{ EGRESS_IPS: '203.0.113' }, 'EGRESS_IPS', /like 203\.0\.113\.7/],
    [{ EGRESS_IPS: 'my-server' }, 'EGRESS_IPS', /IP addresses/],
    [{ KEY_CHECK_SECONDS: 'often' }, 'KEY_CHECK_SECONDS', /like 60/],
    [{ KEY_CHECK_SECONDS: '0' }, 'KEY_CHECK_SECONDS', /from 1 to 86400/],
    [{ KEY_CHECK_SECONDS: '60,300' }, 'KEY_CHECK_SECONDS', /one number/],
    [{ KEY_CONFIRM_SECONDS: '60,' }, 'KEY_CONFIRM_SECONDS', /like 60,300/],
    [{ KEY_CONFIRM_SECONDS: '60,-1' }, 'KEY_CONFIRM_SECONDS', /like 60,300/],
    [{ BOT_TICK_SECONDS: '0.001' }, 'BOT_TICK_SECONDS', /from 1 to 86400/],
    [{ BOT_TICK_SECONDS: '86401' }, 'BOT_TICK_SECONDS', /from 1 to 86400/],
    [{ BOT_TICK_SECONDS: 'Infinity' }, 'BOT_TICK_SECONDS', /from 1 to 86400/],
    [{ PORT: 'http' }, 'PORT', /"http" is no port.*like 3000/],
    [{ PORT: '65536' }, 'PORT', /like 3000/],
    [{ PORT: '-1' }, 'PORT', /like 3000/],
    [{ PORT: '3e3' }, 'PORT', /like 3000/],
    [{ LOG_LEVEL: 'verbose' }, 'LOG_LEVEL', /debug, info, warn or error/],
    [{ LOG_LEVEL: 'INFO' }, 'LOG_LEVEL', /debug, info, warn or error/],
  ])('refuses %j: %s, and says what to do', (settings, name, cure) => {
    const faults = faultsOf({ ...LIVE, ...settings })

    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name}: `))])
    expect(faults[0]).toMatch(cure)
  })

  test('tells all faults at once, in the order of the settings', () => {
    const faults = faultsOf({
      BOT_TOKEN: 'x',
      TELEGRAM_API_ROOT: 'x',
      DATABASE_URL: 'x',
      EXCHANGE_ORIGINS: 'x',
      EGRESS_IPS: 'x',
      KEY_CHECK_SECONDS: 'x',
      KEY_CONFIRM_SECONDS: 'x',
      BOT_TICK_SECONDS: 'x',
      PORT: 'x',
      PUBLIC_URL: 'x',
      LOG_LEVEL: 'x',
    })

    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'BOT_TOKEN',
      'TELEGRAM_API_ROOT',
      'ALLOWED_USERS',
      'DATABASE_URL',
      'VAULT_KEY',
      'EXCHANGE_ORIGINS',
      'EGRESS_IPS',
      'KEY_CHECK_SECONDS',
      'KEY_CONFIRM_SECONDS',
      'BOT_TICK_SECONDS',
      'PORT',
      'PUBLIC_URL',
      'LOG_LEVEL',
    ])
  })

  test('never repeats a secret, wherever somebody put it', () => {
    const names = [
      'BOT_TOKEN',
      'TELEGRAM_API_ROOT',
      'ALLOWED_USERS',
      'DATABASE_URL',
      'VAULT_KEY',
      'EXCHANGE_ORIGINS',
      'EGRESS_IPS',
      'KEY_CHECK_SECONDS',
      'KEY_CONFIRM_SECONDS',
      'BOT_TICK_SECONDS',
      'PORT',
      'PUBLIC_URL',
      'LOG_LEVEL',
      'BOT_TOKEN_FILE',
      'VAULT_KEY_FILE',
    ]
    for (const secret of [TOKEN, VAULT_KEY, randomBytes(32).toString('base64url')]) {
      const faults = names.flatMap((name) => faultsOf({ [name]: secret }))

      expect(faults.length).toBeGreaterThan(10)
      expect(faults.filter((fault) => fault.includes(secret.slice(11, 30)))).toEqual([])
    }
  })
})

describe('readConfig() with NAME_FILE', () => {
  function aFile(text: string): string {
    const path = join(scratchFolder(), 'secret')
    writeFileSync(path, text)
    return path
  }

  test('reads secrets and the database from files', () => {
    const config = readConfig({
      ALLOWED_USERS: '*',
      BOT_TOKEN_FILE: aFile(`${TOKEN}\n`),
      VAULT_KEY_FILE: aFile(`  ${VAULT_KEY}\r\n`),
      DATABASE_URL_FILE: aFile('sqlite:/srv/a.db'),
    })

    expect(config.botToken?.reveal()).toBe(TOKEN)
    expect(config.vaultKey?.reveal()).toBe(VAULT_KEY)
    expect(config).toMatchObject({
      database: { kind: 'sqlite', path: '/srv/a.db' },
      databaseNamed: true,
    })
  })

  test.each<[string, (name: string) => Settings, string, RegExp]>([
    ['is missing', () => ({ BOT_TOKEN_FILE: '/nowhere/x' }), 'BOT_TOKEN_FILE', /Give the path/],
    ['is missing', () => ({ VAULT_KEY_FILE: '/nowhere/x' }), 'VAULT_KEY_FILE', /Give the path/],
    [
      'is missing',
      () => ({ DATABASE_URL_FILE: '/nowhere/x' }),
      'DATABASE_URL_FILE',
      /Give the path/,
    ],
    [
      'is a folder',
      () => {
        const path = join(scratchFolder(), 'folder')
        mkdirSync(path)
        return { VAULT_KEY_FILE: path }
      },
      'VAULT_KEY_FILE',
      /can't be read/,
    ],
    ['is empty', () => ({ BOT_TOKEN_FILE: aFile('') }), 'BOT_TOKEN', /Copy it whole/],
    ['is empty', () => ({ VAULT_KEY_FILE: aFile('\n') }), 'VAULT_KEY', /openssl/],
    ['is empty', () => ({ DATABASE_URL_FILE: aFile('') }), 'DATABASE_URL', /like sqlite:/],
    ['holds nonsense', () => ({ BOT_TOKEN_FILE: aFile('hello') }), 'BOT_TOKEN', /Copy it whole/],
  ])('tells once when the file %s', (_, make, name, cure) => {
    const settings = make(name)
    const [set = ''] = Object.keys(settings)

    const faults = faultsOf({ ...LIVE, [set.replace('_FILE', '')]: undefined, ...settings })

    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name}: `))])
    expect(faults[0]).toMatch(cure)
  })

  test.each(['BOT_TOKEN', 'VAULT_KEY', 'DATABASE_URL'])('refuses %s beside its file', (name) => {
    const value = { ...LIVE, DATABASE_URL: 'sqlite:a.db' }[name] ?? ''

    const faults = faultsOf({ ...LIVE, [name]: value, [`${name}_FILE`]: aFile(value) })

    expect(faults).toEqual([`${name}: ${name}_FILE is set as well. Keep one of the two.`])
  })
})
