import { MARKETS, type Market } from '../../../src/playground/paper-exchange/markets.ts'

/** The oldest coins have a name of four letters, and another without the X; two of them are called otherwise at all. */
const OLD: Readonly<Record<string, { id: string; altName: string }>> = {
  BTC: { id: 'XXBT', altName: 'XBT' },
  ETH: { id: 'XETH', altName: 'ETH' },
  XRP: { id: 'XXRP', altName: 'XRP' },
  LTC: { id: 'XLTC', altName: 'LTC' },
  DOGE: { id: 'XXDG', altName: 'XDG' },
}

/** `XXBT` or `USDT`, as balances and pairs say it. */
export function assetIdOf(asset: string): string {
  return OLD[asset]?.id ?? asset
}

/** `XBT` or `USDT`. */
export function assetAltNameOf(asset: string): string {
  return OLD[asset]?.altName ?? asset
}

/** `ETHXBT`: what orders call a pair. */
export function altNameOf({ base, quote }: Market): string {
  return `${assetAltNameOf(base)}${assetAltNameOf(quote)}`
}

/** `XETHXXBT`: what lists and trades call a pair; those of two old coins are named by their long names. */
export function pairIdOf(market: Market): string {
  const { base, quote } = market
  const areOld = [base, quote].every((asset) => OLD[asset] !== undefined)
  return areOld ? `${assetIdOf(base)}${assetIdOf(quote)}` : altNameOf(market)
}

/** By either name. */
export function findMarketOf(pair: string): Market | undefined {
  return MARKETS.find((each) => [pairIdOf(each), altNameOf(each)].includes(pair))
}
