import type { CredentialField } from '../../exchange/credentials/exchange-facts.ts'
import { count } from '../english.ts'
import { html, type Html } from '../view.ts'
import { REFUSALS_EN } from './cause-words.en.ts'
import { capital, looksOf, partsOf } from './fields.en.ts'

type Fields = readonly CredentialField[]

/** English for linking a key. */
export const LINK_EN = {
  title: html`<b>Link a key</b>`,
  which: html`Which exchange is it for?`,
  unknownExchange: 'Undock does not speak to that exchange.',
  cancelled: 'Nothing is being linked.',

  linkOne: (exchange: string) => html`<b>Link ${exchange}</b>`,
  replace: (label: string, tail: string) =>
    html`<b>Replace ${label} …${tail}</b>\nMake a new key of the same account. Bots, books and history stay; nothing is bought or sold.`,
  inPlayground: html`This is the playground: press “Create an API key” beside this chat, then “Paste into the chat”, and send it.`,
  inPlaygroundWithPage: html`This is the playground: press “Create an API key” beside this chat and copy it.`,
  wanted: (fields: Fields) =>
    html`Send ${partsOf(fields)}, each on a line of its own. ${looksOf(fields)}`,
  send: (fields: Fields) =>
    html`Then send ${partsOf(fields)} here, each on a line of its own, or a file with them in it. ${looksOf(fields)}`,
  looks: (fields: Fields) => html`${looksOf(fields)}`,
  deleted: html`Your message is deleted at once and never stored; Telegram has carried it, though. The key is tried before it is kept.`,
  unverified: (exchange: string, asOf: string) =>
    html`Steps as of ${asOf}. <b>Unverified</b>, for want of a live account at ${exchange}:`,

  nextPart: (before: Fields, { label, looks }: CredentialField) => {
    const taken = before.map((field) => field.label).join(' and ')
    return taken === ''
      ? html`Taken. Now send the <b>${label}</b>: ${looks}.`
      : html`${capital(taken)} taken. Now send the <b>${label}</b>: ${looks}.`
  },
  malformed: (exchange: string, fields: Fields) =>
    html`That is not what ${exchange} gives out, so I kept nothing of it. ${looksOf(fields)}`,
  copyAgain: (fields: Fields) =>
    html`Copy ${fields.length === 2 ? 'both' : 'all'} again and send ${partsOf(fields)}, each on a line of its own.`,
  sendAgain: (fields: Fields) =>
    html`I was restarted just then and kept nothing of your message. Please send ${partsOf(fields)} again.`,
  keyForgotten: (fields: Fields) =>
    html`I had that key in memory only, and it is not there any more: nothing was kept. Please send ${partsOf(fields)} again.`,
  sendTogether: (fields: Fields) =>
    html`I kept nothing of what came before, so I can’t put it together. Please send ${partsOf(fields)} in one message, each on a line of its own.`,
  sendAsText: (fields: Fields, deleted: boolean) =>
    deleted
      ? html`I can’t read a key from that, so I deleted it. Please send ${partsOf(fields)} as text, or in a text file.`
      : html`I can’t read a key from that. Please send ${partsOf(fields)} as text, or in a text file. If they can be seen in what you sent, delete that message.`,
  notDeleted: html`⚠️ <b>I could not delete your message.</b> Please delete it yourself now: whoever reads this chat could use the key.`,
  strayDeleted: html`That looked like an API key or a secret, so I deleted your message and kept nothing of it.`,
  stray: html`That looked like an API key or a secret. I kept nothing of it.`,
  strayFile: (deleted: boolean) =>
    deleted
      ? html`I could not open that file. It may hold a key, so I deleted your message and kept nothing of it.`
      : html`I could not open that file. I kept nothing of it.`,
  questionStands: html`The question above still stands: please answer that. To link a key, use /link.`,
  toLink: html`To link a key, use /link.`,

  refused: REFUSALS_EN,
  refusal: (why: Html) => html`❌ ${why}`,
  keyGone: html`The key you wanted to replace is being disconnected, or is gone already. I kept nothing of the new one.`,
  replaced: (tail: string) => html`✅ The new key …${tail} is in place of the old one.`,
  comparing: (bots: number, exchange: string) =>
    html`Your bots and their orders were not touched, and nothing was bought or sold. Now I compare ${count(bots, 'bot')} with the account and tell you in a message what changed. No bot that stands still can be resumed before; if ${exchange} does not answer now, I do it as soon as it does.`,
  oldErased: (exchange: string) =>
    html`The old key is erased here. If it still exists at ${exchange}, delete it there.`,
  watchOnly: html`It can’t trade, so it is kept as <b>watch only</b>: no bot can run on it, and I tell you when something happens to it.`,
  linked: (label: string, tail: string) => html`✅ <b>${label}</b> …${tail} is linked.`,
  keptBefore: html`You kept these when you left this account before:`,
  kept: (amount: string, price: string) => html`• ${amount}, bought at about ${price}`,
  movable: (bots: number) =>
    bots === 1
      ? html`1 bot was removed when you disconnected lately. Its settings can go on here, paused until you resume it.`
      : html`${count(bots, 'bot')} were removed when you disconnected lately. Their settings can go on here, paused until you resume them.`,
  botWith: (coins: string) => `New bot with ${coins}`,

  untold: (exchange: string, tail: string, { withdraw, trade }: Untold) => {
    const rights = [withdraw && 'withdraw', trade && 'trade'].filter((right) => right !== false)
    return html`⚠️ <b>${exchange} does not tell whether the key …${tail} may ${rights.join(' or ')}.</b> It works, and is not kept yet.`
  },
  mayWithdraw: (exchange: string) =>
    html`<b>If this key can withdraw, whoever gets it can take your coins.</b> Undock can’t look that up for you: open ${exchange}’s page and see for yourself that Withdraw is off.`,
  mayTrade: html`Whether it may trade shows with the first order of a bot: if not, that order is refused and nothing is bought.`,
  inMemory: html`Until you decide, the key is in memory only, for 15 minutes.`,
  inMemoryOldStays: html`Until you decide, the key is in memory only, for 15 minutes. The old key stays in its place meanwhile.`,
  withdrawIsOff: 'Withdraw is off: keep it',
  keep: 'Keep it',
  dontKeep: 'Don’t keep it',
  notKept: (exchange: string) =>
    html`Not kept, and forgotten here. The key still exists at ${exchange}: delete it there if you don’t need it.`,
  questionOver: 'That question is over: nothing was done. To link a key, use /link.',
  cancel: 'Cancel',
}

/** Rights of which the exchange does not tell whether a key has them. */
interface Untold {
  withdraw: boolean
  trade: boolean
}
