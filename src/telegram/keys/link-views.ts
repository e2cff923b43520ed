import type { ExchangeId } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { LinkRefusal } from '../../keys/link.ts'
import type { KeptPosition } from '../../sagas/kept-repo.ts'
import { count, exact, price } from '../format.ts'
import { BLANK, button, html, Html, lines, link, list, type View } from '../view.ts'
import { rightsText } from './keys-views.ts'
import { REFUSAL_WORDS } from './words.ts'

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

/** The two halves came to different places. */
export function sendTogetherView(): View {
  return awaitingView(
    html`I kept nothing of the first half, so I can’t put the two together. Please send the API key and the secret key in one message, each on a line of its own.`,
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
