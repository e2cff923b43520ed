import { createECDH, createPrivateKey, createPublicKey, verify } from 'node:crypto'
import type { Clock } from '../../../src/lib/clock.ts'
import { isRow, textOf, type Row } from '../../../src/exchange/dialect/answer-parts.ts'
import type { ApiKey, KeyRing } from '../../../src/playground/paper-exchange/keys.ts'
import { randomHex, type Random } from '../../../src/playground/paper-exchange/random.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { UNAUTHORIZED } from './refusal.ts'

const LONGEST_SECONDS = 120
const CLOCK_TOLERANCE_SECONDS = 5

/** The name of a key and an EC key of P-256 in PEM: what the file holds that a trader downloads. */
export function newCredentials(random: Random): { apiKey: string; secret: string } {
  const uuid = () => [8, 4, 4, 4, 12].map((length) => randomHex(random, length)).join('-')
  const curve = createECDH('prime256v1')
  // Less than the order of the curve for certain.
  const d = Buffer.from(`00${randomHex(random, 62)}`, 'hex')
  curve.setPrivateKey(d)
  const point = curve.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)] as const
  const text = (part: Buffer) => part.toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', d: text(d), x: text(x), y: text(y) }
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const secret = key.export({ type: 'sec1', format: 'pem' }).toString()
  return { apiKey: `organizations/${uuid()}/apiKeys/${uuid()}`, secret }
}

/** Tokens that were used: each is good for one request, as its nonce says. */
export type UsedNonces = Set<string>

/**
 * The key that signed the token of a request: ES256, good for two minutes, for one method, host and path.
 * https://docs.cdp.coinbase.com/coinbase-app/authentication-authorization/api-key-authentication
 *
 * @throws {CoinbaseRefusal} 401, whatever is wrong.
 */
export function authenticate(
  request: RawRequest,
  { keys, clock, used }: { keys: KeyRing; clock: Clock; used: UsedNonces },
): ApiKey {
  const [scheme, token = ''] = (request.header('authorization') ?? '').split(' ')
  const [head = '', body = '', signature = ''] = token.split('.')
  const [header, claims] = [read(head), read(body)]
  const key = keys.find(textOf(header['kid']) ?? '')
  const nonce = textOf(header['nonce'])
  const isRight =
    scheme === 'Bearer' &&
    header['alg'] === 'ES256' &&
    nonce !== undefined &&
    !used.has(nonce) &&
    (key?.state === 'active' || key?.state === 'frozen') &&
    isSigned(key, `${head}.${body}`, signature) &&
    isFor(request, key, claims) &&
    isNow(claims, clock.now().getTime() / 1000)
  if (!isRight) throw UNAUTHORIZED
  used.add(nonce)
  return key
}

/** The query is not part of what is signed. */
function isFor({ method, path, header }: RawRequest, { apiKey }: ApiKey, claims: Row): boolean {
  const host = header('x-forwarded-host') ?? header('host') ?? ''
  const isOfKey =
    claims['sub'] === apiKey && ['cdp', 'coinbase-cloud'].includes(String(claims['iss']))
  return isOfKey && claims['uri'] === `${method} ${host}${path}`
}

function isNow({ nbf, exp }: Row, now: number): boolean {
  const [from, until] = [Number(nbf), Number(exp)]
  return from <= now + CLOCK_TOLERANCE_SECONDS && until > now && until - from <= LONGEST_SECONDS
}

function isSigned({ secret }: ApiKey, text: string, signature: string): boolean {
  const key = createPublicKey(secret)
  const given = Buffer.from(signature, 'base64url')
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, given)
}

function read(part: string): Row {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return isRow(value) ? value : {}
  } catch {
    return {}
  }
}
