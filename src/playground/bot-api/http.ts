import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import type { Answer, Dispatcher } from './dispatcher.ts'
import type { Files } from './files.ts'
import { MethodError } from './method-error.ts'
import { type Params, readParams } from './params.ts'
import { isRecord } from './record.ts'

/** The HTTP face of the stand-in: `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export function createHttp(token: string, dispatcher: Dispatcher, files: Files): Hono {
  const app = new Hono()

  app.get('/file/:bot{bot[^/]+}/:path{.+}', (c) => {
    if (c.req.param('bot') !== `bot${token}`) return failure(new MethodError(401, 'Unauthorized'))
    const file = files.findByPath(c.req.param('path'))
    if (file === undefined) return failure(new MethodError(404, 'Not Found'))
    return new Response(Uint8Array.from(file.bytes), { headers: { 'content-type': file.type } })
  })

  app.all('/:bot{bot[^/]+}/:method', async (c) => {
    if (c.req.param('bot') !== `bot${token}`) return failure(new MethodError(401, 'Unauthorized'))
    // The signal must be asked for before the caller can hang up, or it never fires.
    const { signal } = c.req.raw
    const params = await readParams(c.req.raw).catch(methodErrorOf)
    if (params instanceof MethodError) return failure(params)
    return respond(c, await dispatcher.call(c.req.param('method'), params, signal))
  })

  return app
}

/** The error of a request that cannot be read. @throws whatever else it is. */
function methodErrorOf(error: unknown): Params | MethodError {
  if (error instanceof MethodError) return error
  throw error
}

function respond(c: Context, answer: Answer): Response {
  if (answer === 'dropped') return hangUp(c)
  if ('error' in answer) return failure(answer.error)
  return Response.json({ ok: true, result: answer.result })
}

function failure({ code, message, retryAfter }: MethodError): Response {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }
  return Response.json(
    { ok: false, error_code: code, description: message, ...parameters },
    { status: code },
  )
}

/** Breaks the connection without an answer; without a socket, a network error must do. */
function hangUp(c: Context): Response {
  const env: unknown = c.env
  const incoming = isRecord(env) ? env['incoming'] : undefined
  const socket = isRecord(incoming) ? incoming['socket'] : undefined
  if (!isRecord(socket) || typeof socket['destroy'] !== 'function') return Response.error()
  socket['destroy'].call(socket)
  return RESPONSE_ALREADY_SENT
}
