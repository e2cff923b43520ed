import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { Key } from '../../keys/key.ts'
import { button, link, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'

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
export function findingsOf({ help: { review: w } }: Words, reviewed: Reviewed): Finding[] {
  const keys = reviewed.keys.filter(({ status }) => status === 'linked')
  return [
    ...keys.flatMap((key) => ofKey(w, key, reviewed)),
    ...ofSharedAccounts(w, keys, reviewed),
    ...ofUnverified(w, keys),
  ].toSorted((a, b) => a.rank - b.rank)
}

type ReviewWords = Words['help']['review']

function ofKey(w: ReviewWords, key: Key, { idle, egressIps, now }: Reviewed): Finding[] {
  const { rights, health, label } = key
  const { name: exchange, keyPage, unboundRule, secretsDeprecatedBy } = EXCHANGE_FACTS[key.exchange]
  const name = w.key(label, key.tail)
  const replace = button(w.buttons.replace(label), `key:${key.id}:replace`)
  const open = link(w.buttons.open(exchange, label), keyPage)
  const age = rights.createdAt && daysBetween(rights.createdAt, now)
  const left = rights.expiresAt && daysBetween(now, rights.expiresAt)
  if (health === 'dead') return [{ rank: 0, line: w.dead(name, exchange), button: replace }]
  const rule = unboundRule ?? w.noRule(exchange, rights.trade !== false)
  const findings: (Finding | false | undefined)[] = [
    rights.withdraw === true && { rank: 1, line: w.mayWithdraw(name), button: replace },
    rights.withdraw === undefined && {
      rank: 3,
      line: w.withdrawUntold(name, exchange),
      button: open,
    },
    rights.ipBound === false && { rank: 4, line: w.unbound(name, rule, egressIps), button: open },
    left !== undefined &&
      left <= EXPIRY_DAYS && {
        rank: left <= SOON_DAYS ? 2 : 5,
        line: w.expires(left <= SOON_DAYS ? '🟠' : '🟡', name, left, rights.expiresAt ?? now),
        button: replace,
      },
    idle.has(key.id) && {
      rank: 7,
      line: w.idle(name, IDLE_DAYS),
      button: button(w.buttons.disconnect(label), `dc:key:${key.id}`),
    },
    key.kind === 'secret' &&
      secretsDeprecatedBy !== undefined && {
        rank: 9,
        line: w.deprecatedSecret(name, exchange),
        button: replace,
      },
    age !== undefined &&
      age > OLD_DAYS && {
        rank: 8,
        line: w.old(name, rights.createdAt ?? now, now),
        button: replace,
      },
  ]
  return findings.filter((finding) => finding !== false && finding !== undefined)
}

/** Keys that open one account: their bots spend the same money. */
function ofSharedAccounts(w: ReviewWords, keys: readonly Key[], { idle }: Reviewed): Finding[] {
  const accounts = Map.groupBy(keys, (key) => `${key.exchange} ${key.accountUid}`)
  return [...accounts.values()].flatMap((some): Finding[] => {
    const spare = some.find(({ id }) => idle.has(id)) ?? some.at(-1)
    if (some.length < 2 || spare === undefined) return []
    const names = some.map(({ label, tail }) => w.key(label, tail)).reduce(w.and)
    return [
      {
        rank: 6,
        line: w.shared(EXCHANGE_FACTS[spare.exchange].name, some.length, names),
        button: button(w.buttons.disconnect(spare.label), `dc:key:${spare.id}`),
      },
    ]
  })
}

/** Exchanges that are traded on and were never tried with a live account. */
function ofUnverified(w: ReviewWords, keys: readonly Key[]): Finding[] {
  const traded = keys.filter(({ watchOnly }) => !watchOnly)
  return [...Map.groupBy(traded, ({ exchange }) => exchange)].flatMap(([id, [key]]): Finding[] => {
    const { name, unverified } = EXCHANGE_FACTS[id]
    if (key === undefined || unverified.length === 0) return []
    const show = button(w.buttons.unverified(name), `key:${key.id}:show`)
    return [{ rank: 10, line: w.unverified(name), button: show }]
  })
}

function daysBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 86_400_000
}
