import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Hono } from 'hono'
import type { Clock } from '../lib/clock.ts'
import { closeAll } from '../lib/close-all.ts'
import type { ExchangeId } from '../exchange/exchange-id.ts'
import { listen, type Listening } from '../lib/listen.ts'
import { Secret } from '../lib/secret.ts'
import type { DatabasePlace } from '../db/open-database.ts'
import { createBotApi } from './bot-api/bot-api.ts'
import { createPage } from './page/page.ts'
import { createPaperExchange } from './paper-exchange/paper-exchange.ts'

/** A token of the right shape for a bot that only this machine knows. */
const TOKEN = '1000000:playground-bot-of-this-machine-only'
const WALK_SECONDS = 2
const VISITOR = { id: 7, firstName: 'You' }

/** The bot in the middle of the playground, as far as the playground moves it. */
interface PlaygroundBot {
  stop(): Promise<void>
  /** Starts it with nothing in its database. */
  startEmpty(): Promise<void>
}

/** The world of the playground: a paper exchange and a Telegram of its own, on loopback ports. */
export interface Playground {
  botToken: Secret
  telegramApiRoot: string
  /** The exchanges that it has, and where. */
  exchangeOrigins: Partial<Record<ExchangeId, string>>
  /** The page over both; `Start over` puts both and the bot back to the beginning. */
  page(bot: PlaygroundBot): Hono
  stop(): Promise<void>
}

/** Starts the paper exchange and the Bot API stand-in. */
export async function startPlayground(clock: Clock): Promise<Playground> {
  const exchange = createPaperExchange({ clock, seed: 20_26, walkSeconds: WALK_SECONDS })
  const botApi = createBotApi({ clock, token: TOKEN })
  const servers: Listening[] = [
    await listen(exchange.app, '127.0.0.1', 0),
    await listen(botApi.app, '127.0.0.1', 0),
  ]
  exchange.start()
  return {
    botToken: new Secret(TOKEN),
    exchangeOrigins: { binance: `http://127.0.0.1:${servers[0]?.port}` },
    telegramApiRoot: `http://127.0.0.1:${servers[1]?.port}`,
    page(bot) {
      const user = botApi.user(VISITOR)
      const reset = async () => {
        // What waits for a slow exchange must not hold up the bot's end.
        exchange.calm()
        await bot.stop()
        exchange.reset()
        botApi.reset()
        await bot.startEmpty()
      }
      return createPage({ botApi, exchange, user, isOurs, clock, reset })
    },
    async stop() {
      await closeAll([
        () => exchange.stop(),
        () => botApi.stop(),
        ...servers.map((server) => () => server.close()),
      ])
    },
  }
}

/** Our client order ids: see `planOrder`. */
function isOurs(clientOrderId: string): boolean {
  return /^u[a-z0-9]{17}$/.test(clientOrderId)
}

/** The playground's own vault key, made at its first start and readable by its owner only. */
export function playgroundVaultKey(database: DatabasePlace): Secret {
  const folder = database.kind === 'sqlite' ? dirname(database.path) : '.'
  const path = join(folder, 'playground.key')
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600 })
  }
  return new Secret(readFileSync(path, 'utf8').trim())
}
