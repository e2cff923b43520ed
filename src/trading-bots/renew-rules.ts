import type { Market } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import type { MarketLook } from './plan-bot.ts'

/**
 * Fetches the rules of a pair again, because an order was refused by them. `unchanged`: it would be
 * refused again. `unknown`: there was no new list of markets, or the pair is missing from it.
 */
export async function renewRules(
  core: KeyCore,
  key: Pick<Key, 'exchange'>,
  before: MarketLook,
  symbol: string,
): Promise<MarketLook | 'unchanged' | 'unknown'> {
  const source = core.exchanges.markets(key.exchange)
  const markets = await source.fetchMarkets(0)
  if (markets === before.markets || (await source.fetchMissing([symbol])).has(symbol))
    return 'unknown'
  return rulesText(markets.get(symbol)) === rulesText(before.markets.get(symbol))
    ? 'unchanged'
    : { ...before, markets }
}

function rulesText(market: Market | undefined): string {
  return JSON.stringify(market)
}
