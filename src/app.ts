import type { Bot } from 'grammy'
import type { Hono } from 'hono'
import { addSeconds, systemClock, type Clock } from './lib/clock.ts'
import { closeAll, type Closer } from './lib/close-all.ts'
import { createLog, errorFields, writeToStderr, type Log } from './lib/log.ts'
import type { Secret } from './lib/secret.ts'
import { EXCHANGE_IDS } from './exchange/exchange-id.ts'
import { createExchanges, type Exchanges, type ExchangesOptions } from './exchange/exchanges.ts'
import { migrate } from './db/migrate.ts'
import type { Database } from './db/database.ts'
import { openDatabase } from './db/open-database.ts'
import { openSharedLimits } from './db/shared-limits.ts'
import type { Db } from './db/schema.ts'
import { findMeta, refuseOtherMode, writeMeta } from './db/stamp.ts'
import { commit, type Core } from './queue/core.ts'
import { openQueue } from './queue/open-queue.ts'
import { openStudio } from './exports/studio.ts'
import { sendNotices, type Sending } from './notices/sender.ts'
import { Connections } from './keys/connections.ts'
import { failingOf, LateWork } from './keys/late-work.ts'
import { scrubFiles } from './keys/key-repo.ts'
import { Vault } from './keys/vault.ts'
import { checkKey, suspectKey } from './keys/watch.ts'
import { hasRunningBots, isTicked } from './trading-bots/bot-repo.ts'
import { createCancelUnwanted } from './trading-bots/cancel-unwanted.ts'
import { compareAfterAbsence } from './trading-bots/compare-key.ts'
import { failingOfTick } from './trading-bots/late-ticks.ts'
import { queueTick } from './trading-bots/pause-bot.ts'
import { createTick } from './trading-bots/tick.ts'
import { compareRestored } from './sagas/after-restore.ts'
import { onKeyNews } from './sagas/dead-key.ts'
import { findKeyOfSaga } from './sagas/restore-repo.ts'
import { advanceSaga } from './sagas/sagas.ts'
import { watchStandstills } from './sagas/watch-standstills.ts'
import { connectTelegram } from './telegram/connect.ts'
import type { Ctx } from './telegram/context.ts'
import type { Deps } from './telegram/deps.ts'
import { fileOpener } from './telegram/file-reader.ts'
import { handleUpdate } from './telegram/handle-update.ts'
import type { Poll } from './telegram/poll.ts'
import { createReach } from './telegram/reach.ts'
import { receiveUpdates, type Inlet } from './telegram/receive.ts'
import { pageRoutes } from './telegram/sealed-page/page-routes.ts'
import { SecretDesk } from './telegram/secret-desk.ts'
import { keepSweeping, sweep } from './telegram/sweep.ts'
import type { Config } from './config.ts'
import { diskSpaceOf } from './operator/disk-space.ts'
import { healthRoutes, type Vitals } from './operator/health.ts'
import { markStart } from './operator/mark-start.ts'
import { clearRun } from './operator/run-mark-repo.ts'
import { watchHost, type HostWatch } from './operator/watch-host.ts'

