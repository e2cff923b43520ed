import type { LinkRefusal } from '../../keys/link.ts'
import { moment } from '../format.ts'
import { html, type Html } from '../view.ts'

/** English for linking a key pair that Undock made. */
export const KEY_PAIR_EN = {
  made: (exchange: string) =>
    html`<b>No secret passes through this chat.</b> I made a key pair for you: its private key is sealed here and never leaves. ${exchange} only gets the public key below.`,
  publicKey: html`<b>Public key</b> (tap to copy):`,
  sketch: (exchange: string) =>
    html`<b>Sketch</b> of where to paste it; the real page of ${exchange} looks different:`,
  inPlayground: html`This is the playground: copy the public key, choose “Register a public key” beside this chat and paste it there.`,
  send: (looks: string) =>
    html`Then send me the <b>API key</b> that you get for it: ${looks}. It is useless without the private key, so it is no secret.`,
  until: (at: Date) =>
    html`This key pair waits for its API key until ${moment(at)}. After that I destroy it.`,
  malformed: (exchange: string, looks: string) =>
    html`That is not an API key of ${exchange}. It is ${looks}. Copy it again and send it.`,
  several: (exchange: string) =>
    html`I only need the API key, and kept nothing of what you sent. If ${exchange} showed you a secret as well, that key was not made with the public key: delete it there, and choose “Self-generated”.`,
  sendAgain: html`I was restarted just then and kept nothing of your message. Please send the API key again.`,
  expired: html`That key pair has expired and was destroyed. If you registered its public key, delete that API key at the exchange: it is useless now.`,
  refused: {
    'unknown-key': html`The exchange does not know this API key. Copy all of it from the entry that you made with the public key, and send it again.`,
    'bad-secret': html`This API key was not made with my public key. Make one with it (“Self-generated”), and send that API key.`,
  } satisfies Partial<Record<LinkRefusal, Html>>,
  file: (exchange: string) => html`The public key for ${exchange}. It is no secret.`,
  fileName: (exchange: string) => `undock-public-key-${exchange}.pem`,
  deprecated: (exchange: string, source: string) =>
    html`⚪ It signs with a secret (HMAC), which ${exchange} calls <a href="${source}">deprecated</a>. “Replace key” puts a key pair in its place; bots, books and history stay.`,
  buttons: {
    copy: 'Copy the public key',
    asFile: 'Public key as a file (.pem)',
    paste: 'Paste a key and secret instead',
    pair: '‹ Use a key pair instead',
    show: 'Show the public key',
    makeNew: 'Make a new key pair',
  },
}
