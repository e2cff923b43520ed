import { createHmac, timingSafeEqual } from 'node:crypto'
import { canTrade, type ApiKey, type KeyRing } from '../../../src/playground/paper-exchange/keys.ts'
import { randomHex, type Random } from '../../../src/playground/paper-exchange/random.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { OkxRefusal } from './refusal.ts'

const WINDOW_MS = 30_000
const IDLE_MS = 14 * 86_400_000

/** Every key's passphrase here. */
export const PASSPHRASE = 'Correct.Horse-9'

/** What only OKX knows of keys. */
export class OkxKeys {
  readonly #sites = new Map<string, string>()
  readonly #usedAt = new Map<string, Date>()

  /** The key is known at that site and at no other: www.okx.com, if nothing is said. */
  settle(apiKey: string, site: string): void {
    this.#sites.set(apiKey, site)
  }

  knows({ apiKey }: ApiKey, site: string | undefined): boolean {
    return (this.#sites.get(apiKey) ?? 'www.okx.com') === site
  }

  noteUse({ apiKey }: ApiKey, now: Date): void {
    this.#usedAt.set(apiKey, now)
  }

  /** Keys that may trade or withdraw from anywhere end after 14 days without a use. */
  isIdle({ apiKey, rights, createdAt }: ApiKey, now: Date): boolean {
    if (rights.ipRestrict || !(rights.trade || rights.withdraw)) return false
    const since = this.#usedAt.get(apiKey) ?? createdAt
    return now.getTime() - since.getTime() > IDLE_MS
  }
}

/** Five groups of hexadecimal digits, and a secret of 32. */
export function newCredentials(random: Random): { apiKey: string; secret: string } {
  const groups = [8, 4, 4, 4, 12].map((length) => randomHex(random, length))
  return { apiKey: groups.join('-'), secret: randomHex(random, 32).toUpperCase() }
}

/**
 * The key that signed the request: https://www.okx.com/docs-v5/en/#overview-rest-authentication
 *
 * @throws {OkxRefusal} of the first check that fails.
 */
export function authenticate(
  request: RawRequest,
  wanted: { ring: KeyRing; keys: OkxKeys; now: Date; permission: 'read' | 'trade' },
): ApiKey {
  const { ring, keys, now, permission } = wanted
  const apiKey = required(request, 'OK-ACCESS-KEY', '50103')
  const passphrase = required(request, 'OK-ACCESS-PASSPHRASE', '50104')
  const signature = required(request, 'OK-ACCESS-SIGN', '50106')
  const timestamp = required(request, 'OK-ACCESS-TIMESTAMP', '50107')
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(timestamp)) {
    throw new OkxRefusal('50112', 'Invalid OK-ACCESS-TIMESTAMP', 401)
  }
  if (Math.abs(now.getTime() - Date.parse(timestamp)) > WINDOW_MS) {
    throw new OkxRefusal('50102', 'Timestamp request expired', 401)
  }
  const key = ring.find(apiKey)
  if (key && keys.isIdle(key, now)) key.state = 'deleted'
  const isGone = key?.state === 'deleted' || key?.state === 'expired'
  if (!key || isGone || !keys.knows(key, request.header('x-forwarded-host'))) {
    throw new OkxRefusal('50119', "API key doesn't exist", 401)
  }
  if (passphrase !== PASSPHRASE) {
    throw new OkxRefusal('50105', 'Request header OK-ACCESS-PASSPHRASE incorrect.', 401)
  }
  if (!isSigned(key, request, { timestamp, signature })) {
    throw new OkxRefusal('50113', 'Invalid Sign', 401)
  }
  checkRights(key, permission)
  keys.noteUse(key, now)
  return key
}

function checkRights(key: ApiKey, permission: 'read' | 'trade'): void {
  if (key.state === 'frozen') {
    throw new OkxRefusal('50100', 'API frozen, please contact customer service.', 401)
  }
  if (key.state === 'ip-blocked') {
    const text = `Your IP 198.51.100.1 is not included in your API key's ${key.apiKey} IP whitelist.`
    throw new OkxRefusal('50110', text, 401)
  }
  if (permission === 'trade' && !canTrade(key)) {
    const text = "This API key doesn't have permission to use this function."
    throw new OkxRefusal('50120', text, 401)
  }
}

function required(request: RawRequest, name: string, code: string): string {
  const value = request.header(name.toLowerCase())
  if (value) return value
  throw new OkxRefusal(code, `Request header "${name}" can't be empty.`, 401)
}

function isSigned(
  { secret }: ApiKey,
  { method, path, query, body }: RawRequest,
  { timestamp, signature }: { timestamp: string; signature: string },
): boolean {
  const text = `${timestamp}${method}${path}${query === '' ? '' : `?${query}`}${body}`
  const expected = createHmac('sha256', secret).update(text).digest()
  const given = Buffer.from(signature, 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
