import type { Key, KeyCause } from './key.ts'

/** What the exchange last said of another trader's key, as far as it tells of the exchange or of us. */
export type OtherKey = Pick<Key, 'health' | 'cause' | 'refusedSince' | 'checkedAt'> & {
  ipBound: boolean | undefined
}

/** Refused among those asked: from this part on it is not the keys. */
const FLEET_PART = 1 / 4

/** These need not be the key's own fault at all: our address may have changed, or our way there. */
const SHARED: ReadonlySet<KeyCause> = new Set(['ip-blocked', 'not-permitted', 'wrong-environment'])

/**
 * Whether an exchange refuses others at once with this key: then the cause is our address, our
 * software or the exchange itself. `others` are keys of other people and accounts on the exchange.
 *
 * One other that is refused since `windowSeconds` before this one or later is enough, unless most that
 * were asked meanwhile were answered well. What it is refused for counts for nothing: an exchange in
 * trouble does not choose its words. Of those that are well, a key that may be used from anywhere says
 * nothing of our address to one that is bound.
 */
export function isFleetRefusal(
  key: Pick<Key, 'refusedSince' | 'rights'>,
  cause: KeyCause,
  others: readonly OtherKey[],
  windowSeconds: number,
): boolean {
  const { refusedSince: since } = key
  if (since === undefined) return false
  const asked = others.filter(({ checkedAt }) => checkedAt > since)
  const began = since.getTime() - windowSeconds * 1000
  const refused = asked.filter(
    (other) => other.cause !== undefined && (other.refusedSince ?? since).getTime() >= began,
  )
  const mayBeAddress = SHARED.has(cause) && key.rights.ipBound !== false
  const well = asked.filter(
    ({ health, ipBound }) => health === 'healthy' && !(mayBeAddress && ipBound === false),
  )
  return refused.length > 0 && refused.length + 1 >= FLEET_PART * (well.length + refused.length + 1)
}

/**
 * For how many seconds a key may be kept from being called dead while others are refused alike. What
 * names the key is told soon, true or not for all of them: an exchange has deleted thousands of unsafe
 * keys in one day (ccxt#16777). For the rest an operator, if there is
 * one, has a quarter of a day to mend it; then each trader must know that nobody minds their orders.
 */
export function longestHold(cause: KeyCause, hasOperator: boolean): number {
  return hasOperator && SHARED.has(cause) ? 6 * 3_600 : 900
}
