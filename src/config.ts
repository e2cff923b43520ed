import { readFileSync } from 'node:fs'
import { config as loadDotenv } from 'dotenv'
import { Secret } from './lib/secret.ts'
import type { LogLevel } from './lib/log.ts'
import type { ExchangeId } from './exchange/exchange.ts'

/** All settings, checked. `.env.example` explains each. */
export interface Config {
  /** Undefined: the playground. */
  botToken: Secret | undefined
  telegramApiRoot: string
  allowedUsers: readonly string[] | 'everyone'
  /** Path of the SQLite file. */
  databasePath: string
  /** Whether it was named by the operator; the playground's own is emptied at each start. */
  databaseNamed: boolean
  /** Undefined in the playground, which makes its own. */
  vaultKey: Secret | undefined
  exchangeOrigins: Partial<Record<ExchangeId, string>>
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
    this.faults = faults
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** The environment, with `.env` behind it for what is not set. */
export function environment(): Environment {
  return { ...loadDotenv({ quiet: true, processEnv: {} }).parsed, ...process.env }
}

/** Reads the settings. @throws {ConfigError} with all faults at once. */
export function readConfig(env: Environment): Config {
  const read = reader(env)
  const botToken = read.secret(
    'BOT_TOKEN',
    /^\d+:[\w-]{30,}$/,
    'the token that @BotFather gave you, like 123456:ABC…',
  )
  const live = botToken !== undefined
  const config: Config = {
    botToken,
    telegramApiRoot: read.url('TELEGRAM_API_ROOT') ?? 'https://api.telegram.org',
    allowedUsers: allowedUsers(read, live),
    databasePath: databasePath(read, live),
    databaseNamed: read.fromFile('DATABASE_URL') !== undefined,
    vaultKey: vaultKey(read, live),
    exchangeOrigins: origins(read),
    egressIps: read.list('EGRESS_IPS'),
    keyCheckSeconds: keyCheckSeconds(read, live),
    keyConfirmSeconds: read.seconds('KEY_CONFIRM_SECONDS') ?? (live ? undefined : [2, 4]),
    botTickSeconds: read.seconds('BOT_TICK_SECONDS')?.[0] ?? (live ? 10 : 2),
    host: read.text('HOST') ?? '127.0.0.1',
    port: read.port('PORT') ?? 3000,
    publicUrl: read.url('PUBLIC_URL'),
    logLevel: logLevel(read, live),
  }
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return config
}

type Reader = ReturnType<typeof reader>

function reader(env: Environment) {
  const faults: string[] = []
  const text = (name: string): string | undefined => {
    const value = env[name]?.trim()
    return value === undefined || value === '' ? undefined : value
  }
  const fromFile = (name: string): string | undefined => {
    const path = text(`${name}_FILE`)
    if (path === undefined) return text(name)
    try {
      return readFileSync(path, 'utf8').trim()
    } catch {
      faults.push(
        `${name}_FILE: the file can't be read. Give the path of a file that this user may read.`,
      )
      return undefined
    }
  }
  return {
    faults,
    text,
    fromFile,
    secret(name: string, shape: RegExp, cure: string): Secret | undefined {
      const value = fromFile(name)
      if (value === undefined) return undefined
      if (shape.test(value)) return new Secret(value)
      faults.push(`${name}: this is not ${cure}.`)
      return undefined
    },
    url(name: string): string | undefined {
      const value = text(name)
      if (value === undefined || /^https?:\/\/[^/]+/.test(value)) return value?.replace(/\/$/, '')
      faults.push(`${name}: "${value}" is no address. Write it like https://example.org.`)
      return undefined
    },
    list(name: string): string[] {
      return (
        text(name)
          ?.split(/[\s,]+/)
          .filter((part) => part !== '') ?? []
      )
    },
    seconds(name: string): number[] | undefined {
      const parts = text(name)?.split(',').map(Number)
      if (parts?.some((part) => !(part > 0) || part > 86_400)) {
        faults.push(`${name}: seconds must be numbers from above 0 to 86400, like 60 or 60,300.`)
        return undefined
      }
      return parts
    },
    port(name: string): number | undefined {
      const value = text(name)
      if (value === undefined) return undefined
      const port = Number(value)
      if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
      faults.push(
        `${name}: "${value}" is no port. Write a whole number from 1 to 65535, like 3000.`,
      )
      return undefined
    },
  }
}

function allowedUsers(read: Reader, live: boolean): Config['allowedUsers'] {
  const ids = read.list('ALLOWED_USERS')
  if (ids.includes('*') || (ids.length === 0 && !live)) return 'everyone'
  if (ids.length === 0) {
    read.faults.push(
      'ALLOWED_USERS: say who may use this bot, by Telegram id and with commas between, or * for everyone. Whoever writes to the bot without being allowed is told their id.',
    )
  }
  const wrong = ids.filter((id) => !/^\d{1,16}$/.test(id))
  if (wrong.length > 0) {
    read.faults.push(
      `ALLOWED_USERS: ${wrong.join(', ')} is no Telegram id. Ids are numbers; names can change hands.`,
    )
  }
  return ids
}

function databasePath(read: Reader, live: boolean): string {
  const url = read.fromFile('DATABASE_URL') ?? `sqlite:./data/${live ? 'undock' : 'playground'}.db`
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length) return url.slice('sqlite:'.length)
  read.faults.push('DATABASE_URL: only SQLite works so far. Write it like sqlite:./data/undock.db.')
  return ''
}

function vaultKey(read: Reader, live: boolean): Secret | undefined {
  const text = read.fromFile('VAULT_KEY')
  const make =
    'Make one with: openssl rand -base64 32. Keep it apart from the database: without it every linked key is lost.'
  if (text === undefined) {
    if (live) read.faults.push(`VAULT_KEY: it is missing. ${make}`)
    return undefined
  }
  if (Buffer.from(text, 'base64').length === 32) return new Secret(text)
  read.faults.push(`VAULT_KEY: it must be 32 bytes in base64. ${make}`)
  return undefined
}

function origins(read: Reader): Config['exchangeOrigins'] {
  const text = read.text('EXCHANGE_ORIGINS')
  if (text === undefined) return {}
  try {
    const parsed = JSON.parse(text) as Record<string, unknown>
    const wrong = Object.entries(parsed).filter(
      ([id, origin]) =>
        id !== 'binance' || typeof origin !== 'string' || !/^https?:\/\/[^/]+$/.test(origin),
    )
    if (wrong.length === 0) return parsed as Config['exchangeOrigins']
  } catch {
    // Told below, like any other shape that will not do.
  }
  read.faults.push(
    'EXCHANGE_ORIGINS: write JSON from exchange to origin, like {"binance":"https://relay.example.org"}.',
  )
  return {}
}

function keyCheckSeconds(read: Reader, live: boolean): Config['keyCheckSeconds'] {
  const idle = read.seconds('KEY_CHECK_SECONDS')?.[0] ?? (live ? 240 : 5)
  return { idle, busy: Math.min(idle, 60) }
}

function logLevel(read: Reader, live: boolean): LogLevel {
  const level = read.text('LOG_LEVEL') ?? (live ? 'info' : 'warn')
  if (level === 'debug' || level === 'info' || level === 'warn' || level === 'error') return level
  read.faults.push(`LOG_LEVEL: "${level}" is none of debug, info, warn, error.`)
  return 'info'
}
