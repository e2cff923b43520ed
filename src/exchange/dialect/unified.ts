import type { Dialect } from './dialect.ts'

/** What ccxt does well enough on most exchanges; a dialect puts its own in the place of what does not fit. */
export const UNIFIED = {
  isTradable: ({ active }) => active !== false,

  fetchTime: (client) => client.fetchTime(),
} satisfies Partial<Dialect>
