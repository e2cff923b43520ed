import { Hono } from 'hono'
import type { Clock } from '../../lib/clock.ts'
import type { BotApi } from '../bot-api/bot-api.ts'
import type { TelegramUser } from '../bot-api/user.ts'
import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'
import { Storyteller } from '../stories/storyteller.ts'
import { Changes } from './changes.ts'
import { chatRoutes } from './chat-routes.ts'
import { eventStream } from './event-stream.ts'
import { exchangeRoutes } from './exchange-routes.ts'
import { onlyThisMachine, securityHeaders } from './guard.ts'
import { Happenings } from './happenings.ts'
import { badInput, NO_STORE } from './input.ts'
import { Levers } from './levers.ts'
import { toPageState } from './page-state.ts'
import { PriceLines } from './price-lines.ts'
import { storyRoutes } from './story-routes.ts'
import { staticFiles } from './static-files.ts'

/** What the page shows and moves. */
export interface PageDeps {
  botApi: BotApi
  exchange: PaperExchange
  /** The one visitor; every tab of the browser is this person. */
  user: TelegramUser
  /** Tells by its client order id whether Undock placed an order. */
  isOurs: (clientOrderId: string) => boolean
  clock: Clock
  /** The visitor's language, as Telegram tells it; default `en`. */
  language?: string
  /** Puts chat, bot and exchange back to the beginning; without it there is no `Start over`. */
  reset?: () => Promise<void>
}

/**
 * The chat and the exchange in a browser on this machine.
 *
 * It listens to both from the moment it is made. Open event streams end with their connections, so whoever closes
 * the server closes those too.
 */
export function createPage(deps: PageDeps): Hono {
  const { clock, exchange, reset } = deps
  let startingOver: Promise<void> | undefined
  const levers = new Levers(exchange)
  const happenings = new Happenings(deps)
  const lines = new PriceLines(exchange)
  const storyteller = new Storyteller(deps)
  const source = { ...deps, levers, happenings, lines, storyteller, canReset: reset !== undefined }
  const changes = new Changes(source)

  const app = new Hono()
  app.use(securityHeaders, onlyThisMachine)
  app.use('/page/chat/*', NO_STORE)
  app.use('/page/exchange/*', NO_STORE)
  app.get('/page/state', NO_STORE, (c) => c.json(toPageState(source)))
  app.get('/page/events', eventStream(changes))
  app.route('/page/chat', chatRoutes(deps))
  app.route('/page/exchange', exchangeRoutes({ exchange, clock, happenings, levers, changes }))
  app.route('/page/story', storyRoutes(storyteller))
  app.post('/page/reset', async (c) => {
    if (reset === undefined) return c.json({ error: 'This playground cannot start over.' }, 404)
    // Two tabs that ask at once get one new beginning.
    startingOver ??= startOver(reset).finally(() => {
      startingOver = undefined
    })
    await startingOver
    return c.json({})
  })
  app.route('/', staticFiles())
  app.onError(badInput)
  return app

  async function startOver(goBack: () => Promise<void>): Promise<void> {
    storyteller.end()
    await goBack()
    changes.restate()
  }
}
