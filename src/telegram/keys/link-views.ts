import type { CredentialField, ExchangeFacts } from '../../exchange/exchange-facts.ts'
import type { ExchangeId } from '../../exchange/exchange-id.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { LinkRefusal } from '../../keys/link.ts'
import type { KeptPosition } from '../../sagas/kept-repo.ts'
import { count, exact, price } from '../format.ts'
import { toShortId } from '../short-id.ts'
import { BLANK, button, html, Html, lines, link, list, type View } from '../view.ts'
import { moveData } from '../trading-bots/move-views.ts'
import { rightsText } from './keys-views.ts'
import { REFUSAL_WORDS } from './words.ts'

/** Which exchange to link. */
export function chooseExchangeView(exchanges: readonly ExchangeId[]): View {
  return {
    text: lines(html`<b>Link a key</b>`, html`Which exchange is it for?`),
    keyboard: [
      ...inRows(exchanges.map((id) => button(EXCHANGE_FACTS[id].name, `link:${id}`))),
      [button('Cancel', 'link:cancel')],
    ],
  }
}

/** Three beside each other: thirteen rows would push the question off a phone's screen. */
function inRows<T>(buttons: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(buttons.length / 3) }, (_, i) =>
    buttons.slice(3 * i, 3 * i + 3),
  )
}

/** How to make the key, and that its secret goes into the chat now. `old` is the key that it replaces. */
export function credentialsView(
  exchange: ExchangeId,
  { egressIps, playground }: { egressIps: readonly string[]; playground: boolean },
  old?: Pick<Key, 'label' | 'tail'>,
): View {
  const facts = EXCHANGE_FACTS[exchange]
  const { name, createKeySteps, keyPage, verifiedAt, unverified } = facts
  const steps = list(createKeySteps(egressIps).map((step, i) => html`${i + 1}. ${step}`))
  return {
    text: lines(
      old === undefined
        ? html`<b>Link ${name}</b>`
        : html`<b>Replace ${old.label} …${old.tail}</b>\nMake a new key of the same account. Bots, books and history stay; nothing is bought or sold.`,
      BLANK,
      playground
        ? html`This is the playground: press “Create an API key” beside this chat, then “Paste into the chat”, and send it.`
        : steps,
      BLANK,
      html`${playground ? 'What is wanted:' : 'Then send'} ${partsText(facts)}${playground ? '' : ' here'}, each on a line of its own. ${shapesText(facts)}`,
      BLANK,
      html`Your message is deleted at once and never stored; Telegram has carried it, though. The key is tried before it is kept.`,
      ...(unverified.length > 0
        ? [
            BLANK,
            html`Steps as of ${verifiedAt}. <b>Unverified</b>, for want of a live account at ${name}:`,
            ...unverified.map((what) => html`• ${what}`),
          ]
        : []),
    ),
    keyboard: [
      playground ? [] : [link(`Open ${name}`, keyPage)],
      [button('Cancel', 'link:cancel')],
    ].filter((row) => row.length > 0),
  }
}

/** Some parts are there, the next is awaited. */
export function partWantedView(exchange: ExchangeId, { label, looks }: CredentialField): View {
  const { fields } = EXCHANGE_FACTS[exchange]
  const before = fields.slice(
    0,
    fields.findIndex((field) => field.label === label),
  )
  const taken = before.map((field) => field.label).join(' and ')
  return awaitingView(
    taken === ''
      ? html`Taken. Now send the <b>${label}</b>: ${looks}.`
      : html`${capital(taken)} taken. Now send the <b>${label}</b>: ${looks}.`,
  )
}

/** Not what the exchange gives out; it asks again. */
export function malformedView(exchange: ExchangeId): View {
  const facts = EXCHANGE_FACTS[exchange]
  return awaitingView(
    html`That is not what ${facts.name} gives out, so I kept nothing of it. ${shapesText(facts)}`,
    html`Copy ${facts.fields.length === 2 ? 'both' : 'all'} again and send ${partsText(facts)}, each on a line of its own.`,
  )
}

/** The program was restarted while the message was on its way. */
export function sendAgainView(exchange: ExchangeId): View {
  return awaitingView(
    html`I was restarted just then and kept nothing of your message. Please send ${partsText(EXCHANGE_FACTS[exchange])} again.`,
  )
}

