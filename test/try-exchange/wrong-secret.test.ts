import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { withWrongSecret } from '../../src/try-exchange/wrong-secret.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
const ed = generateKeyPairSync('ed25519').privateKey

const SECRETS: Readonly<Record<string, string>> = {
  'letters and digits': 'q7Wb3'.repeat(12),
  'base 16': randomBytes(32).toString('hex'),
  base64: randomBytes(64).toString('base64'),
  'a UUID': '5f0c1b2a-9d3e-4f67-8a9b-0c1d2e3f4a5b',
  'an EC key in SEC1': String(ec.export({ type: 'sec1', format: 'pem' })).trim(),
  'an EC key in PKCS8': String(ec.export({ type: 'pkcs8', format: 'pem' })).trim(),
  'an Ed25519 key': String(ed.export({ type: 'pkcs8', format: 'pem' })).trim(),
}

test.each(Object.entries(SECRETS))(
  'one letter of %s is changed, and its form stays',
  (_, secret) => {
    const { apiKey, secret: wrong } = withWrongSecret({ apiKey: 'a-key', secret })

    expect(apiKey).toBe('a-key')
    expect(wrong).toHaveLength(secret.length)
    const changed = secret.split('').filter((letter, at) => letter !== wrong[at])
    expect(changed).toHaveLength(1)
  },
)

const PEMS = Object.entries(SECRETS).filter(([, secret]) => secret.startsWith('-----'))

test.each(PEMS)('%s with a changed letter is another key that can be read', (_, secret) => {
  const { secret: wrong } = withWrongSecret({ apiKey: 'a-key', secret })

  const [right, other] = [secret, wrong].map((pem) =>
    createPrivateKey(pem).export({ format: 'jwk' }),
  )
  expect(other?.['d']).not.toBe(right?.['d'])
})
