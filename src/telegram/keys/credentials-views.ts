import type { CredentialField, ExchangeFacts } from '../../exchange/exchange-facts.ts'
import type { ExchangeId } from '../../exchange/exchange-id.ts'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { ScreenKind } from '../screen-kind.ts'
import { BLANK, button, html, type Html, lines, link, list, type View } from '../view.ts'

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
    kind: 'link-credentials',
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
    'link-next-part',
    taken === ''
      ? html`Taken. Now send the <b>${label}</b>: ${looks}.`
      : html`${capital(taken)} taken. Now send the <b>${label}</b>: ${looks}.`,
  )
}

/** Not what the exchange gives out; it asks again. */
export function malformedView(exchange: ExchangeId): View {
  const facts = EXCHANGE_FACTS[exchange]
  return awaitingView(
    'link-malformed',
    html`That is not what ${facts.name} gives out, so I kept nothing of it. ${shapesText(facts)}`,
    html`Copy ${facts.fields.length === 2 ? 'both' : 'all'} again and send ${partsText(facts)}, each on a line of its own.`,
  )
}

/** The program was restarted while the message was on its way. */
export function sendAgainView(exchange: ExchangeId): View {
  return awaitingView(
    'link-send-again',
    html`I was restarted just then and kept nothing of your message. Please send ${partsText(EXCHANGE_FACTS[exchange])} again.`,
  )
}

/** The key whose owner was asked is in no memory any more, or in that of another process. */
export function keyForgottenView(exchange: ExchangeId): View {
  return awaitingView(
    'link-key-forgotten',
    html`I had that key in memory only, and it is not there any more: nothing was kept. Please send ${partsText(EXCHANGE_FACTS[exchange])} again.`,
  )
}

/** The parts came to different places. */
export function sendTogetherView(exchange: ExchangeId): View {
  return awaitingView(
    'link-send-together',
    html`I kept nothing of what came before, so I can’t put it together. Please send ${partsText(EXCHANGE_FACTS[exchange])} in one message, each on a line of its own.`,
  )
}

/** A picture or the like came instead of credentials. */
export function sendAsTextView(exchange: ExchangeId): View {
  return awaitingView(
    'link-send-as-text',
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

function awaitingView(kind: ScreenKind, ...parts: readonly Html[]): View {
  return { kind, text: lines(...parts), keyboard: [[button('Cancel', 'link:cancel')]] }
}

/** Telegram did not let the bot delete the message with the secret. */
export function undeletedView(): View {
  return {
    kind: 'secret-not-deleted',
    text: lines(
      html`⚠️ <b>I could not delete your message.</b> Please delete it yourself now: whoever reads this chat could use the key.`,
    ),
    keyboard: [],
  }
}

/** Credentials came where none were asked for. */
export function strayCredentialsView(of: { deleted: boolean; dialogueOpen: boolean }): View {
  return {
    kind: 'stray-credentials',
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