/** The key whose owner was asked is in no memory any more, or in that of another process. */
export function keyForgottenView(exchange: ExchangeId): View {
  return awaitingView(
    html`I had that key in memory only, and it is not there any more: nothing was kept. Please send ${partsText(EXCHANGE_FACTS[exchange])} again.`,
  )
}

/** The parts came to different places. */
export function sendTogetherView(exchange: ExchangeId): View {
  return awaitingView(
    html`I kept nothing of what came before, so I can’t put it together. Please send ${partsText(EXCHANGE_FACTS[exchange])} in one message, each on a line of its own.`,
  )
}

/** A picture or the like came instead of credentials. */
export function sendAsTextView(exchange: ExchangeId): View {
  return awaitingView(
    html`I can’t read a key from that. Please send ${partsText(EXCHANGE_FACTS[exchange])} as text. If they can be seen in what you sent, delete that message.`,
  )
}

/** `the API key and the secret key`. */
function partsText({ fields }: ExchangeFacts): Html {
  return fields
    .map(({ label }) => html`the <b>${label}</b>`)
    .reduce((all, part, i) => html`${all}${i === fields.length - 1 ? ' and ' : ', '}${part}`)
}

/** What each part looks like. */
function shapesText({ fields }: ExchangeFacts): string {
  return fields.map(({ label, looks }) => `${capital(label)}: ${looks}.`).join(' ')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
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

/** New credentials stand in the place of the old ones. What changed meanwhile comes as a notice. */
export function replacedView(key: Key, bots: number): View {
  const { name } = EXCHANGE_FACTS[key.exchange]
  return {
    text: lines(
      html`✅ The new key …${key.tail} is in place of the old one.`,
      html`Rights: ${rightsText(key.rights)}`,
      key.watchOnly ? WATCH_ONLY : undefined,
      bots > 0
        ? html`Your bots and their orders were not touched, and nothing was bought or sold. Now I compare ${count(bots, 'bot')} with the account and tell you in a message what changed. No bot that stands still can be resumed before; if ${name} does not answer now, I do it as soon as it does.`
        : undefined,
      html`The old key is erased here. If it still exists at ${name}, delete it there.`,
    ),
    keyboard: [[button('Bots', 'bots'), button('‹ Keys', 'keys')]],
  }
}

const WATCH_ONLY = html`It can’t trade, so it is kept as <b>watch only</b>: no bot can run on it, and I tell you when something happens to it.`

/** The key is kept. */
export function linkedView(key: Key, kept: readonly KeptPosition[], movable: number): View {
  return {
    text: lines(
      html`✅ <b>${key.label}</b> …${key.tail} is linked.`,
      html`Rights: ${rightsText(key.rights)}`,
      key.watchOnly ? WATCH_ONLY : undefined,
      ...(kept.length > 0
        ? [BLANK, html`You kept these when you left this account before:`, ...kept.map(keptLine)]
        : []),
      ...(movable > 0 && !key.watchOnly
        ? [
            BLANK,
            movable === 1
              ? html`1 bot was removed when you disconnected lately. Its settings can go on here, paused until you resume it.`
              : html`${count(movable, 'bot')} were removed when you disconnected lately. Their settings can go on here, paused until you resume them.`,
          ]
        : []),
    ),
    keyboard: [
      key.watchOnly ? [] : [button('New bot', `newbot:${key.id}`, 'primary')],
      ...(key.watchOnly ? [] : kept.slice(0, MOST_KEPT).map((one) => [keptButton(one, key)])),
      movable > 0 && !key.watchOnly
        ? [button(`Move ${count(movable, 'bot')} here`, moveData({ kind: 'left' }, key))]
        : [],
      [button('‹ Keys', 'keys')],
    ].filter((row) => row.length > 0),
  }
}

function keptLine({ symbol, amount, averageCost }: KeptPosition): Html {
  const [base = '', quote = ''] = symbol.split('/')
  return html`• ${exact(amount)} ${base}, bought at about ${price(averageCost)} ${quote}`
}

/** Telegram takes no more than a hundred buttons, and a screen no more than a few. */
const MOST_KEPT = 10

function keptButton({ id, symbol, amount }: KeptPosition, key: Key) {
  const base = symbol.split('/')[0] ?? ''
  return button(
    `New bot with ${exact(amount)} ${base}`,
    `adopt:${toShortId(id)}:${toShortId(key.id)}`,
  )
}
