import type { KeyRights } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import { ago, day } from '../format.ts'
import { BLANK, button, html, lines, type View } from '../view.ts'
import { CAUSE_WORDS } from './words.ts'

/** The list of linked keys. */
export function keysView(keys: readonly Key[], now: Date): View {
  if (keys.length === 0) return noKeysView()
  return {
    text: lines(
      html`<b>Your keys</b>`,
      BLANK,
      ...keys.map(
        (key) =>
          html`${mark(key)} <b>${key.label}</b> …${key.tail} · ${state(key)}, checked ${ago(key.checkedAt, now)}`,
      ),
    ),
    keyboard: [
      ...keys.map((key) => [button(`${key.label} …${key.tail}`, `key:${key.id}:show`)]),
      [button('Link a key', 'link')],
    ],
  }
}

/** Nothing is linked: the only sensible step is to link. */
export function noKeysView(): View {
  return {
    text: lines(html`No exchange key is linked yet.`),
    keyboard: [[button('Link a key', 'link', 'primary')]],
  }
}

/** One key: health, rights, age. */
export function keyView(key: Key, bots: number, now: Date): View {
  const { rights } = key
  return {
    text: lines(
      html`${mark(key)} <b>${key.label}</b> …${key.tail}`,
      html`State: ${state(key)}`,
      key.cause && html`What the exchange tells: ${CAUSE_WORDS[key.cause]}.`,
      html`Rights: ${rightsText(rights)}`,
      html`Bound to addresses: ${tell(rights.ipBound)}${unboundRule(key)}`,
      html`Age: ${rights.createdAt === undefined ? 'unknown' : ago(rights.createdAt, now)}`,
      html`Expires: ${rights.expiresAt === undefined ? 'the exchange names no day' : day(rights.expiresAt)}`,
      html`Bots: ${bots}`,
      html`Checked ${ago(key.checkedAt, now)}`,
    ),
    keyboard: [
      ...(key.status === 'linked'
        ? [
            [
              button('Check now', `key:${key.id}:check`),
              button('Replace key', `key:${key.id}:replace`),
            ],
            [button('Disconnect', `dc:key:${key.id}`, 'danger')],
          ]
        : [[button('Show the disconnect', `dc:key:${key.id}`)]]),
      [button('‹ Keys', 'keys')],
    ],
  }
}

/** What a key may do, with what the exchange does not tell said as such. */
export function rightsText({ read, trade, withdraw }: KeyRights): string {
  return `read ${tell(read)}, spot trade ${tell(trade)}, withdraw ${tell(withdraw)}`
}

/** What the exchange does to a key that may be used from anywhere. */
function unboundRule({ exchange, rights }: Key): string {
  const { unboundRule: rule } = EXCHANGE_FACTS[exchange]
  return rights.ipBound === false && rule !== undefined ? `. ${rule}` : ''
}

function tell(right: boolean | undefined): string {
  if (right === undefined) return 'unknown'
  return right ? 'yes' : 'no'
}

function mark({ health, status }: Key): string {
  if (status === 'sealed') return '🔒'
  return { healthy: '🟢', suspect: '🟡', dead: '🔴' }[health]
}

function state({ health, status, watchOnly }: Key): string {
  if (status === 'sealed') return 'sealed until the exchange refuses it'
  if (status === 'disconnecting') return 'disconnecting'
  if (health === 'dead') return 'refused by the exchange'
  if (health === 'suspect') return 'refused just now, checking again; bots wait'
  return watchOnly ? 'works, watch only' : 'works'
}
