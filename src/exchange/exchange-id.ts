/** The exchanges that Undock speaks to, in the order in which traders see them. */
export const EXCHANGE_IDS = [
  'binance',
  'bybit',
  'okx',
  'kucoin',
  'bitget',
  'gate',
  'kraken',
  'mexc',
  'bingx',
  'htx',
  'coinbase',
  'cryptocom',
  'bitfinex',
] as const

/** One of the exchanges that Undock speaks to. */
export type ExchangeId = (typeof EXCHANGE_IDS)[number]

export function isExchangeId(text: string): text is ExchangeId {
  return (EXCHANGE_IDS as readonly string[]).includes(text)
}
