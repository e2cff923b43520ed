import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { canTrade, type ApiKey, type KeyRing } from '../../../src/playground/paper-exchange/keys.ts'
import { randomHex, type Random } from '../../../src/playground/paper-exchange/random.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import type { Fields } from './fields.ts'
import { KrakenRefusal } from './refusal.ts'

/** What a route needs, in the words of GetApiKeyInfo. */
export type Permission =
  | 'query-funds'
  | 'query-open-trades'
  | 'query-closed-trades'
  | 'modify-trades'
  | 'close-trades'

/** What a key may do, as its owner ticked it. */
export function permissionsOf(key: ApiKey): string[] {
  return [
    'query-funds',
    ...(key.rights.withdraw ? ['withdraw-funds'] : []),
    'query-open-trades',
    'query-closed-trades',
    ...(canTrade(key) ? ['modify-trades', 'close-trades'] : []),
  ]
}

/** 56 and 88 characters of base64. */
export function newCredentials(random: Random): { apiKey: string; secret: string } {
  const base64 = (bytes: number) =>
    Buffer.from(randomHex(random, 2 * bytes), 'hex').toString('base64')
  return { apiKey: base64(42), secret: base64(64) }
}

/** The last nonce of each key. */
export type Nonces = Map<string, bigint>

/**
 * The key that signed the request: HMAC-SHA512 of the path and of SHA256(nonce + body).
 * https://docs.kraken.com/api/docs/guides/spot-rest-auth
 *
 * What becomes of a key that is used from another address or has expired, Kraken does not document: here it is
 * answered like one that is gone.
 *
 * @throws {KrakenRefusal} of the first check that fails.
 */
export function authenticate(
  request: RawRequest,
  fields: Fields,
  { keys, nonces }: { keys: KeyRing; nonces: Nonces },
): ApiKey {
  const key = keys.find(request.apiKey ?? '')
  const isKnown = key?.state === 'active' || key?.state === 'frozen'
  if (!key || !isKnown) throw new KrakenRefusal('EAPI:Invalid key')
  const nonce = fields.find('nonce') ?? ''
  if (!isSigned(key, request, nonce)) throw new KrakenRefusal('EAPI:Invalid signature')
  if (!/^\d{1,19}$/.test(nonce) || BigInt(nonce) <= (nonces.get(key.apiKey) ?? 0n)) {
    throw new KrakenRefusal('EAPI:Invalid nonce')
  }
  nonces.set(key.apiKey, BigInt(nonce))
  return key
}

/** One of these will do. @throws {KrakenRefusal} EGeneral:Permission denied, or that the account is locked. */
export function checkPermission(key: ApiKey, enough: readonly Permission[]): void {
  const permissions = permissionsOf(key)
  if (!enough.some((one) => permissions.includes(one))) {
    throw new KrakenRefusal('EGeneral:Permission denied')
  }
  const isTrading = enough.some((one) => one.endsWith('-trades') && !one.startsWith('query'))
  if (key.state === 'frozen' && isTrading) throw new KrakenRefusal('ETrade:User Locked')
}

function isSigned({ secret }: ApiKey, { path, body, header }: RawRequest, nonce: string): boolean {
  const hash = createHash('sha256').update(`${nonce}${body}`).digest()
  const expected = createHmac('sha512', Buffer.from(secret, 'base64'))
    .update(path)
    .update(hash)
    .digest()
  const given = Buffer.from(header('api-sign') ?? '', 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
