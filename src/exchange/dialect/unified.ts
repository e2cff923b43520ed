import type { Dialect } from './dialect.ts'
import type { KeyRights } from '../exchange.ts'

/** What ccxt does well enough on most exchanges; a dialect puts its own in the place of what does not fit. */
export const UNIFIED = {
  isTradable: ({ active }) => active !== false,

  fetchTime: (client) => client.fetchTime(),
} satisfies Partial<Dialect>

/** Of a key of which its exchange reports nothing but that it works. */
export const RIGHTS_UNREPORTED: KeyRights = {
  read: true,
  trade: undefined,
  withdraw: undefined,
  ipBound: undefined,
  createdAt: undefined,
  expiresAt: undefined,
}
