import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { ExchangeId } from '../../exchange/exchange-id.ts'
import type { UnfinishedPair } from '../../keys/key-pair-repo.ts'
import type { Key } from '../../keys/key.ts'
import type { LinkRefusal } from '../../keys/link.ts'
import type { ScreenKind } from '../screen-kind.ts'
import {
  BLANK,
  button,
  copyButton,
  html,
  lines,
  link,
  list,
  note,
  type Html,
  type View,
} from '../view.ts'
import type { Words } from '../words.ts'

/** What a key is asked for: one on an exchange, which may replace another. */
export interface Wanted {
  exchange: ExchangeId
  /** The key that it replaces. */
  keyId: string | undefined
}

/** The public half of a key pair, where to register it, and what to send then. `old` is the key that it replaces. */
export function keyPairView(
  words: Words,
  { exchange, publicKey, expiresAt }: Pick<UnfinishedPair, 'exchange' | 'publicKey' | 'expiresAt'>,
  { egressIps, playground }: { egressIps: readonly string[]; playground: boolean },
  old?: Pick<Key, 'id' | 'label' | 'tail'>,
): View {
  const { name, keyPage, keyPair, verifiedAt, unverified } = EXCHANGE_FACTS[exchange]
  const { pair: w, link: linking, buttons } = words.keys
  const { steps = () => [], sketch = [] } = keyPair ?? {}
  const wanted = { exchange, keyId: old?.id }
  return {
    kind: 'link-key-pair',
    text: lines(
      old === undefined ? linking.linkOne(name) : linking.replace(old.label, old.tail),
      BLANK,
      w.made(name),
      BLANK,
      playground
        ? w.inPlayground
        : list(steps(egressIps).map((step, i) => html`${i + 1}. ${step}`)),
      BLANK,
      w.publicKey,
      html`<code>${publicKey}</code>`,
      ...(playground ? [] : [BLANK, w.sketch(name), html`<pre>${sketch.join('\n')}</pre>`]),
      BLANK,
      w.send(looksOf(exchange)),
      w.until(expiresAt),
      ...(unverified.length > 0
        ? [
            BLANK,
            linking.unverified(name, verifiedAt),
            ...unverified.map((what) => html`• ${what}`),
          ]
        : []),
    ),
    keyboard: [
      copyButton(w.buttons.copy, publicKey),
      playground ? [] : [link(buttons.open(name), keyPage)],
      [button(w.buttons.asFile, `pair:${exchange}:file`)],
      [button(w.buttons.paste, `${startOf(wanted)}:paste`)],
      [button(linking.cancel, 'link:cancel')],
    ].filter((row) => row.length > 0),
  }
}

/** What came is not one API key. */
export function apiKeyMalformedView(words: Words, wanted: Wanted, several: boolean): View {
  const { name } = EXCHANGE_FACTS[wanted.exchange]
  const { malformed, several: tooMany } = words.keys.pair
  const why = several ? tooMany(name) : malformed(name, looksOf(wanted.exchange))
  return awaitingView(words, 'link-api-key-malformed', wanted, why)
}

/** The program was restarted while the API key was on its way. */
export function apiKeyAgainView(words: Words, wanted: Wanted): View {
  return awaitingView(words, 'link-send-again', wanted, words.keys.pair.sendAgain)
}

/** The exchange was asked, and the pair is not linked with this API key. */
export function refusedPairView(words: Words, wanted: Wanted, reason: LinkRefusal): View {
  const { link: linking, pair } = words.keys
  const ofPairs: Partial<Record<LinkRefusal, Html>> = pair.refused
  const why = ofPairs[reason] ?? linking.refused[reason]
  return awaitingView(words, 'link-refused', wanted, linking.refusal(why))
}

/** The pair is gone. */
export function pairExpiredView({ keys: { pair, buttons } }: Words, wanted: Wanted): View {
  const makeNew = button(pair.buttons.makeNew, startOf(wanted), 'primary')
  return {
    ...note('link-key-pair-expired', pair.expired),
    keyboard: [[makeNew], [button(buttons.back, 'keys')]],
  }
}

function awaitingView(words: Words, kind: ScreenKind, wanted: Wanted, why: Html): View {
  const { name, keyPage } = EXCHANGE_FACTS[wanted.exchange]
  const { pair, link: linking, buttons } = words.keys
  return {
    ...note(kind, why),
    keyboard: [
      [button(pair.buttons.show, startOf(wanted)), link(buttons.open(name), keyPage)],
      [button(linking.cancel, 'link:cancel')],
    ],
  }
}

/** The data of the button that begins linking it, or replacing the other. */
export function startOf({ exchange, keyId }: Wanted): string {
  return keyId === undefined ? `link:${exchange}` : `key:${keyId}:replace`
}

function looksOf(exchange: ExchangeId): string {
  return EXCHANGE_FACTS[exchange].fields[0]?.looks ?? ''
}
