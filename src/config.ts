import { isIP } from 'node:net'
import { config as loadDotenv } from 'dotenv'
import { z } from 'zod'
import { scrub, type LogLevel } from './lib/log.ts'
import { requireEncrypted, requireEncryptedDatabase } from './lib/plain-connection.ts'
import { Secret } from './lib/secret.ts'
import {
  isAddress,
  settingsReader,
  type Environment,
  type SettingsReader,
} from './lib/settings-reader.ts'
import type { DatabasePlace } from './db/open-database.ts'
import { EXCHANGE_IDS, type ExchangeId } from './exchange/exchange-id.ts'

/** All settings, checked. `.env.example` explains each. */
export interface Config {
  /** Undefined: the playground. */
  botToken: Secret | undefined
  telegramApiRoot: string
  allowedUsers: readonly string[] | 'everyone'
  /** Telegram ids of those who are told of what concerns the host. */
  operatorIds: readonly string[]
  database: DatabasePlace
  /** Whether it was named by the operator; the playground's own is emptied at each start. */
  databaseNamed: boolean
  /** Undefined in the playground, which makes its own. */
  vaultKey: Secret | undefined
  exchangeOrigins: Partial<Record<ExchangeId, string>>
  /** To these, secrets may go unencrypted. */
  plainHosts: readonly string[]
  egressIps: readonly string[]
  keyCheckSeconds: { idle: number; busy: number }
  /** Undefined: each exchange's own. */
  keyConfirmSeconds: readonly number[] | undefined
  botTickSeconds: number
  host: string
  port: number
  /** Undefined: long polling. */
  publicUrl: string | undefined
  logLevel: LogLevel
}

/** Every fault of the settings, each with its cure. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`Cannot start: ${faults.length} of the settings will not do`)
    // Somebody may have put a secret where something else belongs.
    this.faults = faults.map(scrub)
  }
}

/** The environment, with `.env` behind it for what is not set. */
export function environment(): Environment {
  return { ...loadDotenv({ quiet: true, processEnv: {} }).parsed, ...process.env }
}

/** Reads the settings. @throws {ConfigError} with all faults at once. */
export function readConfig(env: Environment): Config {
  const read = settingsReader(env)
  // A token that will not do is still meant for Telegram: what else is missing there is told too.
  const live = read.isSet('BOT_TOKEN')
  const config: Config = {
    botToken: botToken(read),
    telegramApiRoot: telegramApiRoot(read),
    allowedUsers: allowedUsers(read, live),
    operatorIds: telegramIds(read, 'OPERATOR_IDS', read.list('OPERATOR_IDS')),
    database: database(read, live),
    databaseNamed: read.isSet('DATABASE_URL'),
    vaultKey: vaultKey(read, live),
    exchangeOrigins: origins(read),
    plainHosts: read.list('PLAIN_HOSTS'),
    egressIps: egressIps(read),
    keyCheckSeconds: keyCheckSeconds(read, live),
    keyConfirmSeconds: read.waits('KEY_CONFIRM_SECONDS') ?? (live ? undefined : [2, 4]),
    botTickSeconds: read.seconds('BOT_TICK_SECONDS') ?? (live ? 10 : 2),
    host: read.text('HOST') ?? '127.0.0.1',
    port: read.port('PORT') ?? 3000,
    publicUrl: read.url('PUBLIC_URL'),
    logLevel: logLevel(read, live),
  }
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return config
}

/** `EXCHANGE_ORIGINS` alone, for what needs no other setting. @throws {ConfigError} */
export function readExchangeOrigins(env: Environment): Config['exchangeOrigins'] {
  const read = settingsReader(env)
  const exchangeOrigins = origins(read)
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return exchangeOrigins
}

function botToken(read: SettingsReader): Secret | undefined {
  const token = read.fromFile('BOT_TOKEN')
  if (token === undefined) return undefined
  if (/^\d+:[\w-]{30,}$/.test(token)) return new Secret(token)
  read.faults.push(
    'BOT_TOKEN: this is not the token that @BotFather gave you, like 123456:ABC…. Copy it whole.',
  )
  return undefined
}

function telegramApiRoot(read: SettingsReader): string {
  const root = read.url('TELEGRAM_API_ROOT')
  if (root !== undefined) requireEncrypted(read, 'TELEGRAM_API_ROOT', root)
  return root ?? 'https://api.telegram.org'
}

function allowedUsers(read: SettingsReader, live: boolean): Config['allowedUsers'] {
  const ids = read.list('ALLOWED_USERS')
  if (ids.includes('*') || (ids.length === 0 && !live)) return 'everyone'
  if (ids.length === 0) {
    read.faults.push(
      'ALLOWED_USERS: say who may use this bot, by Telegram id and with commas between, or * for everyone. Whoever writes to the bot without being allowed is told their id.',
    )
  }
  return telegramIds(read, 'ALLOWED_USERS', ids)
}

