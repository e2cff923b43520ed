import { Hono } from 'hono'
import { systemClock } from './lib/clock.ts'
import { listen, CannotListen, type Listening } from './lib/listen.ts'
import { DatabaseRefused } from './db/database-refused.ts'
import { VaultError } from './keys/vault.ts'
import { playgroundVaultKey, startPlayground } from './playground/playground.ts'
import { createApp, type AppConfig } from './app.ts'
import { ConfigError, environment, readConfig, type Config } from './config.ts'

/** Somebody has to change something before a restart helps (sysexits: EX_CONFIG). */
const EXIT_CONFIG = 78

interface Running {
  server: Listening
  /** Stops everything but the server. */
  stop: () => Promise<void>
}

async function run(config: Config): Promise<Running> {
  return config.botToken === undefined ? runPlayground(config) : runLive(config)
}

async function runLive(config: Config): Promise<Running> {
  const { botToken, vaultKey } = config
  if (botToken === undefined || vaultKey === undefined) throw new ConfigError([])
  const app = createApp({ ...config, botToken, vaultKey, playground: false })
  const server = await listen(app.http, config.host, config.port)
  await app.start()
  say('Undock runs on Telegram.')
  return { server, stop: () => app.stop() }
}

async function runPlayground(config: Config): Promise<Running> {
  const world = await startPlayground(systemClock)
  const settings: AppConfig = {
    ...config,
    botToken: world.botToken,
    telegramApiRoot: world.telegramApiRoot,
    exchangeOrigins: { binance: world.exchangeOrigin },
    vaultKey: config.vaultKey ?? playgroundVaultKey(config.database),
    publicUrl: undefined,
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
  const server = await listen(
    new Hono().route('/', app.http).route('/', page),
    config.host,
    config.port,
  )
  await app.start()
  say(`The Undock playground is open: http://${config.host}:${server.port}`)
  return {
    server,
    async stop() {
      await app.stop()
      await world.stop()
    },
  }
}

function stopOnSignals({ server, stop }: Running): void {
  let stopping = false
  const end = async () => {
    // A second signal means now.
    if (stopping) process.exit(1)
    stopping = true
    await stop()
    await server.close()
    process.exit(0)
  }
  process.on('SIGINT', () => void end())
  process.on('SIGTERM', () => void end())
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function explain(error: unknown): string | undefined {
  if (error instanceof ConfigError) return [error.message, ...error.faults].join('\n- ')
  const known = [DatabaseRefused, VaultError, CannotListen].some((type) => error instanceof type)
  return known && error instanceof Error ? error.message : undefined
}

try {
  stopOnSignals(await run(readConfig(environment())))
} catch (error) {
  const words = explain(error)
  if (words === undefined) throw error
  process.stderr.write(`${words}\n`)
  process.exit(EXIT_CONFIG)
}
