import { GrammyError, type Api, type ApiClientOptions, type Bot } from 'grammy'
import { Hono } from 'hono'
import { addSeconds, systemClock, type Clock } from './lib/clock.ts'
import { createLog, errorFields, writeToStderr, type Log } from './lib/log.ts'
import type { Secret } from './lib/secret.ts'
import { createExchanges, type Exchanges, type ExchangesOptions } from './exchange/exchanges.ts'
import { migrate } from './db/migrate.ts'
import type { Database } from './db/database.ts'
import { openDatabase } from './db/open-database.ts'
import type { Db } from './db/schema.ts'
import { findMeta, refuseOtherMode, writeMeta } from './db/stamp.ts'
import { commit, type Core } from './queue/core.ts'
import { openQueue, type Leadership } from './queue/open-queue.ts'
import { sendNotices } from './notices/sender.ts'
import { Connections } from './keys/connections.ts'
import { scrubFiles } from './keys/key-repo.ts'
import { Vault } from './keys/vault.ts'
import { checkKey, queueCheck } from './keys/watch.ts'
import { hasRunningBots, listTickedKeyIds } from './trading-bots/bot-repo.ts'
import { queueTick } from './trading-bots/pause-bot.ts'
import { tickKey } from './trading-bots/tick.ts'
import { onKeyTransition } from './sagas/dead-key.ts'
import { advanceSaga } from './sagas/sagas.ts'
import { telegramFetch } from './telegram/api-fetch.ts'
import { createBot } from './telegram/bot.ts'
import { publishCommands } from './telegram/commands.ts'
import type { Ctx } from './telegram/context.ts'
import type { Deps } from './telegram/deps.ts'
import { handleUpdate } from './telegram/handle-update.ts'
import { pollWhileLeading } from './telegram/lead-poll.ts'
import { deliverer } from './telegram/notices/deliver.ts'
import { WANTED_UPDATES, type Poll } from './telegram/poll.ts'
import { SecretDesk } from './telegram/secret-desk.ts'
import { keepSweeping, sweep } from './telegram/sweep.ts'
import { webhook, webhookSecret } from './telegram/webhook.ts'
import { ConfigError, type Config } from './config.ts'

/** What the program touches outside itself. Tests and the playground pass their own. */
export interface Edges {
  clock: Clock
  /** Where log lines go. */
  write: (line: string) => void
  openDatabase: (config: AppConfig, log: Log) => Database | Promise<Database>
  createExchanges: (options: ExchangesOptions) => Exchanges
  /** How Telegram is reached. */
  fetch: typeof fetch
}

const REAL: Edges = {
  clock: systemClock,
  write: writeToStderr,
  openDatabase: ({ database, databaseNamed, playground }, log) =>
    openDatabase(database, log, { fresh: playground && !databaseNamed }),
  createExchanges,
  fetch,
}

/** The settings of a program that can run: no token or key is missing any more. */
export type AppConfig = Config & { botToken: Secret; vaultKey: Secret; playground: boolean }

/** The whole program. Nothing runs before `start`. */
export interface App {
  /** What it serves on its port: health, and the webhook when there is one. */
  http: Hono
  /** @throws {DatabaseRefused} @throws {VaultError} */
  start(): Promise<void>
  stop(): Promise<void>
}

const STOP_GRACE_MS = 8_000

/** Wires the whole program together. */
export function createApp(config: AppConfig, edges: Partial<Edges> = {}): App {
  const world = { ...REAL, ...edges }
  const { clock } = world
  const log = createLog(config.logLevel, () => clock.now(), world.write)
  const http = new Hono().get('/healthz', (c) => c.text('ok'))
  const opened: (() => Promise<void>)[] = []

  return {
    http,
    async start() {
      const database = await world.openDatabase(config, log)
      opened.push(() => database.close())
      const vault = await prepare(database.db, config)

      const opening = await openQueue(database, clock, log)
      opened.push(() => opening.close())
      const { queue, leadership } = opening
      const core = { db: database.db, queue, clock, log }
      const deps = toDeps(core, vault, config, world)
      opened.push(() => deps.exchanges.close())
      const client: ApiClientOptions = {
        apiRoot: config.telegramApiRoot,
        fetch: telegramFetch(clock, world.fetch),
      }
      const bot = createBot(deps, client)
      registerWork(deps, bot, config.botTickSeconds)

      await scrubFiles(deps.db)
      if (leadership.leads) await sweep(deps)
      opened.push(keepSweeping(deps, leadership))
      await core.queue.start()
      opened.push(() => core.queue.stop(STOP_GRACE_MS))
      await introduce(bot)
      await publishCommands(bot.api)
      const poll = await receiveUpdates(config, deps, bot.api, http, leadership)
      if (poll !== undefined) opened.push(() => poll.stop())
    },
    /** What was opened last is closed first. */
    async stop() {
      for (const close of opened.splice(0).toReversed()) await close()
    },
  }
}

