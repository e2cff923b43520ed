import { createMiddleware } from 'hono/factory'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Nothing may be fetched from elsewhere, and no other page may show or read this one. */
export const securityHeaders = createMiddleware(async (c, next) => {
  await next()
  c.header('content-security-policy', POLICY)
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'no-referrer')
  c.header('cross-origin-resource-policy', 'same-origin')
  c.header('cross-origin-opener-policy', 'same-origin')
})

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Refuses what did not come from this page: another host name that was made to point here (DNS rebinding), and
 * requests that another site has a visitor's browser send.
 */
export const onlyThisMachine = createMiddleware(async (c, next) => {
  const { method, path } = c.req
  const header = (name: string) => c.req.header(name) ?? ''
  const host = header('host')
  if (!LOCAL.has(host.replace(/:\d+$/, ''))) {
    return c.json({ error: 'The playground answers only as localhost.' }, 403)
  }
  const site = header('sec-fetch-site')
  const foreign = site === 'cross-site' || site === 'same-site'
  const reads = method === 'GET' || method === 'HEAD'
  if (foreign && !(reads && path === '/')) {
    return c.json({ error: 'The playground does not answer other sites.' }, 403)
  }
  if (reads) return next()

  const origin = header('origin')
  if (origin !== '' && origin !== `http://${host}`) {
    return c.json({ error: 'The playground does not answer other sites.' }, 403)
  }
  // Another site can send JSON only after a preflight, which nobody here answers.
  if (!/^application\/json\s*(;|$)/i.test(header('content-type'))) {
    return c.json({ error: 'The playground reads only JSON.' }, 415)
  }
  return next()
})
