import { Hono, type Context } from 'hono'
import { systemClock } from './lib/clock.ts'
import { closeAll } from './lib/close-all.ts'
import { listen, CannotListen, type Listening } from './lib/listen.ts'
import { errorFields } from './lib/log.ts'
import { DatabaseRefused } from './db/database-refused.ts'
import { VaultError } from './keys/vault.ts'
import { playgroundVaultKey, startPlayground } from './playground/playground.ts'
import { TokenRefused } from './telegram/receive.ts'
import { createApp, type AppConfig } from './app.ts'
import { ConfigError, environment, readConfig, type Config } from './config.ts'

/** Somebody has to change something before a restart helps (sysexits: EX_CONFIG). */
const EXIT_CONFIG = 78
const LONGEST_STOP_MS = 9_500
const ECHO_MS = 300

interface Running {
  server: Listening
  /** Stops everything but the server. */
  stop: () => Promise<void>
}

async function run(config: Config): Promise<void> {
  await (config.botToken === undefined ? runPlayground(config) : runLive(config))
}

async function runLive(config: Config): Promise<void> {
  const { botToken, vaultKey } = config
  if (botToken === undefined || vaultKey === undefined) throw new ConfigError([])
  const app = createApp({ ...config, botToken, vaultKey, playground: false })
  const server = await listen(app.http, config.host, config.port)
  stopOnSignals({ server, stop: () => app.stop() })
  await app.start()
  say('Undock runs on Telegram.')
}

async function runPlayground(config: Config): Promise<void> {
  const world = await startPlayground(systemClock)
  let origin = ''
  const settings: AppConfig = {
    ...config,
    botToken: world.botToken,
    telegramApiRoot: world.telegramApiRoot,
    exchangeOrigins: world.exchangeOrigins,
    vaultKey: config.vaultKey ?? playgroundVaultKey(config.database),
    publicUrl: undefined,
    pageUrl: () => origin,
    playground: true,
  }
  let app = createApp(settings)
  const page = world.page({
    stop: () => app.stop(),
    startEmpty() {
      // An unnamed database of the playground is emptied at its start.
      app = createApp({ ...settings, databaseNamed: false })
      return app.start()
    },
  })
  // After `Start over` it is another app.
  const current = (c: Context) => app.http.fetch(c.req.raw)
  const http = new Hono().get('/healthz', current).get('/readyz', current).all('/seal/*', current)
  const server = await listen(http.route('/', page), config.host, config.port)
  origin = `http://${config.host}:${server.port}`
  stopOnSignals({
    server,
    stop: () => closeAll([() => app.stop(), () => world.stop()]),
  })
  await app.start()
  say(`The Undock playground is open: ${origin}`)
}

let stoppingSince: number | undefined

/** From here on a signal ends the process cleanly, also while it still starts. */
function stopOnSignals({ server, stop }: Running): void {
  const end = async () => {
    const now = systemClock.now().getTime()
    if (stoppingSince !== undefined) {
      // A second signal means now. npm passes on at once what a terminal has sent to both already.
      if (now - stoppingSince > ECHO_MS) process.exit(1)
      return
    }
    stoppingSince = now
    // What is under way is given less; this is for what nobody thought of, and keeps the process up.
    setTimeout(() => process.exit(1), LONGEST_STOP_MS)
    try {
      await closeAll([() => server.close(), stop])
      process.exit(0)
    } catch (error) {
      const why = explain(error) ?? JSON.stringify(errorFields(error))
      process.stderr.write(`Stopped, but not everything was closed: ${why}\n`)
      process.exit(1)
    }
  }
  process.on('SIGINT', () => void end())
  process.on('SIGTERM', () => void end())
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function explain(error: unknown): string | undefined {
  if (error instanceof ConfigError) return [error.message, ...error.faults].join('\n- ')
  const known = [DatabaseRefused, VaultError, CannotListen, TokenRefused].some(
    (type) => error instanceof type,
  )
  return known && error instanceof Error ? error.message : undefined
}

function fail(error: unknown): never {
  const words = explain(error)
  if (words === undefined) throw error
  process.stderr.write(`${words}\n`)
  process.exit(EXIT_CONFIG)
}

try {
  await run(readConfig(environment()))
} catch (error) {
  // A start that was cut off by the signal to stop has failed for no other reason.
  if (stoppingSince === undefined) fail(error)
}
