import type { CredentialField } from '../../exchange/credentials/exchange-facts.ts'
import type { ExchangeId } from '../../exchange/exchange-id.ts'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { Key } from '../../keys/key.ts'
import type { ScreenKind } from '../screen-kind.ts'
import { BLANK, button, html, type Html, lines, link, list, note, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { startOf } from './key-pair-views.ts'
import { pageRows, type PageLink } from './sealed-page-views.ts'

/**
 * How to make the key, and where its secret goes now: onto the page that seals it, if there is one, or into the
 * chat. `old` is the key that it replaces.
 */
export function credentialsView(
  words: Words,
  exchange: ExchangeId,
  { egressIps, playground }: { egressIps: readonly string[]; playground: boolean },
  {
    old,
    page,
  }: { old?: Pick<Key, 'id' | 'label' | 'tail'> | undefined; page?: PageLink | undefined } = {},
): View {
  const facts = EXCHANGE_FACTS[exchange]
  const { name, fields, createKeySteps, keyPage, keyPair, verifiedAt, unverified } = facts
  const { link: w, sealed, buttons } = words.keys
  const steps = list(createKeySteps(egressIps).map((step, i) => html`${i + 1}. ${step}`))
  return {
    kind: 'link-credentials',
    text: lines(
      old === undefined ? w.linkOne(name) : w.replace(old.label, old.tail),
      BLANK,
      playground ? (page === undefined ? w.inPlayground : w.inPlaygroundWithPage) : steps,
      BLANK,
      ...(page === undefined ? [] : [sealed.offer(fields), BLANK]),
      page === undefined
        ? playground
          ? w.wanted(fields)
          : w.send(fields)
        : list([sealed.orSend(fields), w.looks(fields)]),
      BLANK,
      w.deleted,
      ...(unverified.length > 0
        ? [BLANK, w.unverified(name, verifiedAt), ...unverified.map((what) => html`• ${what}`)]
        : []),
    ),
    keyboard: [
      ...pageRows(words, page),
      playground ? [] : [link(buttons.open(name), keyPage)],
      keyPair ? [button(words.keys.pair.buttons.pair, startOf({ exchange, keyId: old?.id }))] : [],
      [button(w.cancel, 'link:cancel')],
    ].filter((row) => row.length > 0),
  }
}

/** Some parts are there, the next is awaited. */
export function partWantedView(words: Words, exchange: ExchangeId, field: CredentialField): View {
  const { fields } = EXCHANGE_FACTS[exchange]
  const before = fields.slice(
    0,
    fields.findIndex(({ label }) => label === field.label),
  )
  return awaitingView(words, 'link-next-part', words.keys.link.nextPart(before, field))
}

/** Not what the exchange gives out; it asks again. */
export function malformedView(words: Words, exchange: ExchangeId): View {
  const { name, fields } = EXCHANGE_FACTS[exchange]
  const { malformed, copyAgain } = words.keys.link
  return awaitingView(words, 'link-malformed', malformed(name, fields), copyAgain(fields))
}

/** The program was restarted while the message was on its way. */
export function sendAgainView(words: Words, exchange: ExchangeId): View {
  const { fields } = EXCHANGE_FACTS[exchange]
  return awaitingView(words, 'link-send-again', words.keys.link.sendAgain(fields))
}

/** The key whose owner was asked is in no memory any more, or in that of another process. */
export function keyForgottenView(words: Words, exchange: ExchangeId): View {
  const { fields } = EXCHANGE_FACTS[exchange]
  return awaitingView(words, 'link-key-forgotten', words.keys.link.keyForgotten(fields))
}

/** The parts came to different places. */
export function sendTogetherView(words: Words, exchange: ExchangeId): View {
  const { fields } = EXCHANGE_FACTS[exchange]
  return awaitingView(words, 'link-send-together', words.keys.link.sendTogether(fields))
}

/** A picture or a file that holds no text came instead of credentials. */
export function sendAsTextView(words: Words, exchange: ExchangeId, deleted: boolean): View {
  const { fields } = EXCHANGE_FACTS[exchange]
  return awaitingView(words, 'link-send-as-text', words.keys.link.sendAsText(fields, deleted))
}

function awaitingView(words: Words, kind: ScreenKind, ...parts: readonly Html[]): View {
  return { ...note(kind, ...parts), keyboard: [[button(words.keys.link.cancel, 'link:cancel')]] }
}

/** Telegram did not let the bot delete the message with the secret. */
export function undeletedView({ keys }: Words): View {
  return note('secret-not-deleted', keys.link.notDeleted)
}

/** Credentials came where none were asked for; `unread`: a file that could not be opened. */
export function strayCredentialsView(
  { keys: { link: w } }: Words,
  of: { deleted: boolean; dialogueOpen: boolean; unread: boolean },
): View {
  return note(
    'stray-credentials',
    of.unread ? w.strayFile(of.deleted) : of.deleted ? w.strayDeleted : w.stray,
    of.dialogueOpen ? w.questionStands : w.toLink,
  )
}
