import { ago, count } from '../english.ts'
import { day } from '../format.ts'
import { html, type Html } from '../view.ts'

/** English for the review of keys. */
export const REVIEW_EN = {
  title: html`<b>Review of your keys</b>`,
  noKeys: html`No exchange key is linked yet.`,
  nothing: html`✅ Nothing to mend.`,
  more: (n: number) => html`… and ${n} more, less pressing: they show once these are mended.`,
  key: (label: string, tail: string) => html`<b>${label}</b> …${tail}`,
  and: (one: Html, other: Html) => html`${one}, ${other}`,

  dead: (key: Html, exchange: string) =>
    html`🔴 ${key}: ${exchange} refuses it. Its bots are paused, and Undock can’t close anything there.`,
  mayWithdraw: (key: Html) =>
    html`🔴 ${key} may <b>withdraw</b>: whoever gets it can take your coins. Make a key without that right.`,
  withdrawUntold: (key: Html, exchange: string) =>
    html`🟠 ${key}: ${exchange} does not tell whether it may withdraw. Look there that Withdraw is off.`,
  unbound: (key: Html, rule: string, ips: readonly string[]) =>
    html`🟡 ${key} works from any address. ${rule} Bind it to ${ips.length === 0 ? 'our address' : ips.join(', ')} there.`,
  noRule: (exchange: string, trades: boolean) =>
    `${exchange} is not known to end such keys, but whoever gets it can ${trades ? 'trade with it' : 'see your account'}.`,
  expires: (mark: string, key: Html, daysLeft: number, at: Date) =>
    html`${mark} ${key} ${expiry(daysLeft)} on ${day(at)}: from then on its bots stop, and Undock can’t close anything. Replace it before.`,
  idle: (key: Html, days: number) =>
    html`🟡 ${key} had no bot and no trade for ${days} days. A key that nothing uses is better gone.`,
  old: (key: Html, createdAt: Date, now: Date) =>
    html`🟡 ${key} was made ${ago(createdAt, now)}. The older a key, the more places may have seen it: a fresh one is safer.`,
  deprecatedSecret: (key: Html, exchange: string) =>
    html`⚪ ${key} signs with a secret (HMAC). ${exchange} calls such keys deprecated: put a key pair made by Undock in its place. Bots, books and history stay.`,
  shared: (exchange: string, times: number, keys: Html) =>
    html`🟡 One account at ${exchange} is linked ${times} times: ${keys}. Their bots spend the same money, and each key is one more to lose.`,
  unverified: (exchange: string) =>
    html`⚪ ${exchange}: not all that Undock does there could be tried with a live account. Begin with little money.`,

  buttons: {
    link: 'Link a key',
    keys: 'Keys',
    replace: (label: string) => `Replace key: ${label}`,
    open: (exchange: string, label: string) => `Look at ${exchange}: ${label}`,
    disconnect: (label: string) => `Disconnect ${label}`,
    unverified: (exchange: string) => `What is unverified: ${exchange}`,
  },
}

function expiry(daysLeft: number): string {
  if (daysLeft < 0) return 'expired'
  return daysLeft < 1
    ? 'expires within a day,'
    : `expires in ${count(Math.floor(daysLeft), 'day')},`
}
