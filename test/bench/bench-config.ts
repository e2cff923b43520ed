import { randomBytes } from 'node:crypto'
import type { AppConfig } from '../../src/app.ts'
import { Secret } from '../../src/lib/secret.ts'
import type { Outside } from './outside-process.ts'

export const TOKEN = '1000000:a-token-that-only-the-bench-knows'
/** Seconds, for what is not to happen by itself. */
export const NEVER = 10_000_000

/** Undock on an SQLite file and a world of stand-ins; it probes no key by itself, and ticks only if told to. */
export function benchConfig(
  outside: Outside,
  path: string,
  { botTickSeconds = NEVER }: { botTickSeconds?: number } = {},
): AppConfig {
  return {
    botToken: new Secret(TOKEN),
    telegramApiRoot: outside.telegram,
    allowedUsers: 'everyone',
    operatorIds: [],
    database: { kind: 'sqlite', path },
    databaseNamed: true,
    vaultKey: new Secret(randomBytes(32).toString('base64')),
    exchangeOrigins: { binance: outside.exchange },
    plainHosts: [],
    egressIps: [],
    keyCheckSeconds: { idle: NEVER, busy: NEVER },
    keyConfirmSeconds: undefined,
    botTickSeconds,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    logLevel: 'error',
    playground: false,
  }
}
