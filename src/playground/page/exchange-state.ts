import { Big } from 'big.js'
import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'
import type { Happening, Happenings } from './happenings.ts'
import type { Levers } from './levers.ts'

/** The exchange as the page draws it: plain JSON, money as decimal text, times as ISO text. */
export interface ExchangeState {
  /** Oldest first, deleted ones included. */
  keys: KeyState[]
  balances: BalanceState[]
  symbols: SymbolState[]
  /** Oldest first. */
  openOrders: OrderState[]
  /** The last 30, newest first. */
  trades: TradeState[]
  maintenance: boolean
  /** Milliseconds that every answer takes longer. */
  latency: number
  /** What happened lately, newest first. */
  happenings: Happening[]
}

/** An API key without its secret. @public */
export interface KeyState {
  apiKey: string
  label: string
  state: ReturnType<PaperExchange['keys']>[number]['state']
  rights: { trade: boolean; withdraw: boolean; ipRestrict: boolean }
}

/** What the account has of one asset. @public */
export interface BalanceState {
  asset: string
  free: string
  locked: string
  /** What all of it is worth, to the cent; undefined if it has no price in USDT. */
  worthUsdt?: string
}

/** One market. */
export interface SymbolState {
  symbol: string
  base: string
  quote: string
  price: string
  /** Percent against the price 24 hours ago, two decimals. */
  change: string
  tickSize: string
  stepSize: string
}

/** A resting order. @public */
export interface OrderState {
  id: number
  /** True if Undock placed it. */
  ours: boolean
  symbol: string
  side: 'buy' | 'sell'
  /** Missing for a market order. */
  price?: string
  amount: string
  filled: string
}

/** A fill. @public */
export interface TradeState {
  id: number
  ours: boolean
  symbol: string
  side: 'buy' | 'sell'
  price: string
  amount: string
  at: string
}

/** What the state is read from. */
export interface ExchangeSource {
  exchange: PaperExchange
  happenings: Happenings
  levers: Levers
  isOurs: (clientOrderId: string) => boolean
}

const TRADES = 30

/** The exchange as it stands now. */
export function toExchangeState(source: ExchangeSource): ExchangeState {
  const { exchange, happenings, levers, isOurs } = source
  return {
    keys: exchange
      .keys()
      .map(({ apiKey, label, state, rights }) => ({ apiKey, label, state, rights })),
    balances: toBalances(exchange),
    symbols: toSymbols(exchange),
    openOrders: exchange.openOrders().map((order) => {
      const { id, symbol, side, price, amount, filled, clientOrderId } = order
      const texts = { amount: amount.toFixed(), filled: filled.toFixed() }
      const at = price === undefined ? {} : { price: price.toFixed() }
      return { id, ours: isOurs(clientOrderId), symbol, side, ...texts, ...at }
    }),
    trades: exchange
      .trades()
      .slice(-TRADES)
      .toReversed()
      .map(({ id, symbol, side, price, amount, at, clientOrderId }) => {
        const texts = { price: price.toFixed(), amount: amount.toFixed(), at: at.toISOString() }
        return { id, ours: isOurs(clientOrderId), symbol, side, ...texts }
      }),
    maintenance: levers.maintenance,
    latency: levers.latency,
    happenings: happenings.list(),
  }
}

/** Every market with its price and its day. */
export function toSymbols(exchange: PaperExchange): SymbolState[] {
  return exchange.symbols().map(({ symbol, base, quote, price, open, tickSize, stepSize }) => ({
    symbol,
    base,
    quote,
    price: price.toFixed(),
    change: (open.eq(0) ? new Big(0) : price.div(open).minus(1).times(100)).toFixed(2),
    tickSize: tickSize.toFixed(),
    stepSize: stepSize.toFixed(),
  }))
}

function toBalances(exchange: PaperExchange): BalanceState[] {
  const prices = new Map(exchange.symbols().map(({ symbol, price }) => [symbol, price]))
  return exchange.balances().map(({ asset, free, locked }) => {
    const price = asset === 'USDT' ? new Big(1) : prices.get(`${asset}/USDT`)
    const worth = price && { worthUsdt: free.plus(locked).times(price).toFixed(2) }
    return { asset, free: free.toFixed(), locked: locked.toFixed(), ...worth }
  })
}
