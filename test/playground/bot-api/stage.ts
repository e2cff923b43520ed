import { Bot, type Context } from 'grammy'
import type { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import { listen as listenOn } from '../../../src/lib/listen.ts'
import { type BotApi, createBotApi } from '../../../src/playground/bot-api/bot-api.ts'
import { ManualClock } from '../../support/manual-clock.ts'

export const TOKEN = '42:TEST'

/** The stand-in behind a real port, and what the tests call it with. */
export interface Stage {
  api: BotApi
  clock: ManualClock
  root: string
  /** Calls a method with JSON. */
  call: (method: string, payload?: object) => Promise<Answer>
  /** A grammY bot that speaks to this stage; stopped at the end of the test. */
  bot: () => Bot
  /** Starts long polling and waits until the bot is ready. */
  run: <C extends Context>(bot: Bot<C>) => Promise<void>
}

interface Answer {
  ok: boolean
  result?: unknown
  error_code?: number
  description?: string
  parameters?: { retry_after?: number }
}

/** A stand-in on a free port, closed when the test ends. */
export async function openStage(): Promise<Stage> {
  const clock = new ManualClock()
  const api = createBotApi({ clock, token: TOKEN })
  const running: (() => Promise<void>)[] = []
  // Vitest cleans up backwards: the port must still be open when the bots say goodbye.
  const root = await listen(api.app)
  onTestFinished(async () => {
    for (const stop of running) await stop()
    api.stop()
  })

  return {
    api,
    clock,
    root,
    async call(method, payload = {}) {
      const response = await fetch(`${root}/bot${TOKEN}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(payload),
      })
      return answerOf(await response.json())
    },
    bot: () => new Bot(TOKEN, { client: { apiRoot: root } }),
    async run(bot) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const done = bot.start({ onStart: () => resolve() })
      running.push(async () => {
        await bot.stop()
        await done
      })
      await promise
    },
  }
}

/** Serves an app on a free port until the test ends; gives its origin. */
export async function listen(app: Hono): Promise<string> {
  const server = await listenOn(app, '127.0.0.1', 0)
  onTestFinished(() => server.close())
  return `http://127.0.0.1:${server.port}`
}

function answerOf(body: unknown): Answer {
  if (typeof body === 'object' && body !== null && 'ok' in body) {
    return { ...body, ok: body.ok === true }
  }
  throw new TypeError('Cannot read the answer: no Bot API answer')
}
