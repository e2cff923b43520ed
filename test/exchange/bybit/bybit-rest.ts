import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { randomText } from '../../../src/playground/paper-exchange/random.ts'
import type {
  Answer,
  AnswerDeps,
  RestDialect,
} from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import { feeRate, queryApi, walletBalance } from './account-routes.ts'
import { Fields } from './fields.ts'
import { Gateway } from './gateway.ts'
import { Limits, TOO_MANY_VISITS } from './limits.ts'
import { MARKET_ROUTES } from './market-routes.ts'
import { orderRoutes } from './order-routes.ts'
import { BybitRefusal } from './refusal.ts'
import { authenticate } from './signed.ts'

const MAINTENANCE = '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>'
const NOT_FOUND = '<html><body><h1>404 Not Found</h1></body></html>'
const TOO_FREQUENT = '403, access too frequent. Please try again in 10 minutes.'
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' }
/** Where Bybit's keys are known, unless it is said of one. */
const HOME = 'bybit.com'

type PrivateRoute = (deps: AnswerDeps, fields: Fields, key: ApiKey) => unknown

/** Bybit's v5 REST for spot, of a Unified Trading Account, over the paper exchange's floor. */
export interface BybitRest {
  dialect: RestDialect
  gateway: Gateway
  /** Makes a key one of another site, which the others have never shown of. */
  moveKey: (apiKey: string, site: string) => void
}

/** https://bybit-exchange.github.io/docs/v5/intro */
export function bybitRest(clock: Clock): BybitRest {
  const [gateway, limits] = [new Gateway(), new Limits(clock)]
  const siteOf = new Map<string, string>()
  const privateRoutes = new Map<string, PrivateRoute>(
    Object.entries({
      'GET /v5/user/query-api': queryApi,
      'GET /v5/account/wallet-balance': walletBalance,
      'GET /v5/account/fee-rate': feeRate,
      ...orderRoutes(gateway),
    }),
  )

  function answer(deps: AnswerDeps, request: RawRequest): Answer {
    if (deps.weather.maintenance) return page(503, MAINTENANCE)
    if (!limits.admits()) return page(403, TOO_FREQUENT)
    const { method, path } = request
    const publicRoute = method === 'GET' ? MARKET_ROUTES[path] : undefined
    const privateRoute = privateRoutes.get(`${method} ${path}`)
    if (publicRoute) {
      return said(deps, {}, () => publicRoute(deps, new Fields(request)))
    }
    if (!privateRoute) return page(404, NOT_FOUND)
    const headers: Record<string, string> = {}
    return said(deps, headers, () => {
      const key = keyOf(deps, request)
      const used = limits.use(key.account, path)
      Object.assign(headers, used.headers)
      if (used.isOver) throw TOO_MANY_VISITS
      return privateRoute(deps, new Fields(request), key)
    })
  }

  function keyOf({ keys }: AnswerDeps, request: RawRequest): ApiKey {
    const host = request.header('x-forwarded-host')
    const knows = ({ apiKey }: ApiKey) =>
      host === undefined || host === `api.${siteOf.get(apiKey) ?? HOME}`
    return authenticate(request, { keys, now: clock.now(), knows })
  }

  return {
    gateway,
    moveKey: (apiKey, site) => void siteOf.set(apiKey, site),
    dialect: {
      keyHeader: 'x-bapi-api-key',
      newCredentials: (random) => ({
        apiKey: randomText(random, 18),
        secret: randomText(random, 36),
      }),
      publicKeys: ['rsa'],
      answer,
      weightOf: () => 1,
      unknown: {
        status: 200,
        headers: JSON_HEADERS,
        body: '{"retCode":10000,"retMsg":"Server Timeout"}',
      },
    },
  }
}

/** The envelope of every answer: HTTP 200, whatever it says. */
function said(
  { clock, events }: AnswerDeps,
  headers: Record<string, string>,
  run: () => unknown,
): Answer {
  const envelope = (retCode: number, retMsg: string, result: unknown): Answer => ({
    status: 200,
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify({ retCode, retMsg, result, retExtInfo: {}, time: clock.now().getTime() }),
  })
  try {
    const result = events.after(run)
    return envelope(0, 'OK', result)
  } catch (error) {
    if (!(error instanceof BybitRefusal)) throw error
    return envelope(error.retCode, error.message, {})
  }
}

function page(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html' }, body }
}
