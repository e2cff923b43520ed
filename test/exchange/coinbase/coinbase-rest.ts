import { canTrade } from '../../../src/playground/paper-exchange/keys.ts'
import { isOpen } from '../../../src/playground/paper-exchange/order.ts'
import type { PaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import type {
  Answer,
  AnswerDeps,
  RestDialect,
} from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { accountRoutes } from './account.ts'
import { authenticate, newCredentials, type UsedNonces } from './auth.ts'
import { Fields } from './fields.ts'
import { CoinbaseLimits } from './limits.ts'
import { publicRoutes } from './market-data.ts'
import { orderRoutes } from './orders.ts'
import { CoinbaseRefusal, MISSING_SCOPES, refusal } from './refusal.ts'
import type { Asked, CoinbaseState, Route, Routes } from './route.ts'

const ROUTES: Routes = { ...publicRoutes, ...accountRoutes, ...orderRoutes }
const DOWN = '<html><body><h1>503 Service Unavailable</h1></body></html>'
const LOST = { error: 'INTERNAL', error_details: 'internal error', message: 'internal error' }

/**
 * Coinbase's Advanced Trade REST for spot over the paper exchange's floor.
 *
 * Checked against https://docs.cdp.coinbase.com (api-reference/advanced-trade-api, 2026) and the bodies that JKorf's
 * Coinbase.Net tests with (2026), the words for what is not found against what OctoBot's recognises. Assumed, as no
 * source tells it: that a token is refused when its nonce comes again, how a restricted account is answered, and that
 * keys which are deleted, expired or used from elsewhere are all `Unauthorized`.
 */
export interface CoinbaseRest {
  dialect: RestDialect
  state: CoinbaseState
}

/** Makes one that nobody has asked anything yet. */
export function coinbaseRest(): CoinbaseRest {
  const state: CoinbaseState = { flags: new Map(), pendingCancels: undefined }
  const limits = new CoinbaseLimits()
  const used: UsedNonces = new Set()

  function run(deps: AnswerDeps, request: RawRequest): unknown {
    const all = { ...deps, coinbase: state }
    const { route, id } = routeOf(request)
    const asked: Asked = { request, id, fields: new Fields(request) }
    const now = deps.clock.now()
    if (route.scope === 'none') {
      limits.take(undefined, now)
      return route.answer(all, asked)
    }
    const key = authenticate(request, { keys: deps.keys, clock: deps.clock, used })
    limits.take(key.account, now)
    const isRestricted = route.scope === 'trade' && (key.state === 'frozen' || !canTrade(key))
    if (isRestricted) throw MISSING_SCOPES
    return route.answer(all, asked, key)
  }

  return {
    state,
    dialect: {
      keyHeader: 'authorization',
      newCredentials,
      weightOf: () => 1,
      unknown: json(500, JSON.stringify(LOST)),
      answer(deps, request) {
        if (deps.weather.maintenance) return { ...json(503, DOWN), headers: {} }
        try {
          return json(200, JSON.stringify(deps.events.after(() => run(deps, request))))
        } catch (error) {
          if (error instanceof CoinbaseRefusal) return json(error.status, error.body)
          throw error
        }
      },
    },
  }
}

/** Carries out what {@link CoinbaseState.pendingCancels} holds; cancels are prompt from then on. */
export function letCancelsGo(state: CoinbaseState, paper: PaperExchange): void {
  for (const order of state.pendingCancels ?? []) if (isOpen(order)) paper.cancelByHand(order.id)
  state.pendingCancels = undefined
}

/** An exact path first, else one with an id in it. */
function routeOf({ method, path }: RawRequest): { route: Route; id: string } {
  const exact = ROUTES[`${method} ${path}`]
  if (exact) return { route: exact, id: '' }
  const parts = path.split('/')
  for (const at of [parts.length - 1, parts.length - 2]) {
    const route = ROUTES[`${method} ${parts.with(at, '*').join('/')}`]
    if (route) return { route, id: parts[at] ?? '' }
  }
  throw refusal(404, 'NOT_FOUND', 'not found')
}

function json(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body }
}
