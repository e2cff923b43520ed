import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import type { FaultEffect, Faults } from './faults.ts'
import type { RequestLog } from './request-log.ts'
import type { Answer, AnswerDeps, RestDialect } from './rest-dialect.ts'
import type { RawRequest } from './signed-request.ts'
import type { Waiting } from './waiting.ts'

/** What stands between a connection and the answer to it. */
export interface ServerDeps extends AnswerDeps {
  faults: Faults
  log: RequestLog
  waiting: Waiting
  dialect: RestDialect
}

/** The HTTP face of the exchange: latency, planned faults and the log, around the answers. */
export function createServer(deps: ServerDeps): Hono {
  const app = new Hono()
  app.all('*', async (ctx) => {
    const request = await toRawRequest(ctx, deps.dialect)
    const effect = deps.faults.next(request)
    await deps.waiting.pause(deps.weather.latency)
    const result = await withFault(deps, request, effect)
    deps.log.add(request, result === 'cut' ? 'cut' : result.status, deps.dialect.weightOf(request))

    if (result === 'cut') return cut(ctx)
    const body = effect?.kind === 'hang-body' ? halfOf(result.body) : result.body
    return new Response(body, { status: result.status, headers: result.headers })
  })
  // A fault of the double itself is for whoever runs it, not an answer of the exchange.
  app.onError((error) => {
    throw error
  })
  return app
}

async function withFault(
  deps: ServerDeps,
  request: RawRequest,
  effect: FaultEffect | undefined,
): Promise<Answer | 'cut'> {
  const { answer, unknown } = deps.dialect
  switch (effect?.kind) {
    case 'status':
      return { status: effect.status, headers: effect.headers ?? {}, body: effect.body }
    case 'drop':
      return 'cut'
    case 'drop-after':
      answer(deps, request)
      return 'cut'
    case 'unknown-after':
      answer(deps, request)
      return unknown
    case 'late':
      deps.waiting.after(effect.ms, () => answer(deps, request))
      return 'cut'
    case 'delay':
      await deps.waiting.pause(effect.ms)
      return answer(deps, request)
    case 'more-rows':
      return withRows(answer(deps, request), effect.rows)
    case undefined:
    case 'hang-body':
    default:
      return answer(deps, request)
  }
}

async function toRawRequest({ req }: Context, { keyHeader }: RestDialect): Promise<RawRequest> {
  const [, query = ''] = req.url.split(/\?(.*)/s)
  const body = req.method === 'GET' ? '' : await req.text()
  const header = (name: string) => req.header(name)
  return { method: req.method, path: req.path, query, body, apiKey: header(keyHeader), header }
}

function withRows(answer: Answer, rows: unknown[]): Answer {
  const list: unknown = JSON.parse(answer.body)
  return Array.isArray(list) ? { ...answer, body: JSON.stringify([...rows, ...list]) } : answer
}

/** Cuts the connection, as a network does: no status, no body. */
function cut(ctx: Context): Response {
  const env: Partial<HttpBindings> | undefined = ctx.env
  if (!env?.incoming) throw new TypeError('Cannot cut the connection: there is none')
  env.incoming.socket.destroy()
  return new Response()
}

/** The first half of a body; the rest never comes. */
function halfOf(body: string): ReadableStream {
  const bytes = new TextEncoder().encode(body)
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes.slice(0, Math.ceil(bytes.length / 2))),
  })
}
