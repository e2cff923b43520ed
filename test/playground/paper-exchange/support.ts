import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createAdaptorServer } from '@hono/node-server'
import { binance } from 'ccxt'
import { Agent } from 'undici'
import { afterEach } from 'vitest'
import type { Clock } from '../../../src/lib/clock.ts'
import {
  createPaperExchange,
  type PaperExchange,
} from '../../../src/playground/paper-exchange/paper-exchange.ts'

/** Noon of an ordinary day. */
export const START = new Date('2026-03-02T12:00:00.000Z')

/** A clock that stands still until it is told to go on. */
export class HandClock implements Clock {
  #now = START.getTime()
  readonly #tasks = new Set<{ at: number; task: () => void }>()

  now(): Date {
    return new Date(this.#now)
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task }
    this.#tasks.add(entry)
    return () => this.#tasks.delete(entry)
  }

  /** How many tasks wait. */
  get waiting(): number {
    return this.#tasks.size
  }

  /** Goes on, running what falls due in its order. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = [...this.#tasks].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
      const [next] = due
      if (!next) break
      this.#tasks.delete(next)
      this.#now = next.at
      next.task()
    }
    this.#now = end
  }
}

/** A paper exchange whose clock stands still, with prices that do too. */
export function anExchange(seed = 1): { exchange: PaperExchange; clock: HandClock } {
  const clock = new HandClock()
  return { exchange: createPaperExchange({ clock, seed }), clock }
}

/** What a signed call is made of. */
export interface Call {
  method?: 'GET' | 'POST' | 'DELETE'
  path: string
  params?: Record<string, string | number>
  key: { apiKey: string; secret: string }
  at: Date
}

/** A request signed as Binance asks for; POST carries its parameters in the body. */
export function signed({ method = 'GET', path, params = {}, key, at }: Call): {
  path: string
  init: RequestInit
} {
  const values = Object.entries({ timestamp: at.getTime(), ...params })
  const texts = values.map(([name, value]): [string, string] => [name, String(value)])
  const query = new URLSearchParams(texts).toString()
  const signature = createHmac('sha256', key.secret).update(query).digest('hex')
  const text = `${query}&signature=${signature}`
  const headers = { 'x-mbx-apikey': key.apiKey }
  if (method !== 'POST') return { path: `${path}?${text}`, init: { method, headers } }
  return {
    path,
    init: {
      method,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: text,
    },
  }
}

/** Sends a signed call without a network; the answer is `[status, body]`. */
export async function send(exchange: PaperExchange, call: Call): Promise<[number, unknown]> {
  const { path, init } = signed(call)
  const response = await exchange.app.request(path, init)
  return [response.status, await response.json()]
}

const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Mounts the exchange on a free port of this machine until the test ends; the answer is its origin. */
export async function mount(exchange: PaperExchange): Promise<string> {
  const server = createAdaptorServer({ fetch: exchange.app.fetch })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('No port was opened')
  return `http://127.0.0.1:${address.port}`
}

/** The real ccxt, with its traffic to Binance led to `origin`. */
export async function connect(
  origin: string,
  key?: { apiKey: string; secret: string },
): Promise<binance> {
  const agent = new Agent()
  const client = new binance({
    ...key,
    enableRateLimit: false,
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
      fetchOpenOrders: { warnWithoutSymbol: false },
    },
  })
  // ccxt makes its own dispatcher with the first request, over whatever was set before.
  await client.loadFetchImplementation()
  client.fetchDispatcher = agent.compose((dispatch) => (options, handler) => {
    return dispatch({ ...options, origin }, handler)
  })
  closers.push(() => agent.close())
  return client
}
