import { describe, expect, test } from 'vitest'
import { EXCHANGE_IDS, type ExchangeId } from '../../src/exchange/exchange-id.ts'
import { looksLikeCredentials } from '../../src/exchange/credentials/credentials-in-text.ts'
import { EXCHANGE_FACTS } from '../../src/exchange/adapters/registry.ts'
import { readCredentials } from '../../src/exchange/credentials/read-credentials.ts'
import { EC_PEM } from './pasted-keys.ts'

const UUID = '1f2e3d4c-5b6a-4798-8c7d-0e1f2a3b4c5d'

/** A key of each exchange as it gives them out; the passphrase last where there is one. */
const KEYS: Readonly<Record<ExchangeId, readonly string[]>> = {
  binance: ['aB3'.repeat(21) + 'x', 'Zz9'.repeat(21) + 'y'],
  bybit: ['vQ8Z0m3Yb1nX7kLp2D', 'hJ5sT9wQ2eR4tY6uI8oP0aS1dF3gH5jK7lZ9'],
  okx: [UUID, '0A1B2C3D4E5F60718293A4B5C6D7E8F9', 'My.Pass-9'],
  kucoin: ['6705f5c311545b000157d3eb', UUID, 'My.Pass-9'],
  bitget: ['bg_0a1b2c3d4e5f60718293a4b5c6d7e8f9', '0a1b2c3d'.repeat(8), 'My.Pass-9'],
  gate: ['0a1b2c3d4e5f60718293a4b5c6d7e8f9', '0a1b2c3d'.repeat(8)],
  kraken: ['aB3/+'.repeat(11) + 'x', `${'aB3/'.repeat(21)}xy==`],
  mexc: ['mx0vglTXs2bBnX5EqR', '0a1b2c3d4e5f60718293a4b5c6d7e8f9'],
  bingx: ['aB3d'.repeat(21), 'Zy9x'.repeat(21)],
  htx: ['bewr5drtmh-d19b9dda-a10baf02-91c8e', '0a1b2c3d-4e5f6071-8293a4b5-c6d7e'],
  coinbase: [`organizations/${UUID}/apiKeys/${UUID}`, EC_PEM],
  cryptocom: ['aB3dE5gH7jK9mN1pQ3sT5v', 'cxakp_aB3dE5gH7jK9mN1pQ3sT5v'],
  bitfinex: ['aB3d'.repeat(10) + 'xyz', 'Zy9x'.repeat(10) + 'abc'],
}

const NAMES = ['apiKey', 'secret', 'passphrase']

function expected(id: ExchangeId) {
  return {
    kind: 'complete',
    credentials: Object.fromEntries(KEYS[id].map((part, i) => [NAMES[i], part])),
  }
}

describe.each(EXCHANGE_IDS)('readCredentials() of %s', (id) => {
  const { fields } = EXCHANGE_FACTS[id]
  const parts = KEYS[id]

  test('reads all parts in one message, each on a line of its own', () => {
    expect(readCredentials(fields, parts.join('\n'))).toEqual(expected(id))
  })

  test('reads them with labels', () => {
    const text = fields.map(({ label }, i) => `${label}: ${parts[i] ?? ''}`).join('\n')

    expect(readCredentials(fields, text)).toEqual(expected(id))
  })

  test('reads them one message after the other', () => {
    const read = parts.reduce(
      (before, part) => readCredentials(fields, part, 'parts' in before ? before.parts : {}),
      { kind: 'wanted', parts: {} } as ReturnType<typeof readCredentials>,
    )

    expect(read).toEqual(expected(id))
  })

  test('asks for the second when the first is there', () => {
    expect(readCredentials(fields, parts[0] ?? '')).toMatchObject({
      kind: 'wanted',
      field: { name: 'secret' },
    })
  })

  test('takes nothing from what is no part, or one too many', () => {
    expect(readCredentials(fields.slice(0, 2), 'I do not know')).toEqual({ kind: 'malformed' })
    const three = [...parts.slice(0, 2), parts[1]].join('\n')
    expect(readCredentials(fields.slice(0, 2), three)).toEqual({ kind: 'malformed' })
  })

  test('the secret is known for one wherever it stands', () => {
    expect(looksLikeCredentials(`look: ${parts[1]}!`)).toBe(true)
  })
})

test('readCredentials() reads the file that Coinbase gives out', () => {
  const [name, privateKey] = KEYS.coinbase
  const file = JSON.stringify({ name, privateKey })

  const read = readCredentials(EXCHANGE_FACTS.coinbase.fields, file)

  expect(read).toEqual({
    kind: 'complete',
    credentials: { apiKey: name, secret: privateKey },
  })
})

test.each([
  'I want to buy 0.01 BTC, and then to sell it again on Wednesday morning',
  'internationalization and counterrevolutionaries',
  '+49 170 1234567, 2026-03-02T12:00:00.000Z',
  'https://www.binance.com/en/my/settings/api-management',
  '',
])('looksLikeCredentials() leaves %j alone', (text) => {
  expect(looksLikeCredentials(text)).toBe(false)
})
