import type {
  Answer,
  AnswerDeps,
  RestDialect,
} from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { accountRoutes } from './account.ts'
import { authenticate, checkPermission, newCredentials, type Nonces } from './auth.ts'
import { Fields } from './fields.ts'
import { KrakenLimits } from './limits.ts'
import { publicRoutes } from './market-data.ts'
import { orderRoutes } from './orders.ts'
import { KrakenRefusal } from './refusal.ts'
import type { KrakenState, PrivateRoutes } from './route.ts'
import { tradeRoutes } from './trades.ts'

const PRIVATE: PrivateRoutes = { ...accountRoutes, ...orderRoutes, ...tradeRoutes }
/** These are answered in maintenance too. */
const ALWAYS = ['Time', 'SystemStatus']

/**
 * Kraken's spot REST over the paper exchange's floor.
 *
 * Checked against https://docs.kraken.com (api-reference and exchange/guides, 2026) and the bodies that JKorf's
 * Kraken.Net tests with (2026); what becomes of a repeated `cl_ord_id` and of a cancel that is late, against what a
 * trading client's probes of the live API wrote down (2026-09). Assumed, as no source tells it: how a key is answered
 * that is used from another address, and the words for an IOC order that ran out.
 */
export interface KrakenRest {
  dialect: RestDialect
  state: KrakenState
}

/** Makes one that nobody has asked anything yet. */
export function krakenRest(): KrakenRest {
  const state: KrakenState = { limits: new KrakenLimits(), modes: new Map(), earning: new Set() }
  const nonces: Nonces = new Map()

  function run(deps: AnswerDeps, request: RawRequest): unknown {
    const [, version, access, name = ''] = request.path.split('/')
    const fields = new Fields(request)
    const isDown = deps.weather.maintenance && !ALWAYS.includes(name)
    if (isDown) throw new KrakenRefusal('EService:Unavailable')
    const all = { ...deps, kraken: state }
    const publicRoute = publicRoutes[name]
    if (version === '0' && access === 'public' && publicRoute) return publicRoute(all, fields)
    const route = PRIVATE[name]
    if (access !== 'private' || request.method !== 'POST' || !route) {
      throw new KrakenRefusal('EGeneral:Unknown method')
    }
    const key = authenticate(request, fields, { keys: deps.keys, nonces })
    if (route.points > 0) state.limits.request(key.apiKey, route.points, deps.clock.now())
    if (route.permissions.length > 0) checkPermission(key, route.permissions)
    return route.answer(all, fields, key)
  }

  return {
    state,
    dialect: {
      keyHeader: 'api-key',
      newCredentials,
      weightOf: () => 1,
      unknown: said({ error: ['EService:Timeout'] }),
      answer(deps, request) {
        try {
          return said({ error: [], result: deps.events.after(() => run(deps, request)) })
        } catch (error) {
          if (error instanceof KrakenRefusal) return said({ error: [error.message] })
          throw error
        }
      },
    },
  }
}

/** HTTP 200, whatever it says. */
function said(body: unknown): Answer {
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { status: 200, headers, body: JSON.stringify(body) }
}
