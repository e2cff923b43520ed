import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { COINBASE_FACTS } from '../../src/exchange/adapters/coinbase/help.ts'
import { readCredentials } from '../../src/exchange/credentials/read-credentials.ts'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import { HandClock, NOON } from './hand-clock.ts'
import { COINBASE_RECORDED } from './recorded/coinbase.ts'
import { serve } from './support.ts'

const NAME = '1f2e3d4c-5b6a-4798-8c7d-0e1f2a3b4c5d'
const EDWARDS = generateKeyPairSync('ed25519').privateKey
const EC = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey

const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const { d = '', x = '' } = EDWARDS.export({ format: 'jwk' })
const bytes = Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')])

test.each([
  ['an Ed25519 key as Coinbase gives it out', bytes.toString('base64'), EDWARDS, null, 'EdDSA'],
  [
    'an Ed25519 key in PEM with CRLF',
    pkcs8(EDWARDS).replaceAll('\n', '\r\n'),
    EDWARDS,
    null,
    'EdDSA',
  ],
  ['an ECDSA key in PKCS8 with CRLF', pkcs8(EC).replaceAll('\n', '\r\n'), EC, 'sha256', 'ES256'],
] as const)('what is signed with %s can be verified', async (_, secret, key, hash, algorithm) => {
  const tokens: string[] = []
  const origin = await serve((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (path === '/v2/time') {
      response.end(JSON.stringify({ data: { epoch: NOON.getTime() / 1000 } }))
      return
    }
    tokens.push((request.headers.authorization ?? '').replace('Bearer ', ''))
    const answers = COINBASE_RECORDED.answers('open')
    response.end(JSON.stringify(answers[`${request.method} ${path}`]))
  })
  const exchanges = createExchanges({ clock: new HandClock(), origins: { coinbase: origin } })
  onTestFinished(() => exchanges.close())
  const read = readCredentials(
    COINBASE_FACTS.fields,
    JSON.stringify({ id: NAME, privateKey: secret }),
  )
  if (read.kind !== 'complete') throw new Error(`Cannot read the key: ${read.kind}`)

  await exchanges.connect('coinbase', read.credentials).routine.fetchRights()

  const [head = '', claims = '', signature = ''] = (tokens.at(-1) ?? '').split('.')
  const publicKey = createPublicKey(key)
  const signed = Buffer.from(`${head}.${claims}`)
  const of = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({
    alg: algorithm,
    kid: NAME,
  })
  expect(verify(hash, signed, of, Buffer.from(signature, 'base64url'))).toBe(true)
})
