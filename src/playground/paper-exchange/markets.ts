import { Big } from 'big.js'

/** What can be traded for what, and within which limits. */
export interface Market {
  /** As ccxt writes it, `BTC/USDT`. */
  symbol: string
  /** As Binance writes it, `BTCUSDT`. */
  id: string
  base: string
  quote: string
  tickSize: Big
  stepSize: Big
  minAmount: Big
  maxAmount: Big
  /** The most that one market order may move. */
  maxMarketAmount: Big
  minCost: Big
  maxPrice: Big
}

/** An asset's first price and character. */
export interface AssetFacts {
  usd: string
  /** Deviation of the logarithm of its price in one step of the walk. */
  volatility: number
  /** USD that wait in the best level of its order books. */
  depth: number
}

/** How far a limit price may lie from the market's, as a factor (PERCENT_PRICE_BY_SIDE). */
export const PRICE_BAND = { up: new Big(5), down: new Big('0.2') }

/** The most orders that one account may have open in one market. */
export const MAX_NUM_ORDERS = 200

/** The share of each fill that the exchange keeps, maker and taker alike. */
export const FEE_RATE = new Big('0.001')

/** The share where it is paid in BNB. */
export const BNB_FEE_RATE = new Big('0.00075')

/** Every asset that is traded here, with its price when the exchange is created. */
export const ASSETS: Record<string, AssetFacts> = {
  USDT: { usd: '1', volatility: 0, depth: 0 },
  BTC: { usd: '60000', volatility: 0.0006, depth: 60_000 },
  ETH: { usd: '3000', volatility: 0.0008, depth: 40_000 },
  BNB: { usd: '600', volatility: 0.0007, depth: 20_000 },
  SOL: { usd: '150', volatility: 0.0011, depth: 20_000 },
  XRP: { usd: '0.6', volatility: 0.001, depth: 12_000 },
  ADA: { usd: '0.45', volatility: 0.0011, depth: 8_000 },
  DOGE: { usd: '0.12', volatility: 0.0013, depth: 8_000 },
  LINK: { usd: '15', volatility: 0.0012, depth: 6_000 },
  LTC: { usd: '80', volatility: 0.0009, depth: 6_000 },
  AVAX: { usd: '28', volatility: 0.0013, depth: 5_000 },
  PEPE: { usd: '0.00001', volatility: 0.0018, depth: 2_000 },
}

const MIN_COST: Record<string, string> = { USDT: '5', BTC: '0.0001', ETH: '0.005' }

// The decimals of tick and step add up to 8 at most, so that every cost is exact on the wire.
const SIZES: [symbol: string, tickSize: string, stepSize: string][] = [
  ['BTC/USDT', '0.01', '0.00001'],
  ['ETH/USDT', '0.01', '0.0001'],
  ['BNB/USDT', '0.01', '0.001'],
  ['SOL/USDT', '0.01', '0.001'],
  ['XRP/USDT', '0.0001', '0.1'],
  ['ADA/USDT', '0.0001', '0.1'],
  ['DOGE/USDT', '0.00001', '1'],
  ['LINK/USDT', '0.01', '0.01'],
  ['LTC/USDT', '0.01', '0.001'],
  ['AVAX/USDT', '0.01', '0.01'],
  ['PEPE/USDT', '0.00000001', '1'],
  ['ETH/BTC', '0.00001', '0.001'],
  ['BNB/BTC', '0.000001', '0.01'],
  ['SOL/BTC', '0.000001', '0.01'],
  ['XRP/BTC', '0.00000001', '1'],
  ['LINK/BTC', '0.0000001', '0.1'],
  ['SOL/ETH', '0.00001', '0.001'],
  ['LINK/ETH', '0.000001', '0.01'],
]

/** Every market of the paper exchange. */
export const MARKETS: readonly Market[] = SIZES.map(([symbol, tickSize, stepSize]) =>
  toMarket(symbol, new Big(tickSize), new Big(stepSize)),
)

function toMarket(symbol: string, tickSize: Big, stepSize: Big): Market {
  const [base = '', quote = ''] = symbol.split('/')
  return {
    symbol,
    id: `${base}${quote}`,
    base,
    quote,
    tickSize,
    stepSize,
    minAmount: stepSize,
    maxAmount: stepSize.times(900_000_000),
    maxMarketAmount: stepSize.times(90_000_000),
    minCost: new Big(MIN_COST[quote] ?? 0),
    maxPrice: tickSize.times(100_000_000),
  }
}

/**
 * The market with this ccxt symbol.
 *
 * @throws {RangeError} if it is not traded here.
 */
export function getMarket(symbol: string): Market {
  const market = MARKETS.find((each) => each.symbol === symbol)
  if (!market) throw new RangeError(`Cannot find ${symbol}: not traded on the paper exchange`)
  return market
}

/** `value` cut to a multiple of `size`, towards zero. */
export function roundDown(value: Big, size: Big): Big {
  return value.div(size).round(0, Big.roundDown).times(size)
}

/** The multiple of `size` that is nearest to `value`, at least one. */
export function roundToSize(value: Big, size: Big): Big {
  const rounded = value.div(size).round(0, Big.roundHalfUp).times(size)
  return rounded.lt(size) ? size : rounded
}
