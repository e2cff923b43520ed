import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { afterEach } from 'vitest'
import type { Credentials } from '../../src/exchange/exchange.ts'
import { createExchanges, type Exchanges } from '../../src/exchange/exchanges.ts'
import type { Clock } from '../../src/lib/clock.ts'
import type { PaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'

/** Noon of an ordinary day. */
export const NOON = new Date('2026-03-02T12:00:00.000Z')

/** A clock that stands still until it is moved. */
export class HandClock implements Clock {
  #now: number
  readonly #tasks = new Set<{ at: number; task: () => void }>()

  constructor(start = NOON) {
    this.#now = start.getTime()
  }

  now(): Date {
    return new Date(this.#now)
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task }
    this.#tasks.add(entry)
    return () => this.#tasks.delete(entry)
  }

  /** Runs what falls due on the way, in its order. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      this.#tasks.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.task()
    }
    this.#now = end
  }

  #nextUntil(end: number) {
    return [...this.#tasks].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
  }
}

const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

type Server = ReturnType<typeof createAdaptorServer>

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('Cannot listen: no port')
  return `http://127.0.0.1:${address.port}`
}

/** The paper exchange on a free port until the test ends; the answer is its origin. */
export function mount({ app }: PaperExchange): Promise<string> {
  return listen(createAdaptorServer({ fetch: app.fetch }))
}

/** A server that answers as it is told; bodies are read first. The answer is its origin. */
export function serve(
  handler: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  return listen(
    createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => handler(request, response, Buffer.concat(parts).toString()))
    }),
  )
}

/** Exchanges whose Binance is at `origin`, closed when the test ends. */
export function openExchanges(
  origin: string,
  clock: Clock,
  patience = { idleMs: 2_000, totalMs: 20_000 },
): Exchanges {
  const exchanges = createExchanges({ clock, origins: { binance: origin }, patience })
  closers.push(() => exchanges.close())
  return exchanges
}

/** A key and a secret that nothing else in a message could look like. */
export const CANARY: Credentials = {
  apiKey: `KEYcanary${'k7Q'.repeat(20)}`.slice(0, 64).padEnd(64, 'K'),
  secret: `SECRETcanary${'s3Z'.repeat(20)}`.slice(0, 64).padEnd(64, 'S'),
}
