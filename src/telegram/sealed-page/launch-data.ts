import { createHmac, timingSafeEqual } from 'node:crypto'
import { addSeconds } from '../../lib/clock.ts'

/** Who opened a Mini App, as Telegram says. */
export type Launch =
  | { ok: true; userId: string }
  /** `stale`: Telegram signed it before the page was requested. */
  | { ok: false; reason: 'foreign' | 'stale' }

/** How far Telegram's clock and ours may differ. */
const SKEW_SECONDS = 60

/**
 * Reads the launch data of a Mini App, if Telegram signed them for this bot, and not before `since`:
 * https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
 */
export function readLaunch(data: string, { token, since }: { token: string; since: Date }): Launch {
  const params = new URLSearchParams(data)
  const hash = Buffer.from(params.get('hash') ?? '', 'hex')
  params.delete('hash')
  const lines = [...params].map(([name, value]) => `${name}=${value}`).toSorted()
  const signed = hmac(hmac('WebAppData', token), lines.join('\n'))
  if (hash.length !== signed.length || !timingSafeEqual(hash, signed)) {
    return { ok: false, reason: 'foreign' }
  }
  const openedAt = new Date(Number(params.get('auth_date')) * 1000)
  if (!(openedAt >= addSeconds(since, -SKEW_SECONDS))) return { ok: false, reason: 'stale' }
  const { id } = JSON.parse(params.get('user') ?? '{}') as { id?: number }
  return id === undefined ? { ok: false, reason: 'foreign' } : { ok: true, userId: String(id) }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
