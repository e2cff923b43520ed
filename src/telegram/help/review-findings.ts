import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import { ago, count, day } from '../format.ts'
import { button, html, link, type Html, type View } from '../view.ts'

const OLD_DAYS = 90
/** A key that nothing used for so long is called idle. */
export const IDLE_DAYS = 30
const EXPIRY_DAYS = 14
/** Nearer than that, an expiry comes before everything that can wait. */
const SOON_DAYS = 3

/** What a review looks at. */
export interface Reviewed {
  keys: readonly Key[]
  /** Ids of keys with no bot and no trade for {@link IDLE_DAYS} days. */
  idle: ReadonlySet<string>
  /** Addresses that keys can be bound to; empty when the operator names none. */
  egressIps: readonly string[]
  now: Date
}

/** One thing to mend, with the button that does the next sensible thing about it. */
export interface Finding {
  /** 0 is worst. */
  rank: number
  line: Html
  button: View['keyboard'][number][number]
}

/** What to mend about these keys, worst first. Keys on their way out are left out. */
export function findingsOf(reviewed: Reviewed): Finding[] {
  const keys = reviewed.keys.filter(({ status }) => status === 'linked')
  return [
    ...keys.flatMap((key) => ofKey(key, reviewed)),
    ...ofSharedAccounts(keys, reviewed),
    ...ofUnverified(keys),
  ].toSorted((a, b) => a.rank - b.rank)
}

function ofKey(key: Key, { idle, egressIps, now }: Reviewed): Finding[] {
  const { rights, health, label } = key
  const { name: exchange, keyPage, unboundRule } = EXCHANGE_FACTS[key.exchange]
  const name = nameOf(key)
  const replace = button(`Replace key: ${label}`, `key:${key.id}:replace`)
  const open = link(`Look at ${exchange}: ${label}`, keyPage)
  const age = rights.createdAt && daysBetween(rights.createdAt, now)
  const left = rights.expiresAt && daysBetween(now, rights.expiresAt)
  if (health === 'dead') {
    const line = html`🔴 ${name}: ${exchange} refuses it. Its bots are paused, and Undock can’t close anything there.`
    return [{ rank: 0, line, button: replace }]
  }
  const findings: (Finding | false | undefined)[] = [
    rights.withdraw === true && {
      rank: 1,
      line: html`🔴 ${name} may <b>withdraw</b>: whoever gets it can take your coins. Make a key without that right.`,
      button: replace,
    },
    rights.withdraw === undefined && {
      rank: 3,
      line: html`🟠 ${name}: ${exchange} does not tell whether it may withdraw. Look there that Withdraw is off.`,
      button: open,
    },
    rights.ipBound === false && {
      rank: 4,
      line: html`🟡 ${name} works from any address. ${unboundRule ?? `${exchange} is not known to end such keys, but whoever gets it can ${rights.trade === false ? 'see your account' : 'trade with it'}.`} Bind it to ${addressesOf(egressIps)} there.`,
      button: open,
    },
    left !== undefined &&
      left <= EXPIRY_DAYS && {
        rank: left <= SOON_DAYS ? 2 : 5,
        line: html`${left <= SOON_DAYS ? '🟠' : '🟡'} ${name} ${expiryWords(left)} on ${day(rights.expiresAt ?? now)}: from then on its bots stop, and Undock can’t close anything. Replace it before.`,
        button: replace,
      },
    idle.has(key.id) && {
      rank: 7,
      line: html`🟡 ${name} had no bot and no trade for ${IDLE_DAYS} days. A key that nothing uses is better gone.`,
      button: button(`Disconnect ${label}`, `dc:key:${key.id}`),
    },
    age !== undefined &&
      age > OLD_DAYS && {
        rank: 8,
        line: html`🟡 ${name} was made ${ago(rights.createdAt ?? now, now)}. The older a key, the more places may have seen it: a fresh one is safer.`,
        button: replace,
      },
  ]
  return findings.filter((finding) => finding !== false && finding !== undefined)
}

/** Keys that open one account: their bots spend the same money. */
function ofSharedAccounts(keys: readonly Key[], { idle }: Reviewed): Finding[] {
  const accounts = Map.groupBy(keys, (key) => `${key.exchange} ${key.accountUid}`)
  return [...accounts.values()].flatMap((some): Finding[] => {
    const spare = some.find(({ id }) => idle.has(id)) ?? some.at(-1)
    if (some.length < 2 || spare === undefined) return []
    const names = some.map(nameOf).reduce((all, one) => html`${all}, ${one}`)
    return [
      {
        rank: 6,
        line: html`🟡 One account at ${EXCHANGE_FACTS[spare.exchange].name} is linked ${some.length} times: ${names}. Their bots spend the same money, and each key is one more to lose.`,
        button: button(`Disconnect ${spare.label}`, `dc:key:${spare.id}`),
      },
    ]
  })
}

/** Exchanges that are traded on and were never tried with a live account. */
function ofUnverified(keys: readonly Key[]): Finding[] {
  const traded = keys.filter(({ watchOnly }) => !watchOnly)
  return [...Map.groupBy(traded, ({ exchange }) => exchange)].flatMap(([id, [key]]): Finding[] => {
    const { name, unverified } = EXCHANGE_FACTS[id]
    if (key === undefined || unverified.length === 0) return []
    return [
      {
        rank: 9,
        line: html`⚪ ${name}: not all that Undock does there could be tried with a live account. Begin with little money.`,
        button: button(`What is unverified: ${name}`, `key:${key.id}:show`),
      },
    ]
  })
}

function nameOf({ label, tail }: Key): Html {
  return html`<b>${label}</b> …${tail}`
}

function addressesOf(egressIps: readonly string[]): string {
  return egressIps.length === 0 ? 'our address' : egressIps.join(', ')
}

function expiryWords(left: number): string {
  if (left < 0) return 'expired'
  return left < 1 ? 'expires within a day,' : `expires in ${count(Math.floor(left), 'day')},`
}

function daysBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 86_400_000
}
