import { expect, test } from 'vitest'
import { BINANCE_FACTS } from '../../src/exchange/adapters/binance/help.ts'
import {
  listCredentials,
  looksLikeCredentials,
} from '../../src/exchange/credentials/credentials-in-text.ts'

const KEY = 'aB3'.repeat(21) + 'x'
const SECRET = 'Zz9'.repeat(21) + 'y'

test.each([
  [KEY, [KEY]],
  [`${KEY}\n${SECRET}`, [KEY, SECRET]],
  [`API key: "${KEY}", secret=${SECRET}.`, [KEY, SECRET]],
  [`https://example.org/?key=${KEY}&x=1`, [KEY]],
  [`${KEY}x`, []],
  [KEY.slice(1), [KEY.slice(1)]],
  [KEY.slice(50), []],
  ['I want to buy 0.01 BTC', []],
  ['', []],
])('listCredentials() of %j', (text, found) => {
  expect(listCredentials(text)).toEqual(found)
  expect(looksLikeCredentials(text)).toBe(found.length > 0)
})

test('looksLikeCredentials() knows a private key, also one that is cut off', () => {
  const pem = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE'
  expect(looksLikeCredentials(pem)).toBe(true)
  expect(looksLikeCredentials(pem.replace('EC ', 'ENCRYPTED '))).toBe(true)
  expect(looksLikeCredentials(pem.replace('PRIVATE', 'PUBLIC'))).toBe(false)
})

test('BINANCE_FACTS knows where to let our addresses in', () => {
  expect(BINANCE_FACTS.createKeySteps(['192.0.2.1', '192.0.2.2']).join('\n')).toContain(
    '192.0.2.1, 192.0.2.2',
  )
  expect(BINANCE_FACTS.createKeySteps([]).join('\n')).toContain('the host of this bot')
})
