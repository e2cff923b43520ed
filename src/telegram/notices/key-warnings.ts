import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { endOf } from '../../keys/key-end.ts'
import type { Key } from '../../keys/key.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Growth } from '../../keys/rights-growth.ts'
import type { Deps } from '../deps.ts'
import { button, lines, link, type View } from '../view.ts'
import type { Words } from '../words.ts'

const DAY_MS = 86_400_000

type Reader = Pick<Deps, 'db' | 'clock'>

/** Undefined when it comes so late that the key is refused already, gone, or ends on another day. */
export async function keyEndsSoonOf(
  deps: Reader,
  words: Words,
  keyId: string,
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  const end = endOf(key)
  const left = end === undefined ? 0 : (end.at.getTime() - deps.clock.now().getTime()) / DAY_MS
  if (key.status !== 'linked' || key.health === 'dead' || end === undefined) return undefined
  // By now it was extended, or replaced by one that lasts.
  if (left <= 0 || left > 15) return undefined
  const { name } = EXCHANGE_FACTS[key.exchange]
  const { endsSoon: w } = words.notices.keys
  return {
    kind: 'key-ends-soon',
    text: lines(
      w.headline(key, end.at, end.byRule, left),
      end.byRule ? w.byRule(name) : w.told(name),
      w.afterwards(name),
      w.next,
    ),
    keyboard: buttonsOf(words, key),
  }
}

/** Undefined when it comes so late that the right is gone again, or the key. */
export async function keyGrewOf(
  deps: Reader,
  words: Words,
  { keyId, growth }: { keyId: string; growth: Growth },
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  if (key.status === 'unlinked' || !STILL_SO[growth](key)) return undefined
  const { name, unboundRule } = EXCHANGE_FACTS[key.exchange]
  return {
    kind: 'key-grew',
    text: lines(...words.notices.keys.grew[growth](key, name, unboundRule)),
    keyboard: buttonsOf(words, key),
  }
}

const STILL_SO: Record<Growth, (key: Key) => boolean> = {
  'may-withdraw': ({ rights }) => rights.withdraw === true,
  unbound: ({ rights }) => rights.ipBound === false,
}

function buttonsOf(
  { notices: { keys: w } }: Words,
  { id, exchange, status }: Key,
): View['keyboard'] {
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  return [
    [link(w.open(name), keyPage)],
    ...(status === 'linked' ? [[button(w.replace, `key:${id}:replace`, 'primary')]] : []),
  ]
}
