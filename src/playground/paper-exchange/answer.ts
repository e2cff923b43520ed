import { newBinanceCredentials } from './keys.ts'
import { Params } from './params.ts'
import { Refusal } from './refusal.ts'
import { accountRoutes } from './rest-account.ts'
import type { Answer, AnswerDeps, RestDialect } from './rest-dialect.ts'
import { orderRoutes } from './rest-orders.ts'
import { publicRoutes } from './rest-public.ts'
import type { Route } from './route.ts'
import { authenticate, type RawRequest } from './signed-request.ts'

const ROUTES = new Map<string, Route>(
  Object.entries({ ...publicRoutes, ...accountRoutes, ...orderRoutes }),
)

const NOT_FOUND = '<html><body><h2>404 Not found</h2></body></html>'
const MAINTENANCE = '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>'
const UNKNOWN =
  '{"code":-1007,"msg":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}'
const JSON_HEADERS = { 'content-type': 'application/json;charset=UTF-8' }

/** Binance's spot REST, the dialect unless another is said. */
export const BINANCE_REST: RestDialect = {
  keyHeader: 'x-mbx-apikey',
  newCredentials: newBinanceCredentials,
  publicKeys: ['ed25519', 'rsa'],
  answer,
  weightOf,
  unknown: { status: 504, headers: JSON_HEADERS, body: UNKNOWN },
}

function answer(deps: AnswerDeps, request: RawRequest): Answer {
  if (deps.weather.maintenance) return page(503, MAINTENANCE)
  const route = routeOf(request)
  if (!route) return page(404, NOT_FOUND)
  try {
    checkBan(deps)
    const used = deps.weights.use(request.path, weightOf(request))
    const body = deps.events.after(() => run(deps, route, request))
    return { status: 200, headers: { ...JSON_HEADERS, ...used }, body: JSON.stringify(body) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const body = JSON.stringify({ code: error.code, msg: error.message })
    return { status: error.status, headers: { ...JSON_HEADERS, ...error.headers }, body }
  }
}

/** https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#ip-limits */
function checkBan({ clock, weather: { bannedUntil } }: AnswerDeps): void {
  const left = (bannedUntil?.getTime() ?? 0) - clock.now().getTime()
  if (bannedUntil === undefined || left <= 0) return
  const words = `Way too much request weight used; IP banned until ${bannedUntil.getTime()}. Please use WebSocket Streams for live updates to avoid bans.`
  throw new Refusal(-1003, words, 418, { 'retry-after': String(Math.ceil(left / 1000)) })
}

function weightOf(request: RawRequest): number {
  const weight = routeOf(request)?.weight ?? 0
  return typeof weight === 'number' ? weight : weight(new Params(request.query, request.body))
}

function routeOf({ method, path }: RawRequest): Route | undefined {
  return ROUTES.get(`${method} ${path}`)
}

function run(deps: AnswerDeps, route: Route, request: RawRequest): unknown {
  const params = new Params(request.query, request.body)
  if (route.security === 'none') return route.answer(deps, params)
  const { keys, clock } = deps
  const key = authenticate(request, params, { keys, now: clock.now(), security: route.security })
  return route.answer(deps, params, key)
}

function page(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html' }, body }
}
