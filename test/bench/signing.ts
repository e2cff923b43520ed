import { ccxtClass } from '../../src/exchange/ccxt/ccxt-class.ts'
import type { CcxtClient } from '../../src/exchange/ccxt/ccxt-client.ts'
import { derive } from '../../src/exchange/ccxt/derive.ts'
import { harden } from '../../src/exchange/ccxt/harden.ts'
import { newKeyPair } from '../../src/exchange/credentials/key-pair.ts'
import { DIALECTS } from '../../src/exchange/adapters/registry.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { median, print } from './report.ts'

const ROUNDS = 5
const REQUESTS = 200
const ORDER = { symbol: 'BTCUSDT', side: 'BUY', quantity: '0.01', price: '50000' }

type Signing = CcxtClient & {
  sign: (path: string, api: string, method: string, params: Record<string, string>) => unknown
}

/** The CPU that signing one request takes, by the kind of key; the kinds take turns. */
export async function benchSigning(): Promise<void> {
  const [ed25519, rsa] = [await newKeyPair('ed25519'), await newKeyPair('rsa-4096')]
  const secret = 'a1'.repeat(32)
  await compare('binance', 'order', { HMAC: secret, Ed25519: ed25519.privateKey })
  await compare('bybit', 'v5/order/create', { HMAC: secret, 'RSA 4096': rsa.privateKey })
}

async function compare(id: ExchangeId, path: string, secrets: Record<string, string>) {
  const kinds = await Promise.all(
    Object.entries(secrets).map(async ([kind, secret]) => {
      const client = await signingClient(id, secret)
      return { kind, times: [] as number[], run: () => cpuOf(client, path) }
    }),
  )
  for (const { run } of kinds) run()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { times, run } of kinds) times.push(run())
  }
  const [hmac = 0, pair = 0] = kinds.map(({ times }) => median(times))
  print(`CPU of one signed request, ${id}`, [
    Object.fromEntries([
      ...kinds.map(({ kind, times }) => [`${kind} ms`, median(times).toFixed(3)]),
      [id === 'binance' ? 'more (0.2 ms at most)' : 'more', `${(pair - hmac).toFixed(3)} ms`],
    ]),
  ])
}

async function signingClient(id: ExchangeId, secret: string): Promise<Signing> {
  const Client = await ccxtClass(id)
  const shared = await harden(new Client({ ...DIALECTS[id].config?.(), number: String }), {
    now: () => Date.now(),
    ahead: () => 0,
    outcomeIn: () => undefined,
    resetHeader: undefined,
  })
  const dispatcher = () => {
    throw new TypeError('Nothing is sent here')
  }
  const { signature } = DIALECTS[id]
  return derive(shared, { apiKey: 'k'.repeat(64), secret }, { dispatcher, signature }) as Signing
}

function cpuOf(client: Signing, path: string): number {
  const before = process.cpuUsage()
  for (let n = 0; n < REQUESTS; n += 1) client.sign(path, 'private', 'POST', ORDER)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / REQUESTS
}
