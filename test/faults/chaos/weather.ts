import type { Fault as ExchangeFault } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import type { Random } from '../../../src/playground/paper-exchange/random.ts'
import type { World } from '../../support/world.ts'
import { pick } from './pick.ts'

type Route = Pick<ExchangeFault, 'method' | 'path'>

const ROUTES: readonly Route[] = [
  { method: 'DELETE', path: '/api/v3/order' },
  { method: 'POST', path: '/api/v3/order' },
  { method: 'GET', path: '/api/v3/order' },
  { method: 'GET', path: '/api/v3/openOrders' },
  { method: 'GET', path: '/api/v3/account' },
]
const EFFECTS: readonly ExchangeFault['effect'][] = [
  { kind: 'drop' },
  { kind: 'drop-after' },
  { kind: 'unknown-after' },
  { kind: 'late', ms: 1_500 },
  { kind: 'late', ms: 4_500 },
  { kind: 'delay', ms: 800 },
  { kind: 'hang-body' },
  { kind: 'status', status: 503, body: '<html>503</html>' },
]
const METHODS = ['sendMessage', 'editMessageText', 'sendDocument', 'getUpdates'] as const

/** Now and then the next request to the exchange, or call to Telegram, goes wrong. Gives its end. */
export function badWeather({ exchange, telegram }: World, random: Random): () => void {
  const blow = setInterval(() => {
    exchange.fault({ ...pick(random, ROUTES), effect: pick(random, EFFECTS) })
    const method = pick(random, METHODS)
    if (random() < 0.5) telegram.fault({ method, kind: random() < 0.5 ? 'drop' : '500' })
  }, 1_500)
  return () => clearInterval(blow)
}
