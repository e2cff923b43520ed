import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Credentials } from '../../src/exchange/exchange.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { timeAnswerOf } from '../exchange/dialect-server.ts'

/** An exchange that answers each question the same way for ever. */
export interface StillExchange {
  id: ExchangeId
  answers: Readonly<Record<string, unknown>>
  orderId: string
}

/** Serves it; `open` gives a new connection, whose clock stands at noon. */
export async function openStill({ id, answers }: StillExchange) {
  let asked: string[] = []
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      const { pathname, search, searchParams } = new URL(request.url ?? '', 'http://localhost')
      const line = `${request.method} ${pathname}`
      const time = timeAnswerOf(pathname, Object.fromEntries(searchParams))
      if (time === undefined) asked.push(line)
      const body = time ?? answers[`${line}${search}`] ?? answers[line]
      response.statusCode = body === undefined ? 404 : 200
      response.end(JSON.stringify(body ?? {}))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const closing: (() => Promise<void>)[] = []
  return {
    open() {
      asked = []
      const clock = new HandClock()
      const exchanges = createExchanges({ clock, origins: { [id]: `http://127.0.0.1:${port}` } })
      closing.push(() => exchanges.close())
      const exchange = exchanges.connect(id, credentialsFor(id)).routine
      const reached = { exchange, markets: exchanges.markets(id), now: () => clock.now() }
      return { reached, asked: () => asked }
    },
    async close() {
      for (const close of closing) await close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const PEM = String(privateKey.export({ type: 'sec1', format: 'pem' }))

/** Of a shape that lets ccxt sign. */
function credentialsFor(id: ExchangeId): Credentials {
  return id === 'coinbase'
    ? { apiKey: 'organizations/one/apiKeys/two', secret: PEM }
    : { apiKey: 'a-key', secret: Buffer.from('a-secret').toString('base64'), passphrase: 'pass' }
}
