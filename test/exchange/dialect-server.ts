import { generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import type { Connection } from '../../src/exchange/ccxt/connection.ts'
import type { Credentials, MarketSource } from '../../src/exchange/exchange.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import { HandClock, NOON } from './hand-clock.ts'
import { serve } from './support.ts'

/** What an exchange is asked, as it arrives: the path without its query. */
export interface Asked {
  method: string
  path: string
  query: Record<string, string>
  /** The body, read as JSON or as a form. */
  body: Record<string, unknown>
  headers: IncomingMessage['headers']
}

/** A status of 200, unless it is said. */
export interface Said {
  status?: number
  body: string
}

/** One exchange at an origin of ours, where every question is answered by `answer`. */
export interface DialectServer {
  connection: Connection
  /** Another connection, with a key of that name. */
  connect: (apiKey: string) => Connection
  markets: MarketSource
  clock: HandClock
  asked: Asked[]
}

const seconds = Math.floor(NOON.getTime() / 1000)
const ms = NOON.getTime()

/** The time at noon, as each exchange tells it. */
const TIMES: Readonly<Record<string, unknown>> = {
  '/api/v3/time': { serverTime: ms },
  '/v5/market/time': {
    retCode: 0,
    result: { timeSecond: `${seconds}`, timeNano: `${ms}000000` },
    time: ms,
  },
  '/api/v5/public/time': { code: '0', data: [{ ts: `${ms}` }], msg: '' },
  '/api/v1/timestamp': { code: '200000', data: ms },
  '/api/v2/public/time': { code: '00000', msg: 'success', data: { serverTime: `${ms}` } },
  '/api/v4/spot/time': { server_time: ms },
  '/0/public/Time': {
    error: [],
    result: { unixtime: seconds, rfc1123: 'Mon,  2 Mar 26 12:00:00 +0000' },
  },
  '/openApi/swap/v2/server/time': { code: 0, msg: '', data: { serverTime: ms } },
  '/v1/common/timestamp': { status: 'ok', data: ms },
  '/v2/time': { data: { iso: NOON.toISOString(), epoch: seconds } },
}

/** Serves `id` until the test ends; the time is told without asking `answer`. */
export async function serveDialect(
  id: ExchangeId,
  answer: (asked: Asked) => Said,
): Promise<DialectServer> {
  const asked: Asked[] = []
  const origin = await serve((request, response, text) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const one = {
      method: request.method ?? '',
      path: pathname,
      query: Object.fromEntries(searchParams),
      body: readBody(text),
      headers: request.headers,
    }
    const time = timeAnswerOf(one.path, one.query)
    if (time) {
      response.end(JSON.stringify(time))
      return
    }
    asked.push(one)
    const { status = 200, body } = answer(one)
    response.statusCode = status
    response.end(body)
  })
  const clock = new HandClock()
  const exchanges = createExchanges({
    clock,
    origins: { [id]: origin },
    patience: { idleMs: 2_000, totalMs: 20_000 },
  })
  onTestFinished(() => exchanges.close())
  const credentials = someCredentials(id)
  const connection = exchanges.connect(id, credentials)
  const connect = (apiKey: string) => exchanges.connect(id, { ...credentials, apiKey })
  return { connection, connect, markets: exchanges.markets(id), clock, asked }
}

/** The time at noon, where a path tells the time; undefined elsewhere. */
export function timeAnswerOf(path: string, query: Readonly<Record<string, string>>): unknown {
  // Crypto.com dates its prices, and that is all.
  return path === '/exchange/v1/public/get-tickers' && query['instrument_name'] === 'BTC_USDT'
    ? { id: -1, code: 0, result: { data: [{ i: 'BTC_USDT', a: '50000', t: ms }] } }
    : TIMES[path]
}

function readBody(text: string): Record<string, unknown> {
  if (text === '') return {}
  return text.startsWith('{')
    ? (JSON.parse(text) as Record<string, unknown>)
    : Object.fromEntries(new URLSearchParams(text))
}

/** Credentials of the shape that lets an instance sign. */
function someCredentials(id: ExchangeId): Credentials {
  if (id !== 'coinbase') {
    return {
      apiKey: 'a-key',
      secret: Buffer.from('a-secret').toString('base64'),
      passphrase: 'a-pass',
    }
  }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const secret = String(privateKey.export({ type: 'sec1', format: 'pem' }))
  return { apiKey: 'organizations/one/apiKeys/two', secret }
}
