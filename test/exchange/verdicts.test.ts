import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import { EXCHANGE_IDS, type ExchangeId } from '../../src/exchange/exchange-id.ts'
import { serveDialect, type Said } from './dialect-server.ts'

const caseFile = z.array(
  z.object({
    exchange: z.enum(EXCHANGE_IDS),
    status: z.number(),
    body: z.string(),
    verdict: z.string(),
  }),
)

/** The words of the file in ours: code and verdict of the error that a read gets. */
const OURS: Readonly<Record<string, string>> = {
  revoked: 'key-rejected revoked',
  expired: 'key-rejected expired',
  bad_secret: 'key-rejected bad-secret',
  ip_blocked: 'key-rejected ip-blocked',
  permission_lost: 'key-rejected permission-lost',
  frozen: 'key-rejected frozen',
  env_mismatch: 'key-rejected wrong-environment',
  ambiguous_auth: 'key-rejected not-permitted',
  // Nothing of these says anything of the key.
  clock: 'unavailable',
  rate: 'unavailable',
  transient: 'unavailable',
  // Of one market, or of one coin, these refuse an order and no more.
  maintenance: 'no verdict',
  region: 'no verdict',
  not_key_related: 'no verdict',
}

function casesIn(file: string | URL) {
  return caseFile.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** Code and verdict of what the probe is answered; `no verdict` for codes that only orders get. */
async function probe(id: ExchangeId, said: Said): Promise<string> {
  const { connection } = await serveDialect(id, () => said)
  const error: unknown = await connection.routine.fetchRights().then(
    () => 'fine',
    (reason: unknown) => reason,
  )
  if (!(error instanceof ExchangeError)) return String(error)
  const { code, verdict } = error
  return verdict === undefined ? code : `${code} ${verdict}`
}

/** What is said of orders is of no interest here, but it must not be said of the key. */
function agrees(found: string, verdict: string): boolean {
  const wanted = OURS[verdict]
  if (wanted === undefined) throw new RangeError(`Cannot judge: no verdict is called ${verdict}`)
  return wanted === 'no verdict'
    ? found !== 'fine' && !found.startsWith('key-rejected')
    : found === wanted
}

const CASES = ['exchange-errors.json', 'exchange-errors-near.json'].flatMap((name) =>
  casesIn(new URL(name, import.meta.url)),
)

describe('a documented answer to the probe', () => {
  test.each(CASES)('$exchange: $verdict, HTTP $status $body', async ({ verdict, ...said }) => {
    const found = await probe(said.exchange, said)

    expect({ found, agrees: agrees(found, verdict) }).toEqual({ found, agrees: true })
  })

  test('of a file that somebody else keeps: each miss is listed', async () => {
    const file = process.env['EXCHANGE_ERRORS_FILE']
    const misses: string[] = []
    for (const { exchange, verdict, ...said } of file === undefined ? [] : casesIn(file)) {
      const found = await probe(exchange, said)
      if (!agrees(found, verdict)) {
        misses.push(`${exchange} HTTP ${said.status} ${said.body}: ${verdict}, found ${found}`)
      }
    }

    expect(misses).toEqual([])
  }, 600_000)
})

const PAGE = '<html><body>Just a moment…</body></html>'

/** Codes that nobody has ever seen, each in the form of its exchange. */
const UNSEEN: Readonly<Record<ExchangeId, string>> = {
  binance: '{"code":-9999,"msg":"From the future"}',
  bybit: '{"retCode":999999,"retMsg":"From the future","result":{}}',
  okx: '{"code":"59999","msg":"From the future","data":[]}',
  kucoin: '{"code":"999999","msg":"From the future"}',
  bitget: '{"code":"99999","msg":"From the future"}',
  gate: '{"label":"FROM_THE_FUTURE","message":"x"}',
  kraken: '{"error":["EFuture:Something new"]}',
  mexc: '{"code":999999,"msg":"From the future"}',
  bingx: '{"code":999999,"msg":"From the future"}',
  htx: '{"status":"error","err-code":"from-the-future","err-msg":"x","data":null}',
  coinbase: '{"error":"FROM_THE_FUTURE","message":"x"}',
  cryptocom: '{"id":1,"code":999999,"message":"FROM_THE_FUTURE"}',
  bitfinex: '["error",99999,"from the future"]',
}

describe.each(EXCHANGE_IDS)('%s', (id) => {
  test.each([200, 400, 403])(
    'a code never seen, with HTTP %i, is neither fine nor a verdict',
    async (status) => {
      expect(await probe(id, { status, body: UNSEEN[id] })).toBe('unavailable')
    },
  )

  test.each([200, 400, 403, 404, 451, 500, 502, 503, 520])(
    "a proxy's page with HTTP %i says nothing of the key",
    async (status) => {
      expect(await probe(id, { status, body: PAGE })).toBe('unavailable')
    },
  )

  test.each(['', '{}', '[]', 'null', '"ok"'])('an answer of %j is not fine', async (body) => {
    expect(await probe(id, { body })).toBe('unavailable')
  })
})
