import type { CcxtClient, CcxtMarket } from './ccxt-client.ts'

/** A client to which every symbol is one market that the exchange does not have. */
export function withNoMarket(client: CcxtClient, like: CcxtMarket): CcxtClient {
  const nowhere = { ...like, id: idOfNone(like) }
  return Object.create(client, { market: { value: () => nowhere } }) as CcxtClient
}

/** In the form of that market's own id, whose base is another coin's name: one that no coin has. */
function idOfNone({ id, base }: CcxtMarket): string {
  // Kraken and Bitfinex have names of their own for some coins.
  const named = id.replace(new RegExp(`${RegExp.escape(base)}|XBT`, 'i'), (coin) =>
    coin === coin.toLowerCase() ? 'qqzz' : 'QQZZ',
  )
  return named === id ? `QQZZ${id}` : named
}