/** Asks Telegram who the bot is; waits while Telegram can't be reached. @throws {ConfigError} */
async function introduce(bot: Bot<Ctx>): Promise<void> {
  try {
    await bot.init()
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 401)) throw error
    throw new ConfigError([
      'BOT_TOKEN: Telegram does not know this token. Ask @BotFather for the current one.',
    ])
  }
}

/** Brings the database to this version and checks that it is ours: its mode and its vault key. */
async function prepare(db: Db, config: AppConfig): Promise<Vault> {
  const mode = config.playground ? 'playground' : 'live'
  await refuseOtherMode(db, mode)
  await migrate(db)
  await writeMeta(db, 'mode', mode)
  const vault = new Vault(config.vaultKey)
  await writeMeta(db, 'vault_canary', vault.sealCanary())
  vault.checkCanary((await findMeta(db, 'vault_canary')) ?? '')
  return vault
}

function toDeps(core: Core, vault: Vault, config: AppConfig, world: Edges): Deps {
  const { db, clock, log } = core
  const exchanges = world.createExchanges({ clock, origins: config.exchangeOrigins })
  const suspect = (keyId: string) => {
    commit(core, (trx) => queueCheck(trx, core, keyId)).catch((error: unknown) =>
      log.error('suspicion-lost', errorFields(error)),
    )
  }
  return {
    ...core,
    vault,
    exchanges,
    connections: new Connections({ db, vault, exchanges, clock, onRefused: suspect }),
    checks: {
      idleSeconds: config.keyCheckSeconds.idle,
      busySeconds: config.keyCheckSeconds.busy,
      confirmSeconds: config.keyConfirmSeconds,
    },
    desk: new SecretDesk(),
    settings: {
      token: config.botToken.reveal(),
      allowedUsers: config.allowedUsers,
      egressIps: config.egressIps,
      playground: config.playground,
    },
  }
}

/** Who does the work of each lane. */
function registerWork(deps: Deps, bot: Bot<Ctx>, tickSeconds: number): void {
  const { db, queue, clock } = deps
  const deliver = deliverer(deps, bot.api)
  queue.work('update', { concurrency: 32 }, (id) => handleUpdate(deps, bot, id))
  queue.work('saga', { concurrency: 32 }, (id) => advanceSaga(deps, id))
  queue.work('notice', { concurrency: 16, leaderOnly: true }, (userId) =>
    sendNotices(deps, userId, deliver),
  )
  queue.work('watch', { concurrency: 8 }, (keyId) =>
    checkKey(deps, keyId, hasRunningBots(db), onKeyTransition(deps)),
  )
  queue.work('tick', { concurrency: 8 }, async (keyId) => {
    await tickKey(deps, keyId)
    if (!(await listTickedKeyIds(db)).includes(keyId)) return
    const at = addSeconds(clock.now(), tickSeconds)
    await commit(deps, (trx) => queueTick(trx, deps, keyId, at))
  })
}

async function receiveUpdates(
  config: AppConfig,
  deps: Deps,
  api: Api,
  http: Hono,
  leadership: Leadership,
): Promise<Poll | undefined> {
  if (config.publicUrl === undefined) {
    await api.deleteWebhook()
    return pollWhileLeading(deps, api, leadership)
  }
  const secret = webhookSecret(config.botToken)
  http.route('/', webhook(deps, api, secret))
  await api.setWebhook(`${config.publicUrl}/telegram`, {
    secret_token: secret,
    allowed_updates: WANTED_UPDATES,
  })
  return undefined
}
