import type { CredentialField } from '../../exchange/credentials/exchange-facts.ts'
import { moment } from '../format.ts'
import { html } from '../view.ts'
import { capital, partsOf } from './fields.en.ts'

type Fields = readonly CredentialField[]

/** English for the page that seals credentials in the browser, and for the chat around it. */
export const SEALED_PAGE_EN = {
  offer: (fields: Fields) =>
    html`<b>Sealed in your browser: Telegram never sees it.</b> Open the page below and paste ${partsOf(fields)} there. It works once, within 10 minutes.`,
  again: html`The page below is a new one, for 10 minutes: what you paste there is sealed in your browser, and Telegram never sees it.`,
  orSend: (fields: Fields) =>
    html`Or send ${partsOf(fields)} here, each on a line of its own, or a file with them in it.`,
  restarted: html`I was restarted just after your sealed key came, and kept nothing of it. Please enter it again.`,
  late: html`A key came from the sealed page, but I was no longer waiting for it, so I kept nothing of it. To link a key, use /link.`,
  lost: html`I was restarted just after your sealed key came. /keys shows whether it is linked; if not, use /link again.`,
  buttons: {
    miniApp: 'Open the sealed page',
    browser: 'Open it in my browser',
  },

  page: {
    title: 'Undock: link a key',
    heading: (exchange: string, replaces: boolean) =>
      replaces ? `Replace your ${exchange} key` : `Link your ${exchange} key`,
    why: 'What you enter is sealed in this browser, and only Undock can open it. Telegram never sees it.',
    until: (at: Date) => `This page works once, until ${moment(at).slice(11)}.`,
    paste: (exchange: string) => `Paste what ${exchange} shows`,
    looks: ({ label, looks }: CredentialField) => `${capital(label)}: ${looks}`,
    file: 'Or choose the file you downloaded',
    send: 'Seal and send',
    failed: 'Undock can’t look this link up just now. Wait a moment and open it again.',
    noScript:
      'This page needs JavaScript to seal what you enter. Turn it on, or send the key in the chat.',
    notLoaded: 'This page did not load completely. Reload it, or send the key in the chat.',
    says: {
      sending: 'Sealing and sending…',
      taken: 'Sealed and sent. Go back to the chat: the result appears there.',
      'file-taken': 'The file’s text is in the field. Check it, then seal and send it.',
      empty: 'The field is empty. Paste the key first.',
      'too-long': 'That is longer than any key. Paste only the key, or choose another file.',
      'no-text': 'That is not a text file. Choose the file that the exchange gave you.',
      malformed:
        'That is not what this exchange shows for a key. Nothing was kept. Copy it again and send it.',
      incomplete:
        'A part of the key is missing. Nothing was kept. Paste all parts and send them together.',
      unreadable:
        'Undock could not open it, so nothing was kept. Reload this page and send it again.',
      foreign:
        'This page was made for another Telegram account. Nothing was kept. Open your own chat with the bot and send /link there.',
      stale:
        'This page was opened too long ago. Nothing was kept. Close the page and open it from the chat again.',
      unreachable:
        'Undock did not answer. Check the chat: if nothing arrives there within a minute, send it again.',
      unsupported:
        'This browser can’t seal anything. Open the link in another browser, or send the key in the chat.',
    },
    over: {
      unknown: 'This link is not valid. Send /link to the bot to get a new one.',
      expired:
        'This link has expired: it works for 10 minutes. Send /link to the bot to get a new one.',
      used: 'This link has been used already, and it works only once. The result is in the chat. To get a new one, send /link to the bot.',
      left: 'This link no longer works: linking was cancelled in the chat, or there is a newer link. Send /link to the bot to get a new one.',
    },
  },
}
