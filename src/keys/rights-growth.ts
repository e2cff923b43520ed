import type { KeyRights } from '../exchange/exchange.ts'

/** What a key may by now and could not before. */
export type Growth = 'may-withdraw' | 'unbound'

/** Rights that grew between two answers. What an answer leaves open is no change. */
export function rightsThatGrew(before: KeyRights, after: KeyRights): Growth[] {
  const grown: Growth[] = []
  // Not known before counts as well: the key was linked without anybody knowing of it.
  if (after.withdraw === true && before.withdraw !== true) grown.push('may-withdraw')
  if (after.ipBound === false && before.ipBound === true) grown.push('unbound')
  return grown
}
