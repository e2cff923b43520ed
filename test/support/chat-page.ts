import type { Clock } from '../../src/lib/clock.ts'
import { listen } from '../../src/lib/listen.ts'
import { type BotApi, createBotApi } from '../../src/playground/bot-api/bot-api.ts'
import type { TelegramUser } from '../../src/playground/bot-api/user.ts'
import { createPage } from '../../src/playground/page/page.ts'
import {
  createPaperExchange,
  type PaperExchange,
} from '../../src/playground/paper-exchange/paper-exchange.ts'
import { isOurs } from './exits.ts'

const TOKEN = '42:TEST'

/** The page behind a real port, with the stand-in, the paper exchange and the visitor behind it, and no bot. */
export interface ChatPage {
  origin: string
  botApi: BotApi
  exchange: PaperExchange
  user: TelegramUser
  token: string
  /** Where a bot finds the stand-in. */
  apiRoot: string
  /** Calls a method of the Bot API as a bot does. */
  call: (method: string, payload: object) => Promise<Response>
  /** The page is not there any more, until the returned function brings it back to its port. */
  disconnect: () => Promise<() => Promise<void>>
  close: () => Promise<void>
}

/** Opens it on free ports. */
export async function openChatPage(
  clock: Clock,
  options: { reset?: () => Promise<void> } = {},
): Promise<ChatPage> {
  const botApi = createBotApi({ clock, token: TOKEN })
  const exchange = createPaperExchange({ clock, seed: 1 })
  const user = botApi.user({ id: 7, firstName: 'Ada' })
  const isUndocks = (clientOrderId: string) => isOurs({ clientOrderId })
  const page = createPage({ botApi, exchange, user, isOurs: isUndocks, clock, ...options })
  let front = await listen(page, '127.0.0.1', 0)
  const back = await listen(botApi.app, '127.0.0.1', 0)
  const [origin, apiRoot] = [`http://127.0.0.1:${front.port}`, `http://127.0.0.1:${back.port}`]
  return {
    origin,
    botApi,
    exchange,
    user,
    token: TOKEN,
    apiRoot,
    call: (method, payload) =>
      fetch(`${apiRoot}/bot${TOKEN}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(payload),
      }),
    async disconnect() {
      const { port } = front
      await front.close()
      return async () => {
        front = await listen(page, '127.0.0.1', port)
      }
    },
    async close() {
      await Promise.all([front.close(), back.close()])
    },
  }
}
