import type { Events } from './events.ts'
import { Params } from './params.ts'
import { Refusal } from './refusal.ts'
import { accountRoutes } from './rest-account.ts'
import { orderRoutes } from './rest-orders.ts'
import { publicRoutes } from './rest-public.ts'
import type { Route, RouteDeps } from './route.ts'
import { authenticate, type RawRequest } from './signed-request.ts'
import type { Weights } from './weights.ts'

const ROUTES = new Map<string, Route>(
  Object.entries({ ...publicRoutes, ...accountRoutes, ...orderRoutes }),
)

const NOT_FOUND = '<html><body><h2>404 Not found</h2></body></html>'
const MAINTENANCE = '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>'

/** A whole answer, before it goes onto a connection. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

/** What it takes to answer any request. */
export interface AnswerDeps extends RouteDeps {
  events: Events
  weights: Weights
  /** What the exchange goes through: maintenance, and milliseconds that every answer takes longer. */
  weather: { readonly maintenance: boolean; readonly latency: number }
}

/** Carries a request out and says what Binance would. Never throws a {@link Refusal}. */
export function answer(deps: AnswerDeps, request: RawRequest): Answer {
  if (deps.weather.maintenance) return page(503, MAINTENANCE)
  const route = routeOf(request)
  if (!route) return page(404, NOT_FOUND)
  const headers = { 'content-type': 'application/json;charset=UTF-8' }
  try {
    const used = deps.weights.use(request.path, weightOf(request))
    const body = deps.events.after(() => run(deps, route, request))
    return { status: 200, headers: { ...headers, ...used }, body: JSON.stringify(body) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const body = JSON.stringify({ code: error.code, msg: error.message })
    return { status: error.status, headers: { ...headers, ...error.headers }, body }
  }
}

/** The request weight of a call, 0 for what is not an endpoint. */
export function weightOf(request: RawRequest): number {
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
