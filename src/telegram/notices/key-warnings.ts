import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import { endOf } from '../../keys/key-end.ts'
import type { Key } from '../../keys/key.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Growth } from '../../keys/rights-growth.ts'
import type { Deps } from '../deps.ts'
import { count, day } from '../format.ts'
import { button, html, lines, link, type Html, type View } from '../view.ts'

const DAY_MS = 86_400_000

type Reader = Pick<Deps, 'db' | 'clock'>

/** Undefined when it comes so late that the key is refused already, gone, or ends on another day. */
export async function keyEndsSoonOf(deps: Reader, keyId: string): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  const end = endOf(key)
  const left = end === undefined ? 0 : (end.at.getTime() - deps.clock.now().getTime()) / DAY_MS
  if (key.status !== 'linked' || key.health === 'dead' || end === undefined) return undefined
  // By now it was extended, or replaced by one that lasts.
  if (left <= 0 || left > 15) return undefined
  const { name } = EXCHANGE_FACTS[key.exchange]
  const when = html`${end.byRule ? 'about ' : ''}<b>${day(end.at)}</b>, ${inDays(left)}`
  return {
    kind: 'key-ends-soon',
    text: lines(
      html`🟡 <b>${key.label} …${key.tail} ends soon</b>: ${when}.`,
      end.byRule
        ? html`${name} names no day for it. That is its rule for keys that are not bound to addresses, counted from the day on which this one was made. A key that is bound to addresses is not under it.`
        : html`That is what ${name} tells of this key.`,
      html`Then Undock can’t trade, cancel or sell with it any more: your bots on it stop, and <b>their orders stay at ${name} with nobody minding them</b>.`,
      html`Make a new key there and replace this one before that: bots, orders and history stay as they are.`,
    ),
    keyboard: buttonsOf(key),
  }
}

/** Undefined when it comes so late that the right is gone again, or the key. */
export async function keyGrewOf(
  deps: Reader,
  { keyId, growth }: { keyId: string; growth: Growth },
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  if (key.status === 'unlinked' || !STILL_SO[growth](key)) return undefined
  return { kind: 'key-grew', text: lines(...GROWTH_WORDS[growth](key)), keyboard: buttonsOf(key) }
}

const STILL_SO: Record<Growth, (key: Key) => boolean> = {
  'may-withdraw': ({ rights }) => rights.withdraw === true,
  unbound: ({ rights }) => rights.ipBound === false,
}

const GROWTH_WORDS: Record<Growth, (key: Key) => Html[]> = {
  'may-withdraw': ({ exchange, label, tail }) => [
    html`🔴 <b>${label} …${tail} may withdraw by now.</b> Until the last check, ${EXCHANGE_FACTS[exchange].name} did not say so of it.`,
    html`Undock never withdraws, but <b>whoever gets hold of this key could take your coins</b>. If it was not you who switched that on, somebody else is in your account: change your password there, and look at its devices and keys.`,
    html`Take the right away at ${EXCHANGE_FACTS[exchange].name}, or make a new key without it and replace this one. Your bots go on meanwhile.`,
  ],
  unbound: ({ exchange, label, tail }) => {
    const { name, unboundRule } = EXCHANGE_FACTS[exchange]
    return [
      html`🟠 <b>${label} …${tail} works from any address by now.</b> Its list of addresses at ${name} was taken away.`,
      html`Whoever gets hold of this key could trade with it from anywhere.${unboundRule === undefined ? '' : ` ${unboundRule}`}`,
      html`Put the list back there, or make a new key that is bound and replace this one. Your bots go on meanwhile.`,
    ]
  },
}

function buttonsOf({ id, exchange, status }: Key): View['keyboard'] {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  return [
    [link(`Open ${name}`, keyPage)],
    ...(status === 'linked' ? [[button('Replace key', `key:${id}:replace`, 'primary')]] : []),
  ]
}

function inDays(left: number): string {
  return left < 1 ? 'in less than a day' : `in ${count(Math.round(left), 'day')}`
}
