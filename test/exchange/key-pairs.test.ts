import { generateKeyPairSync } from 'node:crypto'
import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { newKeyPair, type KeyPair } from '../../src/exchange/credentials/key-pair.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { createPaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { openBybit } from './bybit/open-bybit.ts'
import { HandClock } from './hand-clock.ts'
import { mount, openExchanges } from './support.ts'

async function openBinance() {
  const clock = new HandClock()
  const paper = createPaperExchange({ clock, seed: 1 })
  return { clock, paper, exchanges: openExchanges(await mount(paper), clock) }
}

const OPEN = { binance: openBinance, bybit: openBybit } satisfies Partial<
  Record<ExchangeId, unknown>
>

function aRsaPair(modulusLength: number): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  }
}

const ED25519 = newKeyPair('ed25519')
const RSA = newKeyPair('rsa-4096')

/** An account whose key at the exchange is the public half of `pair`. */
async function openWith(id: keyof typeof OPEN, pair: KeyPair) {
  const { paper, exchanges, clock } = await OPEN[id]()
  const { apiKey } = paper.registerPublicKey(pair.publicKey)
  return {
    paper,
    apiKey,
    connect: (secret: string) => exchanges.connect(id, { apiKey, secret }).routine,
    order: {
      symbol: 'BTC/USDT',
      clientOrderId: 'u00000000000000001',
      side: 'buy',
      amount: new Big('0.01'),
      price: new Big('50000'),
      timeInForce: 'GTC',
      sentAt: clock.now(),
    } as const,
  }
}

describe.each([
  ['binance', 'Ed25519', () => ED25519],
  ['binance', 'RSA 4096', () => RSA],
  ['binance', 'RSA 2048 (PKCS1)', async () => aRsaPair(2048)],
  ['bybit', 'RSA 4096', () => RSA],
] as const)('%s with %s', (id, _, pairOf) => {
  test('what is read and what is traded is signed with the private key', async () => {
    const pair = await pairOf()
    const { connect, order, paper } = await openWith(id, pair)
    const exchange = connect(pair.privateKey)

    expect(await exchange.fetchRights()).toMatchObject({ read: true, trade: true })
    expect(await exchange.placeOrder(order)).toMatchObject({ status: 'open' })
    expect((await exchange.fetchOpenOrders()).rows).toHaveLength(1)
    await exchange.cancelOrder(order)
    expect(paper.openOrders()).toEqual([])
  })

  test('a PEM with CRLF line ends signs as well', async () => {
    const pair = await pairOf()
    const { connect } = await openWith(id, pair)

    const exchange = connect(pair.privateKey.replaceAll('\n', '\r\n'))

    expect(await exchange.fetchRights()).toMatchObject({ read: true })
  })

  test('the signatures of another key, and of a secret, are refused', async () => {
    const { connect } = await openWith(id, await pairOf())
    const refused = { code: 'key-rejected', verdict: 'bad-secret' }

    const other = id === 'binance' ? await newKeyPair('ed25519') : aRsaPair(2048)
    await expect(connect(other.privateKey).fetchRights()).rejects.toMatchObject(refused)
    await expect(connect('x'.repeat(64)).fetchRights()).rejects.toMatchObject(refused)
  })

  test('a private key that can not be read sends nothing, and no error shows it', async () => {
    const pair = await pairOf()
    const { connect, paper } = await openWith(id, pair)
    const cut = pair.privateKey.slice(0, pair.privateKey.length - 60)

    const error: unknown = await connect(`${cut}-----END PRIVATE KEY-----`)
      .fetchRights()
      .catch((reason: unknown) => reason)

    expect(error).toMatchObject({ code: 'key-rejected', verdict: 'bad-secret' })
    expect(String(error)).not.toContain(pair.privateKey.slice(30, 42))
    expect(paper.requests().filter(({ apiKey }) => apiKey !== undefined)).toEqual([])
  })
})

test('exchanges take public keys of their kinds, and no private ones', async () => {
  const [{ paper: binance }, { paper: bybit }] = [await openBinance(), await openBybit()]
  const ed25519 = await ED25519

  expect(() => binance.registerPublicKey(ed25519.privateKey)).toThrow('This is a private key')
  expect(() => binance.registerPublicKey('abc')).toThrow('This is no public key')
  expect(() => binance.registerPublicKey(aRsaPair(1024).publicKey)).toThrow(
    'does not take this kind',
  )
  expect(() => bybit.registerPublicKey(ed25519.publicKey)).toThrow('does not take this kind')
  expect(binance.keys()).toEqual([])
})
