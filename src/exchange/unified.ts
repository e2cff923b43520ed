import type { Dialect } from './dialect.ts'

/** What ccxt does well enough on most exchanges; a dialect puts its own in the place of what does not fit. */
export const UNIFIED = {
  isTradable: ({ active }) => active !== false,

  cancel: (client, { symbol, clientOrderId }) =>
    client.cancelOrder(undefined, symbol, { clientOrderId }),

  find: (client, { symbol, clientOrderId }) =>
    client.fetchOrder(undefined, symbol, { clientOrderId }),

  findById: (client, symbol, id) => client.fetchOrder(id, symbol, {}),

  fetchTime: (client) => client.fetchTime(),
} satisfies Partial<Dialect>
