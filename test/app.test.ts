import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../src/lib/listen.ts'
import { Secret } from '../src/lib/secret.ts'
import { createApp, type App, type AppConfig, type Edges } from '../src/app.ts'
import { openSqlite } from '../src/db/open.ts'
import { createExchanges } from '../src/exchange/exchanges.ts'
import { VaultError } from '../src/keys/vault.ts'
import { createBotApi } from '../src/playground/bot-api/bot-api.ts'
import { TokenRefused } from '../src/telegram/receive.ts'
import { scratchFolder } from './support/scratch.ts'
import { TestClock } from './support/test-clock.ts'
import { TOKEN } from './support/world.ts'

/** Undock on a file of its own, with Telegram's stand-in beside it. */
async function open() {
  const clock = new TestClock()
  const telegram = createBotApi({ clock, token: TOKEN })
  const server = await listen(telegram.app, '127.0.0.1', 0)
  onTestFinished(() => server.close())
  const path = join(scratchFolder(), 'undock.db')
  const log: string[] = []
  const config: AppConfig = {
    botToken: new Secret(TOKEN),
    telegramApiRoot: `http://127.0.0.1:${server.port}`,
    allowedUsers: 'everyone',
    operatorIds: [],
    database: { kind: 'sqlite', path },
    databaseNamed: true,
    vaultKey: new Secret(randomBytes(32).toString('base64')),
    exchangeOrigins: {},
    plainHosts: [],
    egressIps: [],
    keyCheckSeconds: { idle: 240, busy: 60 },
    keyConfirmSeconds: [60],
    botTickSeconds: 1,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    logLevel: 'debug',
    playground: false,
  }
  const create = (changed: Partial<AppConfig> = {}, edges: Partial<Edges> = {}): App =>
    createApp({ ...config, ...changed }, { clock, write: (line) => log.push(line), ...edges })
  /** Whether nobody holds the file, and whether the last run on it ended cleanly. */
  const leftBehind = async () => {
    const database = openSqlite(path)
    const marks = await database.db
      .selectFrom('meta')
      .select('name')
      .where('name', 'like', 'running:%')
      .execute()
    await database.close()
    return marks
  }
  return { create, leftBehind, log, path }
}

const brokenExchanges: Edges['createExchanges'] = (options) => ({
  ...createExchanges(options),
  close: () => Promise.reject(new Error('The sockets do not close')),
})

test('stop() closes everything else when one part does not close, and says which failed', async () => {
  const { create, leftBehind } = await open()
  const app = create({}, { createExchanges: brokenExchanges })
  await app.start()

  await expect(app.stop()).rejects.toThrow('The sockets do not close')
  expect(await leftBehind()).toEqual([])
})

test('a start that fails early reports its own error, not that of what it closes', async () => {
  const { create, path, log } = await open()
  const first = create()
  await first.start()
  await first.stop()
  const openDatabase: Edges['openDatabase'] = async () => {
    const database = openSqlite(path)
    const close = async () => {
      await database.close()
      throw new Error('The disk is gone')
    }
    return { ...database, close }
  }
  const vaultKey = new Secret(randomBytes(32).toString('base64'))
  const app = create({ vaultKey }, { openDatabase })

  await expect(app.start()).rejects.toThrow(VaultError)
  expect(log.join('\n')).toContain('The disk is gone')
})

test('a start that fails late closes all it has opened, and leaves no mark of a crash', async () => {
  const { create, leftBehind } = await open()
  const botToken = new Secret('1000000:not-the-token-of-this-bot-at-all')
  const app = create({ botToken }, { createExchanges: brokenExchanges })

  await expect(app.start()).rejects.toThrow(TokenRefused)
  expect(await leftBehind()).toEqual([])
})

test('a stop in the middle of the start ends both, and nothing stays open', async () => {
  const { create, path } = await open()
  const gate = Promise.withResolvers<void>()
  const opening = Promise.withResolvers<void>()
  const openDatabase: Edges['openDatabase'] = async () => {
    opening.resolve()
    await gate.promise
    return openSqlite(path)
  }
  const app = create({}, { openDatabase })
  const started = app.start()
  await opening.promise

  await app.stop()
  gate.resolve()

  await expect(started).rejects.toThrow('stopped')
  const database = openSqlite(path)
  await database.close()
})