function telegramIds(read: SettingsReader, name: string, ids: string[]): string[] {
  const wrong = ids.filter((id) => !/^\d{1,16}$/.test(id))
  if (wrong.length > 0) {
    read.faults.push(
      `${name}: ${wrong.join(', ')} is no Telegram id. Ids are numbers; names can change hands.`,
    )
  }
  return [...new Set(ids)]
}

const DATABASE_SHAPES = 'sqlite:./data/undock.db or postgres://user:password@host:5432/undock'

function database(read: SettingsReader, live: boolean): DatabasePlace {
  const url = read.fromFile('DATABASE_URL') ?? `sqlite:./data/${live ? 'undock' : 'playground'}.db`
  if (/^postgres(ql)?:/.test(url)) return postgres(read, url, live)
  const [, path = ''] = /^sqlite:(.+)$/.exec(url) ?? []
  if (path === '') {
    read.faults.push(`DATABASE_URL: this names no database. Write it like ${DATABASE_SHAPES}.`)
  } else if (path === ':memory:' && live) {
    read.faults.push(
      'DATABASE_URL: in memory every key and bot is lost at the next start. Write it like sqlite:./data/undock.db.',
    )
  }
  return { kind: 'sqlite', path }
}

function postgres(read: SettingsReader, url: string, live: boolean): DatabasePlace {
  // A character that must be escaped in a password makes the whole address something else.
  const isWhole = URL.canParse(url) && new URL(url).pathname.length > 1
  if (!isWhole) {
    read.faults.push(
      'DATABASE_URL: this is no address of a PostgreSQL database. Write it like postgres://user:password@host:5432/undock, and characters like @ / : # in the password as %40 %2F %3A %23.',
    )
  } else if (!live) {
    read.faults.push(
      'DATABASE_URL: the playground keeps its own SQLite. Leave DATABASE_URL out, or set BOT_TOKEN.',
    )
  }
  if (isWhole) requireEncryptedDatabase(read, url)
  return { kind: 'postgres', url: new Secret(url) }
}

function vaultKey(read: SettingsReader, live: boolean): Secret | undefined {
  const text = read.fromFile('VAULT_KEY')
  const make =
    'Make one with: openssl rand -base64 32. Keep it apart from the database: without it every linked key is lost.'
  if (text === undefined) {
    if (live && !read.isSet('VAULT_KEY')) read.faults.push(`VAULT_KEY: it is missing. ${make}`)
    return undefined
  }
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) {
    read.faults.push(`VAULT_KEY: it must be 32 bytes in base64. ${make}`)
    return undefined
  }
  if (new Set(Buffer.from(text, 'base64')).size < FEWEST_BYTES) {
    read.faults.push(`VAULT_KEY: it looks typed, not drawn at random. ${make}`)
    return undefined
  }
  return new Secret(text)
}

/** Among 32 random bytes about 30 are distinct; fewer than 20 happen less than once in 10^15 draws. */
const FEWEST_BYTES = 20

function egressIps(read: SettingsReader): string[] {
  const ips = read.list('EGRESS_IPS')
  if (ips.some((ip) => isIP(ip) === 0)) {
    read.faults.push(
      'EGRESS_IPS: write the IP addresses that exchanges see, with commas between, like 203.0.113.7.',
    )
  }
  return ips
}

const ORIGINS = z.partialRecord(z.enum(EXCHANGE_IDS), z.string().refine(isOrigin))

function isOrigin(text: string): boolean {
  return isAddress(text) && new URL(text).origin === text
}

function origins(read: SettingsReader): Config['exchangeOrigins'] {
  const text = read.text('EXCHANGE_ORIGINS')
  if (text === undefined) return {}
  const checked = ORIGINS.safeParse(parsed(text))
  if (!checked.success) {
    read.faults.push(
      'EXCHANGE_ORIGINS: write JSON from exchange to origin, like {"binance":"https://relay.example.org"}.',
    )
    return {}
  }
  for (const origin of new Set(Object.values(checked.data))) {
    requireEncrypted(read, 'EXCHANGE_ORIGINS', origin)
  }
  return checked.data
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function keyCheckSeconds(read: SettingsReader, live: boolean): Config['keyCheckSeconds'] {
  const idle = read.seconds('KEY_CHECK_SECONDS') ?? (live ? 240 : 5)
  return { idle, busy: Math.min(idle, 60) }
}

function logLevel(read: SettingsReader, live: boolean): LogLevel {
  const level = read.text('LOG_LEVEL') ?? (live ? 'info' : 'warn')
  if (level === 'debug' || level === 'info' || level === 'warn' || level === 'error') return level
  read.faults.push(`LOG_LEVEL: "${level}" is no level. Write debug, info, warn or error.`)
  return 'info'
}
