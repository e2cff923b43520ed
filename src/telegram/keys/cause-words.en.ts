import type { KeyCause } from '../../keys/key.ts'
import type { LinkRefusal } from '../../keys/link.ts'
import { html, type Html } from '../view.ts'

/** English for what happened to a key, as far as the exchange tells. */
export const CAUSES_EN = {
  revoked: 'the exchange says that this key does not exist any more: it was deleted or replaced',
  expired: 'the exchange says that this key has expired',
  'bad-secret':
    'the exchange says that our signature does not fit this key any more: its secret was changed, or the key was made anew',
  'not-permitted':
    'the exchange refuses this key. It does not say why: it was deleted, our address is not on its list any more, or its rights were taken',
  'ip-blocked':
    'the exchange says that our address is not on the list of addresses that may use this key',
  'permission-lost': 'the key is known, but a right that I need was taken from it',
  'wrong-environment':
    'the exchange says that this key belongs to its demo, or to another of its sites',
  'unsupported-account':
    'the exchange says that this account was switched to another kind (unified, or classic), which I can’t trade on',
  'trade-right-lost':
    'the key may still read, but its right to trade is gone: taken away or expired',
  frozen: 'the exchange has frozen trading on this account',
} satisfies Record<KeyCause, string>

/** English for why a key was not kept, and what to do. */
export const REFUSALS_EN = {
  'can-withdraw': html`This key may <b>withdraw</b>. Undock never keeps such a key: whoever got hold of it could take your coins. Create one with reading and spot trading only, and send that.`,
  'cannot-read': html`This key may not even read. Tick “Enable Reading” for it and send it again.`,
  'unknown-key': html`The exchange does not know this API key. Was it copied whole, and is it from this exchange? The API key must come first, then the secret key. Copy both again and send them.`,
  'bad-secret': html`The secret does not belong to this API key. The exchange shows a secret only once: if it is lost, create a new key. Send the API key and the secret key again.`,
  expired: html`The exchange says that this key has expired. Create a new one and send that.`,
  'ip-blocked': html`The exchange lets this key be used from listed addresses only, and mine is not among them. Add it there, wait a minute, and send the key again.`,
  'permission-lost': html`The exchange knows this key but does not let it read. Give it the rights named above, and send it again.`,
  'trade-right-lost': html`The exchange knows this key but does not let it trade. Give it the rights named above, and send it again.`,
  'wrong-environment': html`This key belongs to the demo of the exchange, or to another of its sites. Create one for real spot trading, and send that.`,
  'unsupported-account': html`The key works, but its account is of a kind that Undock can’t trade on: at this exchange an account is either <b>classic</b> or <b>unified</b>. Open a sub-account of the other kind there, create a key in it, and send that.`,
  frozen: html`The exchange has frozen this account, so a key of it is no use now. Ask its support what happened, and send the key again once it is unfrozen.`,
  'not-permitted': html`The exchange refuses this key: its list of addresses leaves us out, or it has no rights. Check both at the exchange and send it again.`,
  'already-linked': html`This key is linked already, so nothing was changed: see /keys. To link another one, send that.`,
  'other-account': html`This key belongs to another account, or to another portfolio where the exchange has such. To keep the bots going it must be a new key of the same account. To go on with this one instead, link it with /link; then pause each bot and tap “Move to another key” on its card.`,
  unavailable: html`The exchange does not answer just now, so the key could not be tried and was not kept. Nothing is lost: send it again in a minute.`,
} satisfies Record<LinkRefusal, Html>
