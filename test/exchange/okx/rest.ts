import type {
  Answer,
  AnswerDeps,
  RestDialect,
} from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { accountRoutes } from './account.ts'
import { authenticate, newCredentials, OkxKeys } from './auth.ts'
import { fillRoutes } from './fills.ts'
import { OkxLimits } from './limits.ts'
import { orderRoutes, type SlowCancels } from './orders.ts'
import { publicRoutes } from './market-data.ts'
import { OkxRefusal } from './refusal.ts'
import type { Params, Routes } from './route.ts'

const ORDERS = ['POST /api/v5/trade/order', 'POST /api/v5/trade/cancel-order']
const DOWN = {
  code: '50001',
  data: [],
  msg: 'Service temporarily unavailable. Please try again later',
}
const TIMED_OUT = {
  code: '50004',
  data: [],
  msg: 'API endpoint request timeout (does not indicate success or failure of order, please check order status)',
}

/** OKX's v5 REST, as https://www.okx.com/docs-v5/en/ documents it for spot accounts. */
export function okxRest(
  keys = new OkxKeys(),
  cancels: SlowCancels = { held: undefined },
): RestDialect {
  const routes: Routes = {
    ...publicRoutes,
    ...accountRoutes,
    ...orderRoutes(cancels),
    ...fillRoutes,
  }
  const limits = new OkxLimits()

  function run(deps: AnswerDeps, name: string, request: RawRequest): unknown[] {
    const route = routes[name]
    if (!route) throw new OkxRefusal('404', 'The requested endpoint does not exist.', 404)
    const params = paramsOf(request)
    const now = deps.clock.now()
    if (route.permission === 'none') {
      limits.take(name, route, { params, now })
      return route.answer(deps, params)
    }
    const key = authenticate(request, {
      ring: deps.keys,
      keys,
      now,
      permission: route.permission,
    })
    limits.take(name, route, { params, key, now })
    return route.answer(deps, params, key)
  }

  return {
    keyHeader: 'ok-access-key',
    newCredentials,
    weightOf: () => 1,
    unknown: json(400, TIMED_OUT),
    answer(deps, request) {
      if (deps.weather.maintenance) return json(503, DOWN)
      const name = `${request.method} ${request.path}`
      try {
        return json(200, {
          code: '0',
          data: deps.events.after(() => run(deps, name, request)),
          msg: '',
        })
      } catch (error) {
        if (error instanceof OkxRefusal) return refused(error, name, request)
        throw error
      }
    },
  }
}

/** What was wrong with an order stands beside it, not in front. */
function refused({ code, message, status }: OkxRefusal, name: string, request: RawRequest): Answer {
  if (!ORDERS.includes(name) || !code.startsWith('51')) {
    return json(status, status === 401 ? { msg: message, code } : { code, data: [], msg: message })
  }
  const { clOrdId = '', tag = '' } = paramsOf(request)
  const row = { clOrdId, ordId: '', tag, sCode: code, sMsg: message }
  return json(200, { code: '1', data: [row], msg: 'All operations failed' })
}

/** @throws {OkxRefusal} 50002 for a body that is no JSON object. */
function paramsOf({ method, query, body }: RawRequest): Params {
  if (method === 'GET') return Object.fromEntries(new URLSearchParams(query))
  const entries = Object.entries(readObject(body))
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

function readObject(body: string): object {
  try {
    const read: unknown = JSON.parse(body)
    if (typeof read === 'object' && read !== null) return read
  } catch {
    // Said below, as for everything that is no object.
  }
  throw new OkxRefusal('50002', 'JSON syntax error', 400)
}

function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
