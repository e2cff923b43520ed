import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import type { DatabasePlace } from '../../src/db/open-database.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { closeAll } from '../../src/lib/close-all.ts'
import { listen, type Listening } from '../../src/lib/listen.ts'
import { Secret } from '../../src/lib/secret.ts'
import { createApp, type App, type AppConfig } from '../../src/app.ts'
import { createBotApi, type BotApi } from '../../src/playground/bot-api/bot-api.ts'
import type { TelegramUser } from '../../src/playground/bot-api/user.ts'
import {
  createPaperExchange,
  type PaperExchange,
} from '../../src/playground/paper-exchange/paper-exchange.ts'
import type { RestDialect } from '../../src/playground/paper-exchange/rest-dialect.ts'
import { createPostgres, onPostgres } from './postgres.ts'
import { emptyFolder } from './scratch.ts'
import { TestClock } from './test-clock.ts'

/** The bot's token. */
export const TOKEN = '1000000:a-token-that-only-the-tests-know-of'

/** Everything outside of Undock, made by hand, with Undock running in the middle. */
export interface World {
  clock: TestClock
  exchange: PaperExchange
  telegram: BotApi
  alice: TelegramUser
  /** Lines of the log so far. */
  log: string[]
  database: DatabasePlace
  /** What makes a process of its own run in this world; the vault key is the caller's. */
  environment: Record<string, string>
  app: App
  /** Another process of Undock on the same database, not started yet; it is stopped with the world. */
  another(): App
  /** Stops Undock and starts it anew on the same database. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Which exchange a world has, and how it speaks; Binance, if not said. */
export type Speaking = (clock: Clock) => { id: ExchangeId; dialect?: RestDialect }

const speakBinance: Speaking = () => ({ id: 'binance' })

/** Starts a paper exchange, a Telegram stand-in and Undock between them, over real HTTP. */
export async function openWorld(
  overrides: Partial<AppConfig> = {},
  speaking = speakBinance,
): Promise<World> {
  const clock = new TestClock()
  const { id, ...spoken } = speaking(clock)
  const exchange = createPaperExchange({ clock, seed: 7, ...spoken })
  const telegram = createBotApi({ clock, token: TOKEN })
  const servers: Listening[] = [
    await listen(exchange.app, '127.0.0.1', 0),
    await listen(telegram.app, '127.0.0.1', 0),
  ]
  const { database, drop } = await databaseFor(overrides)
  const log: string[] = []
  const config: AppConfig = {
    botToken: new Secret(TOKEN),
    telegramApiRoot: `http://127.0.0.1:${servers[1]?.port}`,
    allowedUsers: 'everyone',
    operatorIds: [],
    database,
    databaseNamed: true,
    vaultKey: new Secret(randomBytes(32).toString('base64')),
    exchangeOrigins: { [id]: `http://127.0.0.1:${servers[0]?.port}` },
    plainHosts: [],
    egressIps: ['203.0.113.7'],
    keyCheckSeconds: { idle: 240, busy: 60 },
    keyConfirmSeconds: [60, 300],
    botTickSeconds: 0.2,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    logLevel: 'debug',
    playground: false,
    ...overrides,
  }
  const create = () => createApp(config, { clock, write: (line) => log.push(line) })
  const others: App[] = []
  const world: World = {
    clock,
    exchange,
    telegram,
    alice: telegram.user({ id: 42, firstName: 'Alice' }),
    log,
    database: config.database,
    environment: {
      BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: config.telegramApiRoot,
      DATABASE_URL: urlOf(config.database),
      EXCHANGE_ORIGINS: JSON.stringify(config.exchangeOrigins),
    },
    app: create(),
    another() {
      const app = create()
      others.push(app)
      return app
    },
    async restart() {
      await world.app.stop()
      world.app = create()
      await world.app.start()
    },
    async close() {
      await closeAll([
        () => world.app.stop(),
        ...others.map((app) => () => app.stop()),
        () => telegram.stop(),
        () => exchange.stop(),
        ...servers.map((server) => () => server.close()),
        drop,
      ])
    },
  }
  try {
    await world.app.start()
    return world
  } catch (error) {
    await world.close().catch(() => undefined)
    throw error
  }
}

/** The database that is asked for, or an empty one of the kind that this run of the tests is about. */
async function databaseFor({
  database: given,
}: Partial<AppConfig>): Promise<{ database: DatabasePlace; drop: () => Promise<void> }> {
  if (given !== undefined) return { database: given, drop: async () => undefined }
  if (onPostgres) {
    const { url, drop } = await createPostgres()
    return { database: { kind: 'postgres', url: new Secret(url) }, drop }
  }
  const folder = emptyFolder()
  return {
    database: { kind: 'sqlite', path: join(folder, 'undock.db') },
    drop: async () => rmSync(folder, { recursive: true }),
  }
}

/** The file of a world whose database is one. @throws {TypeError} on PostgreSQL. */
export function pathOf({ database }: Pick<World, 'database'>): string {
  if (database.kind === 'sqlite') return database.path
  throw new TypeError('Cannot name the file of the database: it is PostgreSQL')
}

function urlOf(database: DatabasePlace): string {
  return database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url.reveal()
}
