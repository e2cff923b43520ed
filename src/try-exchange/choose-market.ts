import type { Market } from '../exchange/market.ts'
import type { Request } from './command-line.ts'
import { TryRefused } from './refused.ts'

const QUOTES = ['USDT', 'USDC', 'USD', 'EUR']

/** The market to ask about. @throws {TryRefused} if there is none as it was asked for. */
export function chooseMarket(
  markets: ReadonlyMap<string, Market>,
  { symbol, trade }: Pick<Request, 'symbol' | 'trade'>,
): Market {
  const quotes = trade === undefined ? QUOTES : [trade.coin]
  const wanted = symbol === undefined ? quotes.map((quote) => `BTC/${quote}`) : [symbol]
  const listed = wanted.flatMap((one) => markets.get(one) ?? [])
  const market = listed.find(({ active }) => active) ?? listed[0]
  if (market === undefined) {
    throw new TryRefused(`${wanted.join(', ')}: not listed there. Name another with --symbol.`)
  }
  if (trade !== undefined && market.quote !== trade.coin) {
    throw new TryRefused(
      `${market.symbol} is paid in ${market.quote}: write --trade in ${market.quote}.`,
    )
  }
  return market
}