/** What the program touches outside itself. Tests and the playground pass their own. */
export interface Edges {
  clock: Clock
  /** Where log lines go. */
  write: (line: string) => void
  openDatabase: (config: AppConfig, log: Log) => Promise<Database>
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
export type AppConfig = Config & {
  botToken: Secret
  vaultKey: Secret
  playground: boolean
  /** Where the page that seals credentials is reached, if not under an https `publicUrl`. */
  pageUrl?: () => string
}

/** The whole program. Nothing runs before `start`. */
export interface App {
  /** What it serves on its port: health, the page that seals credentials, and the webhook when there is one. */
  http: Hono
  /** One that fails closes what it has opened. @throws {DatabaseRefused} @throws {VaultError} */
  start(): Promise<void>
  /** Ends within 10 seconds, whoever hangs: what is under way parks at its next commit. */
  stop(): Promise<void>
}

/** How long work under way may take to end by itself, and then to end once it is cut off. */
const STOP_GRACE_MS = 5_000
const CUT_OFF_GRACE_MS = 2_000

/** Wires the whole program together. */
export function createApp(config: AppConfig, edges: Partial<Edges> = {}): App {
  const world = { ...REAL, ...edges }
  const { clock } = world
  const log = createLog(config.logLevel, () => clock.now(), world.write)
  const stopping = new AbortController()
  const reach = createReach(clock, world.fetch, stopping.signal)
  const vitals: Vitals = {
    db: undefined,
    queue: undefined,
    vaultChecked: false,
    telegramWorks: () => reach.works(),
  }
  const inlet: Inlet = { app: undefined }
  const page: Inlet = { app: undefined }
  const http = healthRoutes(clock, vitals)
    .post('/telegram', (c) => inlet.app?.fetch(c.req.raw) ?? c.text('not now', 503))
    .all('/seal/*', (c) => page.app?.fetch(c.req.raw) ?? c.text('not now', 503))
  let poll: Poll | undefined
  const opened: Closer[] = []
  let stopped = false
  /** Remembers how to close what is open now. A start that meets its own stop goes no further. */
  const keep = (close: Closer) => {
    opened.push(close)
    if (stopped) throw new Error('Cannot start: it was stopped meanwhile')
  }

  const app: App = {
    http,
    async start() {
      try {
        await open()
      } catch (error) {
        await app.stop().catch((left: unknown) => log.error('not-closed', errorFields(left)))
        throw error
      }
    },
    /** What was opened last is closed first: intake, work under way, what hangs, the database. */
    async stop() {
      stopped = true
      vitals.queue = undefined
      try {
        await closeAll(opened.splice(0).toReversed())
      } finally {
        stopping.abort()
      }
    },
  }

  async function open(): Promise<void> {
    const database = await world.openDatabase(config, log)
    keep(() => database.close())
    vitals.db = database.db
    const vault = await prepare(database.db, config)
    vitals.vaultChecked = true

    const opening = await openQueue(database, clock, log)
    keep(() => opening.close())
    const { queue, leadership } = opening
    const core = { db: database.db, queue, clock, log }
    vitals.queue = queue
    keep(() => clearRun(core.db, config.port))
    await markStart(core, config)
    const sharing = await openSharedLimits(core.db, clock, log)
    keep(() => sharing.close())
    const exchanges = world.createExchanges({
      clock,
      origins: config.exchangeOrigins,
      shared: sharing.limits,
    })
    const openFile = fileOpener({ reach, clock }, config)
    const deps = toDeps(core, vault, config, { exchanges, openFile, stopped: stopping.signal })
    const { bot, sending } = connectTelegram(deps, config.telegramApiRoot, reach)
    const late = new LateWork(core)
    registerWork(deps, bot, sending, { late, tickSeconds: config.botTickSeconds })
    keep(() => {
      stopping.abort()
      return closeAll([
        () => poll?.stop(),
        () => deps.desk.clear(),
        () => deps.exchanges.close(),
        () => deps.studio.close(),
        () => queue.stop(CUT_OFF_GRACE_MS),
      ])
    })

    await scrubFiles(deps.db)
    if (leadership.leads) await sweep(deps)
    keep(keepSweeping(deps, leadership))
    await late.load()
    const { operatorIds } = config
    keep(watchStandstills({ ...deps, operatorIds, late }, leadership))
    await queue.start()
    keep(() => queue.stop(STOP_GRACE_MS))
    if (config.operatorIds.length > 0) keep(watchHost(hostOf(deps, config)))
    page.app = pageRoutes(deps)
    keep(() => {
      inlet.app = undefined
      page.app = undefined
    })
    poll = await receiveUpdates(deps, bot, { publicUrl: config.publicUrl, inlet, leadership })
    keep(() => poll?.stop())
  }
  return app
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

function hostOf(deps: Deps, { operatorIds, database }: AppConfig): HostWatch {
  const folder = database.kind === 'sqlite' ? database.path : '.'
  return { ...deps, operatorIds, diskSpace: () => diskSpaceOf(folder) }
}

function toDeps(
  core: Core,
  vault: Vault,
  config: AppConfig,
  { exchanges, openFile, stopped }: Pick<Deps, 'exchanges' | 'openFile' | 'stopped'>,
): Deps {
  const { db, clock, log } = core
  const suspect = (keyId: string) => {
    suspectKey(core, keyId).catch((error: unknown) =>
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
      hasOperator: config.operatorIds.length > 0,
    },
    desk: new SecretDesk(clock),
    openFile,
    studio: openStudio({ clock, log }),
    stopped,
    settings: {
      token: config.botToken.reveal(),
      allowedUsers: config.allowedUsers,
      operatorIds: config.operatorIds,
      egressIps: config.egressIps,
      exchanges: EXCHANGE_IDS.filter(
        (id) => !config.playground || config.exchangeOrigins[id] !== undefined,
      ),
      pageUrl: config.pageUrl ?? (() => httpsOnly(config.publicUrl)),
      playground: config.playground,
    },
  }
}

/** A page that came over plain http could be changed on its way to the browser. */
function httpsOnly(url: string | undefined): string | undefined {
  return url?.startsWith('https://') ? url : undefined
}

/** Who does the work of each lane. After a restore or an absence a key is compared with its exchange first. */
function registerWork(
  deps: Deps,
  bot: Bot<Ctx>,
  sending: Sending,
  { late, tickSeconds }: { late: LateWork; tickSeconds: number },
): void {
  const { db, queue, clock } = deps
  queue.work('update', { concurrency: 32 }, (id) => handleUpdate(deps, bot, id))
  queue.work('saga', { concurrency: 32 }, async (id) => {
    const keyId = await findKeyOfSaga(db, id)
    if (keyId !== undefined) await compareRestored(deps, keyId)
    await advanceSaga(deps, id)
  })
  queue.work('notice', { concurrency: 16, leaderOnly: true }, (userId) =>
    sendNotices(deps, userId, sending),
  )
  queue.work('watch', { concurrency: 8 }, (keyId) =>
    checkKey(deps, keyId, hasRunningBots(db), onKeyNews(deps), async (id, probe) =>
      late.note('check', id, probe.kind === 'unreachable' ? failingOf(probe.error) : []),
    ),
  )
  const tick = createTick(deps, (keyId, result) => late.note('tick', keyId, failingOfTick(result)))
  const cancelUnwanted = createCancelUnwanted(deps)
  queue.work('tick', { concurrency: 8 }, async (keyId) => {
    const notBefore = await late.watchTick(keyId, async () => {
      await compareRestored(deps, keyId)
      await cancelUnwanted(keyId)
      const onPutOff = (error: unknown) => late.note('tick', keyId, failingOf(error))
      if (!(await compareAfterAbsence(deps, keyId, 'routine', onPutOff))) return undefined
      const result = await tick(keyId)
      if (result.outcome !== 'put-off') return undefined
      const { source, ofKey, retryAt } = result.error
      // A try that comes too early would spend what the next one of this key needs.
      return source === 'own-limit' && ofKey ? retryAt : undefined
    })
    if (!(await isTicked(db, keyId))) return
    const next = addSeconds(clock.now(), tickSeconds)
    const at = notBefore !== undefined && notBefore > next ? notBefore : next
    await commit(deps, (trx) => queueTick(trx, deps, keyId, at))
  })
}
