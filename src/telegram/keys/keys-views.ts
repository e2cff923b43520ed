import type { KeyRights } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import { ago, count, day } from '../format.ts'
import { pagerRow, pageOf } from '../pager.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'
import { CAUSE_WORDS } from './cause-words.ts'

/** Keys on one screen. */
const PER_PAGE = 20

/** The list of linked keys. Pages count from 1; one that is not there is the last. */
export function keysView(keys: readonly Key[], now: Date, wanted = 1): View {
  if (keys.length === 0) return noKeysView()
  const page = pageOf(keys, wanted, PER_PAGE)
  return {
    kind: 'keys',
    text: lines(
      html`<b>Your keys</b>`,
      ...page.shown.flatMap((key) => [
        BLANK,
        html`${mark(key)} <b>${key.label}</b> …${key.tail} · ${state(key)}, checked ${ago(key.checkedAt, now)}`,
        html`${rightsText(key.rights)} · made ${age(key, now)} · ${expiry(key, now)}`,
      ]),
    ),
    keyboard: [
      ...page.shown.map((key) => [button(`${key.label} …${key.tail}`, `key:${key.id}:show`)]),
      pagerRow(page, (number) => `keys:${number}`),
      [button('Link a key', 'link'), button('Review', 'review')],
    ].filter((row) => row.length > 0),
  }
}

/** Nothing is linked: the only sensible step is to link. */
export function noKeysView(): View {
  return {
    kind: 'no-keys',
    text: lines(html`No exchange key is linked yet.`),
    keyboard: [[button('Link a key', 'link', 'primary')]],
  }
}

/** One key: health, rights, age, expiry, and what the exchange does to such keys. */
export function keyView(key: Key, bots: number, now: Date): View {
  return {
    kind: 'key',
    text: lines(
      html`${mark(key)} <b>${key.label}</b> …${key.tail}`,
      html`State: ${state(key)}`,
      key.cause && html`What the exchange tells: ${CAUSE_WORDS[key.cause]}.`,
      html`Rights: ${rightsText(key.rights)}`,
      html`Bound to addresses: ${tell(key.rights.ipBound)}${unboundRule(key)}`,
      html`Made: ${age(key, now)}`,
      html`Expires: ${key.rights.expiresAt === undefined ? 'the exchange names no day' : `${day(key.rights.expiresAt)}, ${inDays(key.rights.expiresAt, now)}`}`,
      html`Bots: ${bots}`,
      html`Checked ${ago(key.checkedAt, now)}`,
      leavingWords(key),
      ...unverifiedLines(key),
    ),
    keyboard: [...actions(key, bots), [button('‹ Keys', 'keys')]],
  }
}

function actions({ id, status, health }: Key, bots: number): View['keyboard'] {
  if (status !== 'linked') return [[button('Show the disconnect', `dc:key:${id}`)]]
  return [
    [button('Check now', `key:${id}:check`), button('Replace key', `key:${id}:replace`)],
    ...(bots > 0 && health === 'healthy'
      ? [[button('Compare with the account', `key:${id}:compare`)]]
      : []),
    ...(health === 'dead' ? [[button('What to do by hand', `hw:${id}:1`)]] : []),
    [button('Disconnect', `dc:key:${id}`, 'danger')],
  ]
}

function leavingWords({ status }: Key): Html | undefined {
  if (status === 'sealed') {
    return html`Your exit with it is done. It is used for nothing but asking whether the exchange still accepts it: delete it there, and it is erased here.`
  }
  return status === 'disconnecting'
    ? html`An exit is under way with it: nothing else can be done with it meanwhile.`
    : undefined
}

function unverifiedLines({ exchange }: Key): Html[] {
  const { name, unverified, verifiedAt } = EXCHANGE_FACTS[exchange]
  if (unverified.length === 0) return []
  return [
    BLANK,
    html`<b>Unverified</b> at ${name} as of ${verifiedAt}, for want of a live account there:`,
    ...unverified.map((what) => html`• ${what}`),
  ]
}

/** What a key may do, with what the exchange does not tell said as such. */
export function rightsText({ read, trade, withdraw }: KeyRights): string {
  return `read ${tell(read)}, spot trade ${tell(trade)}, withdraw ${tell(withdraw)}`
}

/** What the exchange does to a key that may be used from anywhere, or that may be such a one. */
function unboundRule({ exchange, rights }: Key): string {
  const { unboundRule: rule } = EXCHANGE_FACTS[exchange]
  return rights.ipBound !== true && rule !== undefined ? `. ${rule}` : ''
}

function age({ rights }: Key, now: Date): string {
  return rights.createdAt === undefined ? 'at a time not told' : ago(rights.createdAt, now)
}

function expiry({ rights }: Key, now: Date): string {
  return rights.expiresAt === undefined
    ? 'no expiry told'
    : `expires ${inDays(rights.expiresAt, now)}`
}

function inDays(then: Date, now: Date): string {
  const days = Math.floor((then.getTime() - now.getTime()) / 86_400_000)
  if (days < 0) return 'already over'
  return days === 0 ? 'within a day' : `in ${count(days, 'day')}`
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
  if (status === 'disconnecting') return 'being disconnected'
  if (health === 'dead') return 'refused by the exchange'
  if (health === 'suspect') return 'refused just now, checking again; bots wait'
  return watchOnly ? 'works, watch only' : 'works'
}
