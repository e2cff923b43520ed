import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { errorFields } from '../../lib/log.ts'
import { serveFile } from '../../lib/static-file.ts'
import { findPage, stateOf } from '../../keys/page-request.ts'
import type { Deps } from '../deps.ts'
import { languageOf, wordsOf } from '../words.ts'
import { pageFiles } from './page-files.ts'
import { openPageHtml, overHtml, type Over } from './page-html.ts'
import { receiveSealed, type Outcome } from './receive-sealed.ts'

/** A sealed key with its launch data is much smaller. */
const MOST_BYTES = 32 * 1024

/** Only our own script runs, and it talks to us alone. Telegram's web clients show Mini Apps in a frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  'frame-ancestors https://web.telegram.org',
].join('; ')

const securityHeaders = createMiddleware(async (c, next) => {
  await next()
  c.header('content-security-policy', POLICY)
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'no-referrer')
  c.header('cross-origin-resource-policy', 'same-origin')
})

const SEALED = z.object({
  enc: z.base64url().min(1),
  ciphertext: z.base64url().min(1),
  launchData: z.string().optional(),
})

/**
 * The one-time page that seals credentials: itself, its files, and where it posts. Its token is in the path,
 * because Telegram uses the fragment; in a proxy's log it is worth nothing, since it opens nothing.
 */
export function pageRoutes(deps: Deps): Hono {
  const language = languageOf()
  const reader = { words: wordsOf(language), language }
  const app = new Hono().basePath('/seal')
  app.use(securityHeaders)
  app.get('/page/:path{.+}', (c) => serveFile(c, pageFiles().files.get(c.req.param('path'))))
  app.get('/:token', async (c) => {
    c.header('cache-control', 'no-store')
    const page = await findPage(deps, c.req.param('token'))
    const state = page === undefined ? 'unknown' : stateOf(page, deps.clock.now())
    if (page !== undefined && state === 'open')
      return c.html(openPageHtml(reader, page, pageFiles().modules))
    return c.html(overHtml(reader, state as Over), STATUS[state as Over])
  })
  app.post(
    '/:token',
    bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.json({ outcome: 'too-long' }, 413) }),
    async (c) => {
      const body = SEALED.safeParse(await c.req.json<unknown>().catch(() => undefined))
      const token = c.req.param('token')
      return tell(c, body.success ? await receiveSealed(deps, token, body.data) : 'unreadable')
    },
  )
  app.onError((error, c) => {
    deps.log.error('page-failed', errorFields(error))
    if (c.req.method === 'POST') return c.json({ outcome: 'unreachable' }, 500)
    return c.html(overHtml(reader, 'unreachable'), 500)
  })
  return app
}

const STATUS = { unknown: 404, expired: 410, used: 410, left: 410 } as const satisfies Record<
  Over,
  number
>

/** Every outcome is answered with 200: browsers report other statuses as errors. */
function tell(c: Context, outcome: Outcome): Response {
  c.header('cache-control', 'no-store')
  return c.json({ outcome })
}
