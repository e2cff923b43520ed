import type { Fault as ExchangeFault } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import type { World } from '../../support/world.ts'
import type { Dice } from '../world/dice.ts'

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
export function badWeather({ exchange, telegram }: World, dice: Dice): () => void {
  const blow = setInterval(() => {
    exchange.fault({ ...dice.pick(ROUTES), effect: dice.pick(EFFECTS) })
    const method = dice.pick(METHODS)
    if (dice.chance(0.5)) telegram.fault({ method, kind: dice.chance(0.5) ? 'drop' : '500' })
  }, 1_500)
  return () => clearInterval(blow)
}
