import type { ExchangeId, KeyRights } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { LinkRefusal } from '../../keys/link.ts'
import type { KeptPosition } from '../../sagas/kept-repo.ts'
import { ago, count, day, exact, price } from '../format.ts'
import { BLANK, button, html, Html, lines, link, list, type View } from '../view.ts'
import { CAUSE_WORDS, REFUSAL_WORDS } from './words.ts'

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
export function credentialsView(
  exchange: ExchangeId,
  { egressIps, playground }: { egressIps: readonly string[]; playground: boolean },
): View {
  const { name, createKeySteps, keyShape, keyPage } = EXCHANGE_FACTS[exchange]
  const steps = list(createKeySteps(egressIps).map((step, i) => html`${i + 1}. ${step}`))
  return {
    text: lines(
      html`<b>Link ${name}</b>`,
      BLANK,
      playground
        ? html`This is the playground: press “Create an API key” beside this chat, then “Paste into the chat”, and send it.`
        : steps,
      BLANK,
      html`${playground ? 'What is wanted:' : 'Then send'} the <b>API key</b> and the <b>secret key</b>${playground ? '' : ' here'}, each on a line of its own. ${keyShape}`,
      BLANK,
      html`Your message is deleted at once and never stored; Telegram has carried it, though. The key is tried before it is kept.`,
    ),
    keyboard: [
      playground ? [] : [link(`Open ${name}`, keyPage)],
      [button('Cancel', 'link:cancel')],
    ].filter((row) => row.length > 0),
  }
}

/** One half is there, the other is awaited. */
export function secretWantedView(): View {
  return {
    text: lines(html`API key taken. Now send the <b>secret key</b>.`),
    keyboard: [[button('Cancel', 'link:cancel')]],
  }
}

/** Not what the exchange gives out; it asks again. */
export function malformedView(exchange: ExchangeId): View {
  const { name, keyShape } = EXCHANGE_FACTS[exchange]
  return awaitingView(
    html`That is not what ${name} gives out, so I kept nothing of it. ${keyShape}`,
    html`Copy both again and send the API key and the secret key, each on a line of its own.`,
  )
}

/** The program was restarted while the message was on its way. */
export function sendAgainView(): View {
  return awaitingView(
    html`I was restarted just then and kept nothing of your message. Please send the API key and the secret key again.`,
  )
}

/** A picture or the like came instead of credentials. */
export function sendAsTextView(): View {
  return awaitingView(
    html`I can’t read a key from that. Please send the API key and the secret key as text. If they can be seen in what you sent, delete that message.`,
  )
}

/** The exchange was asked, and the key is not kept. */
export function refusedKeyView(exchange: ExchangeId, reason: LinkRefusal): View {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  return {
    text: lines(new Html(`❌ ${REFUSAL_WORDS[reason]}`)),
    keyboard: [[link(`Open ${name}`, keyPage)], [button('Cancel', 'link:cancel')]],
  }
}

function awaitingView(...parts: readonly Html[]): View {
  return { text: lines(...parts), keyboard: [[button('Cancel', 'link:cancel')]] }
}

/** Telegram did not let the bot delete the message with the secret. */
export function undeletedView(): View {
  return {
    text: lines(
      html`⚠️ <b>I could not delete your message.</b> Please delete it yourself now: whoever reads this chat could use the key.`,
    ),
    keyboard: [],
  }
}

/** Credentials came where none were asked for. */
export function strayCredentialsView(of: { deleted: boolean; dialogueOpen: boolean }): View {
  return {
    text: lines(
      of.deleted
        ? html`That looked like an API key or a secret, so I deleted your message and kept nothing of it.`
        : html`That looked like an API key or a secret. I kept nothing of it.`,
      of.dialogueOpen
        ? html`The question above still stands: please answer that. To link a key, use /link.`
        : html`To link a key, use /link.`,
    ),
    keyboard: [],
  }
}

/** The key that was to be replaced is on its way out, or gone. */
export function keyGoneView(): View {
  return {
    text: lines(
      html`The key you wanted to replace is being disconnected, or is gone already. I kept nothing of the new one.`,
    ),
    keyboard: [[button('Link a key', 'link', 'primary'), button('Keys', 'keys')]],
  }
}

/** New credentials stand in the place of the old ones. */
export function replacedView(key: Key, resumable: number): View {
  return {
    text: lines(
      html`✅ The new key …${key.tail} is in place of the old one.`,
      html`Rights: ${rightsText(key.rights)}`,
      key.watchOnly ? WATCH_ONLY : undefined,
      html`Your bots and their orders were not touched.`,
      resumable > 0 && !key.watchOnly
        ? html`${count(resumable, 'bot')} on it ${resumable === 1 ? 'does' : 'do'} not run.`
        : undefined,
    ),
    keyboard: [
      resumable > 0 && !key.watchOnly
        ? [button('Resume the bots', `bots:resume:${key.id}`, 'primary')]
        : [],
      [button('Bots', 'bots'), button('‹ Keys', 'keys')],
    ].filter((row) => row.length > 0),
  }
}

const WATCH_ONLY = html`It can’t trade, so it is kept as <b>watch only</b>: no bot can run on it, and I tell you when something happens to it.`

/** The key is kept. */
export function linkedView(key: Key, kept: readonly KeptPosition[]): View {
  return {
    text: lines(
      html`✅ <b>${key.label}</b> …${key.tail} is linked.`,
      html`Rights: ${rightsText(key.rights)}`,
      key.watchOnly ? WATCH_ONLY : undefined,
      ...(kept.length > 0
        ? [BLANK, html`You kept these when you left this account before:`, ...kept.map(keptLine)]
        : []),
    ),
    keyboard: [
      key.watchOnly ? [] : [button('New bot', `newbot:${key.id}`, 'primary')],
      [button('‹ Keys', 'keys')],
    ].filter((row) => row.length > 0),
  }
}

function keptLine({ symbol, amount, averageCost }: KeptPosition): Html {
  const [base = '', quote = ''] = symbol.split('/')
  return html`• ${exact(amount)} ${base}, bought at about ${price(averageCost)} ${quote}`
}

/** What a key may do, with what the exchange does not tell said as such. */
function rightsText({ read, trade, withdraw }: KeyRights): string {
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
