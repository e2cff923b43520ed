import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { onTestFinished } from 'vitest'
import type { Credentials } from '../../src/exchange/exchange.ts'
import { createExchanges, type Exchanges } from '../../src/exchange/exchanges.ts'
import type { Clock } from '../../src/lib/clock.ts'
import type { PaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'

type Server = ReturnType<typeof createAdaptorServer>

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
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
  onTestFinished(() => exchanges.close())
  return exchanges
}

/** A key and a secret that nothing else in a message could look like. */
export const CANARY: Credentials = {
  apiKey: `KEYcanary${'k7Q'.repeat(20)}`.slice(0, 64).padEnd(64, 'K'),
  secret: `SECRETcanary${'s3Z'.repeat(20)}`.slice(0, 64).padEnd(64, 'S'),
}
