import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Bot } from 'grammy'
import type { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../../src/lib/clock.ts'
import { type BotApi, createBotApi } from '../../../src/playground/bot-api/bot-api.ts'
import type { TelegramUser } from '../../../src/playground/bot-api/user.ts'
import type { Change } from '../../../src/playground/page/changes.ts'
import { createPage } from '../../../src/playground/page/page.ts'
import type { PageState } from '../../../src/playground/page/page-state.ts'
import {
  createPaperExchange,
  type PaperExchange,
} from '../../../src/playground/paper-exchange/paper-exchange.ts'

const TOKEN = '42:TEST'

/** A clock that stands still until it is moved. */
class ManualClock implements Clock {
  #now = Date.parse('2026-11-22T12:00:00Z')
  #timers: { at: number; task: () => void }[] = []

  now(): Date {
    return new Date(this.#now)
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.#now + ms, task }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Runs what falls due, in order. */
  advance(ms: number): void {
    this.#now += ms
    const due = this.#timers.filter(({ at }) => at <= this.#now)
    this.#timers = this.#timers.filter((timer) => !due.includes(timer))
    for (const { task } of due) task()
  }
}

/** The page behind a real port, with the stand-in, the paper exchange and the visitor behind it. */
export interface Stage {
  origin: string
  botApi: BotApi
  exchange: PaperExchange
  user: TelegramUser
  clock: ManualClock
  get: (path: string, headers?: Record<string, string>) => Promise<Response>
  /** Sends JSON as the page does. */
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>
  state: () => Promise<PageState>
  /** A grammY bot on long polling; ready when this resolves, stopped at the end of the test. */
  run: (prepare: (bot: Bot) => void) => Promise<void>
}

/** Ids that begin with `u` are Undock's. */
const isOurs = (clientOrderId: string) => /^u[a-z0-9]{17}$/.test(clientOrderId)

/** Everything on free ports, closed when the test ends. */
export async function openStage(options: { reset?: () => Promise<void> } = {}): Promise<Stage> {
  const clock = new ManualClock()
  const botApi = createBotApi({ clock, token: TOKEN })
  const exchange = createPaperExchange({ clock, seed: 1 })
  const user = botApi.user({ id: 7, firstName: 'Ada' })
  const page = createPage({ botApi, exchange, user, isOurs, clock, ...options })
  const [origin, apiRoot] = [await listen(page), await listen(botApi.app)]
  const get: Stage['get'] = (path, headers = {}) => fetch(`${origin}${path}`, { headers })

  return {
    origin,
    botApi,
    exchange,
    user,
    clock,
    get,
    post: (path, body = {}, headers = {}) =>
      fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, ...headers },
        body: JSON.stringify(body),
      }),
    async state() {
      const state: PageState = JSON.parse(await (await get('/page/state')).text())
      return state
    },
    async run(prepare) {
      const bot = new Bot(TOKEN, { client: { apiRoot } })
      prepare(bot)
      const { promise, resolve } = Promise.withResolvers<void>()
      const done = bot.start({ onStart: () => resolve() })
      onTestFinished(async () => {
        await bot.stop()
        await done
      })
      await promise
    },
  }
}

/** The page's event stream, one change after the other; closed when the test ends. */
export async function follow(
  stage: Pick<Stage, 'origin'>,
): Promise<{ next: () => Promise<Change> }> {
  const aborter = new AbortController()
  onTestFinished(() => aborter.abort())
  const { body } = await fetch(`${stage.origin}/page/events`, { signal: aborter.signal })
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next() {
      while (!text.includes('\n\n')) text += (await reader?.read())?.value ?? ''
      const [event = '', ...rest] = text.split('\n\n')
      text = rest.join('\n\n')
      const change: Change = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? 'null')
      return change
    },
  }
}

async function listen(app: Hono): Promise<string> {
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  return `http://127.0.0.1:${portOf(server.address())}`
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('Cannot tell the port')
  return address.port
}
