import type { ApiKey, KeyRing } from '../../../src/playground/paper-exchange/keys.ts'
import { isSignedBy } from '../../../src/playground/paper-exchange/public-key.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { BybitRefusal } from './refusal.ts'

const CLOCK_TOLERANCE_MS = 1_000
const USUAL_WINDOW_MS = 5_000

/**
 * The key that signed a request. https://bybit-exchange.github.io/docs/v5/guide#authentication
 *
 * @throws {BybitRefusal} of the first check that fails.
 */
export function authenticate(
  request: RawRequest,
  { keys, now, knows }: { keys: KeyRing; now: Date; knows: (key: ApiKey) => boolean },
): ApiKey {
  const [timestamp, sign] = ['x-bapi-timestamp', 'x-bapi-sign'].map(request.header)
  const { apiKey } = request
  if (!apiKey || !timestamp || !sign) {
    const said = `empty value: apiTimestamp[${timestamp ?? ''}] apiKey[${apiKey ?? ''}]`
    throw new BybitRefusal(10001, `${said}: openapi sign params error!`)
  }
  const key = keys.find(apiKey)
  if (!key || key.state === 'deleted' || !knows(key)) {
    throw new BybitRefusal(10003, 'API key is invalid.')
  }
  const window = request.header('x-bapi-recv-window') ?? String(USUAL_WINDOW_MS)
  checkTime(Number(timestamp), Number(window), now.getTime())
  const signed = `${timestamp}${apiKey}${window}${request.query}${request.body}`
  if (!isSignedBy(key, signed, sign)) throw new BybitRefusal(10004, `error sign! origin_string[…]`)
  if (key.state === 'ip-blocked') {
    throw new BybitRefusal(10010, "Unmatched IP, please check your API key's bound IP addresses.")
  }
  if (key.state === 'expired') throw new BybitRefusal(33004, 'Your api key has expired.')
  return key
}

/** @throws {BybitRefusal} 10005 without the right to trade, 10027 while the account may not. */
export function assertMayTrade({ rights, state }: ApiKey): void {
  if (!rights.trade) {
    throw new BybitRefusal(10005, 'Permission denied, please check your API key permissions.')
  }
  if (state === 'frozen') throw new BybitRefusal(10027, 'Transactions are banned.')
}

function checkTime(timestamp: number, window: number, now: number): void {
  // The rule of the guide, to the letter.
  if (now - window <= timestamp && timestamp < now + CLOCK_TOLERANCE_MS) return
  const said = `req_timestamp[${timestamp}],server_timestamp[${now}],recv_window[${window}]`
  throw new BybitRefusal(
    10002,
    `invalid request, please check your server timestamp or recv_window param. ${said}`,
  )
}
