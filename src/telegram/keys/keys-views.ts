import type { ExchangeId, KeyRights } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import { ago, count } from '../format.ts'
import { BLANK, button, html, Html, lines, link, list, type View } from '../view.ts'
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
      html`Bound to addresses: ${tell(rights.ipBound)}`,
      html`Age: ${rights.createdAt === undefined ? 'unknown' : ago(rights.createdAt, now)}`,
      html`Expires: ${rights.expiresAt === undefined ? 'the exchange names no day' : rights.expiresAt.toISOString().slice(0, 10)}`,
      html`Bots: ${count(bots, 'bot')}`,
      html`Checked ${ago(key.checkedAt, now)}`,
    ),
    keyboard: [
      [button('Check now', `key:${key.id}:check`), button('Replace key', `key:${key.id}:replace`)],
      [button('Disconnect', `dc:key:${key.id}`, 'danger')],
      [button('‹ Keys', 'keys')],
    ],
  }
}

/** Which exchange to link. */
export function chooseExchangeView(): View {
  const ids = Object.keys(EXCHANGE_FACTS) as ExchangeId[]
  return {
    text: lines(html`<b>Link a key</b>`, html`Which exchange is it for?`),
    keyboard: [
      ...ids.map((id) => [button(EXCHANGE_FACTS[id].name, `link:${id}`)]),
      [button('Cancel', 'link:cancel')],
    ],
  }
}

/** How to make the key, and that its secret goes into the chat now. */
export function credentialsView(exchange: ExchangeId, egressIps: readonly string[]): View {
  const { name, createKeySteps, keyShape, keyPage } = EXCHANGE_FACTS[exchange]
  return {
    text: lines(
      html`<b>Link ${name}</b>`,
      BLANK,
      list(createKeySteps(egressIps).map((step, i) => html`${i + 1}. ${step}`)),
      BLANK,
      html`Then send the <b>API key</b> and the <b>secret key</b> here, each on a line of its own. ${keyShape}`,
      BLANK,
      html`Your message is deleted at once and never stored; Telegram has carried it, though. The key is tried before it is kept.`,
    ),
    keyboard: [[link(`Open ${name}`, keyPage)], [button('Cancel', 'link:cancel')]],
  }
}

/** One half is there, the other is awaited. */
export function secretWantedView(): View {
  return {
    text: lines(html`API key taken. Now send the <b>secret key</b>.`),
    keyboard: [[button('Cancel', 'link:cancel')]],
  }
}

/** The key is kept. */
export function linkedView(key: Key, kept: readonly Html[]): View {
  return {
    text: lines(
      html`✅ <b>${key.label}</b> …${key.tail} is linked.`,
      html`Rights: ${rightsText(key.rights)}`,
      key.watchOnly
        ? html`It can’t trade, so it is kept as <b>watch only</b>: I tell you when something happens to it.`
        : undefined,
      ...(kept.length > 0
        ? [BLANK, html`You kept these when you left this account before:`, ...kept]
        : []),
    ),
    keyboard: [
      key.watchOnly ? [] : [button('New bot', `newbot:${key.id}`, 'primary')],
      [button('‹ Keys', 'keys')],
    ].filter((row) => row.length > 0),
  }
}

/** What a key may do, with what the exchange does not tell said as such. */
export function rightsText({ read, trade, withdraw }: KeyRights): string {
  return `read ${tell(read)}, spot trade ${tell(trade)}, withdraw ${tell(withdraw)}`
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
