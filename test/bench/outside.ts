import { listen } from '../../src/lib/listen.ts'
import { createBotApi } from '../../src/playground/bot-api/bot-api.ts'
import {
  createPaperExchange,
  type RequestView,
} from '../../src/playground/paper-exchange/paper-exchange.ts'
import { TestClock } from '../support/test-clock.ts'
import type { Asked, Outside } from './outside-process.ts'

const [token = '', keyCount = '0'] = process.argv.slice(2)

const clock = new TestClock()
const exchange = createPaperExchange({ clock, seed: 7 })
const telegram = createBotApi({ clock, token })
const servers = {
  exchange: await listen(exchange.app, '127.0.0.1', 0),
  telegram: await listen(telegram.app, '127.0.0.1', 0),
}
const keys = Array.from({ length: Number(keyCount) }, (_, i) => {
  exchange.deposit('USDT', '100000', `account-${i}`)
  return exchange.createKey({ account: `account-${i}` })
})

const requests: Record<string, number> = {}
let latest: RequestView | undefined
process.on('message', (asked) => {
  const { advance, id } = asked as Asked
  clock.advance(advance)
  const all = exchange.requests()
  for (const { path } of all.slice(all.findLastIndex((one) => one === latest) + 1)) {
    requests[path] = (requests[path] ?? 0) + 1
  }
  latest = all.at(-1)
  process.send?.({ id, requests })
})
const outside: Outside = {
  keys,
  prices: exchange.symbols().map(({ symbol, price, tickSize }) => ({
    symbol,
    price: price.toFixed(),
    tickSize: tickSize.toFixed(),
  })),
  exchange: `http://127.0.0.1:${servers.exchange.port}`,
  telegram: `http://127.0.0.1:${servers.telegram.port}`,
}
process.send?.(outside)
