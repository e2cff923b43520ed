import type { Growth } from '../../keys/rights-growth.ts'
import type { Key } from '../../keys/key.ts'
import { ago, count } from '../english.ts'
import { day, moment } from '../format.ts'
import { html, type Html } from '../view.ts'

/** English for notices about keys. */
export const KEY_NOTICES_EN = {
  open: (exchange: string) => `Open ${exchange}`,
  replace: 'Replace key',
  back: ({ label, tail }: Key) =>
    html`🟢 <b>${label} …${tail} works again.</b> The exchange accepts the key. If it has bots, I compare them with the account now and tell you in a message what changed meanwhile. They stay paused until you resume them.`,
  erased: {
    refused: ({ label, tail }: Key, exchange: string) =>
      html`✅ <b>${label} …${tail} is dead</b>: ${exchange} itself refuses it now. It is erased here.`,
    stillAccepted: ({ label, tail, checkedAt }: Key, exchange: string, now: Date) =>
      html`⚠️ <b>${label} …${tail}</b> is erased here after 24 hours, but ${exchange} still accepted it when it last answered, ${ago(checkedAt, now)}: <b>it is not deleted there</b>. Please delete it.`,
  },
  restored: {
    headline: ({ label, tail }: Key, backupMadeAt: Date) =>
      html`🟠 <b>${label} …${tail}: your bots are paused.</b> Undock had to be restored from a backup of ${moment(backupMadeAt)}.`,
    lookedUp: (exchange: string) =>
      html`What was bought and sold on ${exchange} since then was looked up there and is on record again. Nothing was sold, and resting orders stay. Please look at each bot before you resume it: bots made since then are gone from here.`,
    resume: 'Resume the bots',
  },
  endsSoon: {
    headline: ({ label, tail }: Key, at: Date, byRule: boolean, daysLeft: number) =>
      html`🟡 <b>${label} …${tail} ends soon</b>: ${byRule ? 'about ' : ''}<b>${day(at)}</b>, ${inDays(daysLeft)}.`,
    byRule: (exchange: string) =>
      html`${exchange} names no day for it. That is its rule for keys that are not bound to addresses, counted from the day on which this one was made. A key that is bound to addresses is not under it.`,
    told: (exchange: string) => html`That is what ${exchange} tells of this key.`,
    afterwards: (exchange: string) =>
      html`Then Undock can’t trade, cancel or sell with it any more: your bots on it stop, and <b>their orders stay at ${exchange} with nobody minding them</b>.`,
    next: html`Make a new key there and replace this one before that: bots, orders and history stay as they are.`,
  },
  grew: {
    'may-withdraw': ({ label, tail }, exchange) => [
      html`🔴 <b>${label} …${tail} may withdraw by now.</b> Until the last check, ${exchange} did not say so of it.`,
      html`Undock never withdraws, but <b>whoever gets hold of this key could take your coins</b>. If it was not you who switched that on, somebody else is in your account: change your password there, and look at its devices and keys.`,
      html`Take the right away at ${exchange}, or make a new key without it and replace this one. Your bots go on meanwhile.`,
    ],
    unbound: ({ label, tail }, exchange, rule) => [
      html`🟠 <b>${label} …${tail} works from any address by now.</b> Its list of addresses at ${exchange} was taken away.`,
      html`Whoever gets hold of this key could trade with it from anywhere.${rule === undefined ? '' : ` ${rule}`}`,
      html`Put the list back there, or make a new key that is bound and replace this one. Your bots go on meanwhile.`,
    ],
  } as Record<Growth, (key: Key, exchange: string, rule: string | undefined) => Html[]>,
}

function inDays(left: number): string {
  return left < 1 ? 'in less than a day' : `in ${count(Math.round(left), 'day')}`
}
