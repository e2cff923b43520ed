import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { Key } from '../../keys/key.ts'
import { pagerRow, pageOf } from '../pager.ts'
import { BLANK, button, html, lines, note, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** Keys on one screen. */
const PER_PAGE = 20

/** The list of linked keys. Pages count from 1; one that is not there is the last. */
export function keysView(words: Words, keys: readonly Key[], now: Date, wanted = 1): View {
  if (keys.length === 0) return noKeysView(words)
  const { list, buttons } = words.keys
  const page = pageOf(keys, wanted, PER_PAGE)
  return {
    kind: 'keys',
    text: lines(
      list.title,
      ...page.shown.flatMap((key) => [BLANK, list.key(key, mark(key), now), list.about(key, now)]),
    ),
    keyboard: [
      ...page.shown.map((key) => [button(`${key.label} …${key.tail}`, `key:${key.id}:show`)]),
      pagerRow(words, page, (number) => `keys:${number}`),
      [button(buttons.link, 'link'), button(buttons.review, 'review')],
    ].filter((row) => row.length > 0),
  }
}

/** Nothing is linked: the only sensible step is to link. */
export function noKeysView({ keys: { none, buttons } }: Words): View {
  const keyboard = [[button(buttons.link, 'link', 'primary')]]
  return { ...note('no-keys', none), keyboard }
}

/** One key: health, rights, age, expiry, and what the exchange does to such keys. */
export function keyView(words: Words, key: Key, bots: number, now: Date): View {
  const { one, rights, causes, buttons } = words.keys
  return {
    kind: 'key',
    text: lines(
      html`${mark(key)} <b>${key.label}</b> …${key.tail}`,
      one.state(key),
      key.cause && one.cause(causes[key.cause]),
      rights(key.rights),
      one.ipBound(key.rights, unboundRule(key)),
      one.made(key.rights, now),
      one.expires(key.rights, now),
      one.bots(bots),
      one.checked(key.checkedAt, now),
      leavingLine(words, key),
      deprecatedLine(words, key),
      ...unverifiedLines(words, key),
    ),
    keyboard: [...actions(words, key, bots), [button(buttons.back, 'keys')]],
  }
}

function actions(
  { keys: { buttons } }: Words,
  { id, status, health }: Key,
  bots: number,
): View['keyboard'] {
  if (status !== 'linked') return [[button(buttons.showExit, `dc:key:${id}`)]]
  return [
    [button(buttons.check, `key:${id}:check`), button(buttons.replace, `key:${id}:replace`)],
    ...(bots > 0 && health === 'healthy' ? [[button(buttons.compare, `key:${id}:compare`)]] : []),
    ...(health === 'dead' ? [[button(buttons.handWork, `hw:${id}:1`)]] : []),
    [button(buttons.disconnect, `dc:key:${id}`, 'danger')],
  ]
}

function leavingLine({ keys: { one } }: Words, { status }: Key): Html | undefined {
  if (status === 'sealed') return one.sealed
  return status === 'disconnecting' ? one.disconnecting : undefined
}

function deprecatedLine({ keys: { pair } }: Words, { exchange, kind, status }: Key) {
  const { name, secretsDeprecatedBy: source } = EXCHANGE_FACTS[exchange]
  if (kind !== 'secret' || status !== 'linked' || source === undefined) return undefined
  return pair.deprecated(name, source)
}

function unverifiedLines({ keys: { one } }: Words, { exchange }: Key): Html[] {
  const { name, unverified, verifiedAt } = EXCHANGE_FACTS[exchange]
  if (unverified.length === 0) return []
  return [BLANK, one.unverified(name, verifiedAt), ...unverified.map((what) => html`• ${what}`)]
}

/** What the exchange does to a key that may be used from anywhere, or that may be such a one. */
function unboundRule({ exchange, rights }: Key): string {
  const { unboundRule: rule } = EXCHANGE_FACTS[exchange]
  return rights.ipBound !== true && rule !== undefined ? rule : ''
}

function mark({ health, status }: Key): string {
  if (status === 'sealed') return '🔒'
  return { healthy: '🟢', suspect: '🟡', dead: '🔴' }[health]
}
