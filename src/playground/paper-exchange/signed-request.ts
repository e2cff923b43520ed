import type { ApiKey, KeyRing } from './keys.ts'
import { canTrade } from './keys.ts'
import type { Params } from './params.ts'
import { isSignedBy } from './public-key.ts'
import { missing, notPermitted, Refusal } from './refusal.ts'

const DEFAULT_RECV_WINDOW = 5_000
const MAX_RECV_WINDOW = 60_000
const CLOCK_TOLERANCE = 1_000

/** A request as it came in; query and body still percent-encoded. */
export interface RawRequest {
  method: string
  path: string
  query: string
  body: string
  apiKey: string | undefined
  /** A header of it, by its name in lower case. */
  header: (name: string) => string | undefined
}

/** What a route asks of the caller: nothing, a signature, or a signature and the trading right. */
export type Security = 'none' | 'user-data' | 'trade'

/**
 * The key that signed the request.
 *
 * The checks run in Binance's order, which decides what a caller with several faults is told:
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#signed-trade-and-user_data-endpoint-security
 *
 * @throws {Refusal} of the first check that fails.
 */
export function authenticate(
  request: RawRequest,
  params: Params,
  { keys, now, security }: { keys: KeyRing; now: Date; security: Security },
): ApiKey {
  const key = findKey(keys, request.apiKey)
  checkTime(params, now.getTime())
  if (!isSignedBy(key, signedText(request), params.get('signature'))) {
    throw new Refusal(-1022, 'Signature for this request is not valid.')
  }
  if (key.state === 'ip-blocked') throw notPermitted()
  if (security === 'trade' && !canTrade(key)) throw notPermitted()
  return key
}

/** Query and body as they were signed: joined, the signature left out. */
function signedText({ query, body }: { query: string; body: string }): string {
  return [query, body].map(withoutSignature).join('')
}

function findKey(keys: KeyRing, apiKey: string | undefined): ApiKey {
  if (!apiKey || !/^[A-Za-z0-9]{64}$/.test(apiKey)) {
    throw new Refusal(-2014, 'API-key format invalid.', 401)
  }
  const key = keys.find(apiKey)
  if (!key || key.state === 'deleted') throw new Refusal(-2008, 'Invalid Api-Key ID.')
  return key
}

function checkTime(params: Params, now: number): void {
  const timestamp = params.findInteger('timestamp')
  if (timestamp === undefined) throw missing('timestamp')
  if (params.find('signature') === undefined) throw missing('signature')
  const recvWindow = Number(params.find('recvWindow') ?? DEFAULT_RECV_WINDOW)
  if (!(recvWindow <= MAX_RECV_WINDOW)) {
    throw new Refusal(-1131, 'recvWindow must be less than 60000.')
  }
  if (timestamp >= now + CLOCK_TOLERANCE) {
    throw new Refusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
  }
  if (now - timestamp > recvWindow) {
    throw new Refusal(-1021, 'Timestamp for this request is outside of the recvWindow.')
  }
}

function withoutSignature(encoded: string): string {
  return encoded
    .split('&')
    .filter((pair) => !pair.startsWith('signature='))
    .join('&')
}
