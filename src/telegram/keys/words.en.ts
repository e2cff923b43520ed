import type { KeyRights } from '../../exchange/exchange.ts'
import type { Key } from '../../keys/key.ts'
import { ago, count, inDays } from '../english.ts'
import { day } from '../format.ts'
import { html } from '../view.ts'
import { CAUSES_EN } from './cause-words.en.ts'
import { COMPARED_EN } from './compared-words.en.ts'
import { HAND_WORK_EN } from './hand-work-words.en.ts'
import { KEY_PAIR_EN } from './key-pair-words.en.ts'
import { LINK_EN } from './link-words.en.ts'
import { SEALED_PAGE_EN } from './sealed-page-words.en.ts'

/** English for keys, and linking them. */
export const KEYS_EN = {
  link: LINK_EN,
  pair: KEY_PAIR_EN,
  sealed: SEALED_PAGE_EN,
  compared: COMPARED_EN,
  handWork: HAND_WORK_EN,
  causes: CAUSES_EN,
  notLinked: 'That key is not linked here any more.',
  leaving: 'This key is being disconnected: nothing else can be done with it.',
  checked: {
    healthy: 'The exchange accepts the key.',
    suspect: 'The exchange refused the key just now. I ask again before I call it dead.',
    dead: 'The exchange refuses the key.',
    unreachable: 'The exchange does not answer just now. That says nothing about the key.',
  } satisfies Record<Key['health'] | 'unreachable', string>,

  none: html`No exchange key is linked yet.`,
  list: {
    title: html`<b>Your keys</b>`,
    key: (key: Key, mark: string, now: Date) =>
      html`${mark} <b>${key.label}</b> …${key.tail} · ${stateOf(key)}, checked ${ago(key.checkedAt, now)}`,
    about: ({ rights }: Key, now: Date) =>
      html`${rightsOf(rights)} · made ${ageOf(rights, now)} · ${rights.expiresAt === undefined ? 'no expiry told' : `expires ${inDays(rights.expiresAt, now)}`}`,
  },
  one: {
    state: (key: Key) => html`State: ${stateOf(key)}`,
    cause: (cause: string) => html`What the exchange tells: ${cause}.`,
    ipBound: (rights: KeyRights, rule: string) =>
      html`Bound to addresses: ${known(rights.ipBound)}${rule === '' ? '' : `. ${rule}`}`,
    made: (rights: KeyRights, now: Date) => html`Made: ${ageOf(rights, now)}`,
    expires: ({ expiresAt }: KeyRights, now: Date) =>
      html`Expires: ${expiresAt === undefined ? 'the exchange names no day' : `${day(expiresAt)}, ${inDays(expiresAt, now)}`}`,
    bots: (n: number) => html`Bots: ${n}`,
    checked: (at: Date, now: Date) => html`Checked ${ago(at, now)}`,
    sealed: html`Your exit with it is done. It is used for nothing but asking whether the exchange still accepts it: delete it there, and it is erased here.`,
    disconnecting: html`An exit is under way with it: nothing else can be done with it meanwhile.`,
    unverified: (exchange: string, asOf: string) =>
      html`<b>Unverified</b> at ${exchange} as of ${asOf}, for want of a live account there:`,
  },
  rights: (rights: KeyRights) => html`Rights: ${rightsOf(rights)}`,
  buttons: {
    link: 'Link a key',
    review: 'Review',
    keys: 'Keys',
    back: '‹ Keys',
    check: 'Check now',
    replace: 'Replace key',
    compare: 'Compare with the account',
    handWork: 'What to do by hand',
    disconnect: 'Disconnect',
    showExit: 'Show the disconnect',
    open: (exchange: string) => `Open ${exchange}`,
    madeNew: 'I made a new key',
    newBot: 'New bot',
    move: (n: number) => `Move ${count(n, 'bot')} here`,
  },
}

/** What a key may do, with what the exchange does not tell said as such. */
function rightsOf({ read, trade, withdraw }: KeyRights): string {
  return `read ${known(read)}, spot trade ${known(trade)}, withdraw ${known(withdraw)}`
}

function ageOf({ createdAt }: KeyRights, now: Date): string {
  return createdAt === undefined ? 'at a time not told' : ago(createdAt, now)
}

function known(right: boolean | undefined): string {
  if (right === undefined) return 'unknown'
  return right ? 'yes' : 'no'
}

function stateOf({ health, status, watchOnly }: Key): string {
  if (status === 'sealed') return 'sealed until the exchange refuses it'
  if (status === 'disconnecting') return 'being disconnected'
  if (health === 'dead') return 'refused by the exchange'
  if (health === 'suspect') return 'refused just now, checking again; bots wait'
  return watchOnly ? 'works, watch only' : 'works'
}
