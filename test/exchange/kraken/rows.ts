import { Big } from 'big.js'
import type { Order, Trade } from '../../../src/playground/paper-exchange/order.ts'
import { altNameOf, pairIdOf } from './names.ts'
import { INVALID_ORDER } from './refusal.ts'

const DECIMALS = 8

const STATUSES = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'closed',
  CANCELED: 'canceled',
  EXPIRED: 'canceled',
  EXPIRED_IN_MATCH: 'canceled',
} satisfies Record<Order['status'], string>

/** Kraken does not list its reasons; these two are as others recorded them. */
const REASONS: Partial<Record<Order['status'], string>> = {
  CANCELED: 'User requested',
  EXPIRED: 'Unfilled IOC',
}

/** `O00000-00000-00LFLT`: an order's number, as Kraken writes them. */
export function txidOf({ id }: Pick<Order, 'id'>): string {
  return toTxid('O', id)
}

/** The same for a fill. */
export function tradeIdOf({ id }: Pick<Trade, 'id'>): string {
  return toTxid('T', id)
}

function toTxid(letter: string, id: number): string {
  const text = `${letter}${id.toString(36).toUpperCase().padStart(16, '0')}`
  return [text.slice(0, 6), text.slice(6, 11), text.slice(11)].join('-')
}

/** Back from either. @throws {KrakenRefusal} EOrder:Invalid order for one that was never given. */
export function numberOf(txid: string): number {
  if (!/^[OT][A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{6}$/.test(txid)) throw INVALID_ORDER
  return Number.parseInt(txid.slice(1).replaceAll('-', ''), 36)
}

/** An order as all lists of them say it; `cl_ord_id` only where it was given. */
export function orderRow(order: Order, trades: readonly Trade[], { withTrades = false } = {}) {
  const { market, side, price, amount, filled, cost, status, placedWith, type } = order
  const fee = trades.reduce((sum, trade) => sum.plus(feeInQuote(trade)), new Big(0))
  const at = type === 'MARKET' ? 'market' : `limit ${price?.toFixed() ?? '0'}`
  return {
    refid: null,
    userref: 0,
    ...(placedWith !== 'by hand' && { cl_ord_id: order.clientOrderId }),
    status: STATUSES[status],
    opentm: secondsOf(order.createdAt),
    starttm: 0,
    expiretm: 0,
    descr: {
      pair: altNameOf(market),
      aclass: 'forex',
      type: side,
      ordertype: type.toLowerCase(),
      price: price?.toFixed() ?? '0',
      price2: '0',
      leverage: 'none',
      order: `${side} ${amount.toFixed()} ${altNameOf(market)} @ ${at}`,
      close: '',
    },
    vol: amount.toFixed(DECIMALS),
    vol_exec: filled.toFixed(DECIMALS),
    cost: cost.toFixed(DECIMALS),
    fee: fee.toFixed(DECIMALS),
    price: (filled.gt(0) ? cost.div(filled) : filled).toFixed(DECIMALS),
    stopprice: '0.00000',
    limitprice: '0.00000',
    misc: '',
    oflags: order.feeCoin === market.base ? 'fcib' : 'fciq',
    ...(withTrades && trades.length > 0 && { trades: trades.map(tradeIdOf) }),
    ...(STATUSES[status] !== 'open' && {
      reason: REASONS[status] ?? null,
      closetm: secondsOf(order.updatedAt),
    }),
  }
}

/** A fill. Its fee is told in the quote, whichever coin it was taken in. */
export function tradeRow(trade: Trade) {
  const { id, order, price, amount, cost, maker, at } = trade
  return {
    ordertxid: txidOf(order),
    postxid: 'TKH2SE-M7IF5-CFI7LT',
    pair: pairIdOf(order.market),
    // Parts of a millisecond tell fills of one moment apart.
    time: secondsOf(at) + (id % 10_000) / 1e7,
    type: order.side,
    ordertype: order.type.toLowerCase(),
    price: price.toFixed(DECIMALS),
    cost: cost.toFixed(DECIMALS),
    fee: feeInQuote(trade).toFixed(DECIMALS),
    vol: amount.toFixed(DECIMALS),
    margin: '0.00000',
    leverage: '0',
    misc: '',
    trade_id: id,
    maker,
  }
}

function feeInQuote({ fee, feeAsset, order, price }: Trade): Big {
  return feeAsset === order.market.base ? fee.times(price) : fee
}

function secondsOf(date: Date): number {
  return date.getTime() / 1000
}
