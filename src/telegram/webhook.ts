import { createHmac, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Deps } from './deps.ts'
import { takeIn } from './intake.ts'

/** Updates have a few kilobytes. */
const MOST_BYTES = 2 ** 20

/** Takes in updates that Telegram posts, if they carry our secret. Answers once they are stored. */
export function webhook(deps: Deps, api: Api, secret: string): Hono {
  const app = new Hono()
  app.use('/telegram', async (c, next) => {
    const given = c.req.header('x-telegram-bot-api-secret-token') ?? ''
    return sameText(given, secret) ? next() : c.text('unauthorized', 401)
  })
  app.post('/telegram', bodyLimit({ maxSize: MOST_BYTES }), async (c) => {
    await takeIn(deps, api, [await c.req.json<Update>()])
    return c.text('stored')
  })
  return app
}

/** What Telegram must show with each post: the same in every process of a bot, and none of its token. */
export function webhookSecret(botToken: string): string {
  return createHmac('sha256', botToken).update('undock webhook').digest('base64url')
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
