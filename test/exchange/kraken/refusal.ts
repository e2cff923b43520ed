import type { OrderRequest } from '../../../src/playground/paper-exchange/order.ts'
import { Refusal } from '../../../src/playground/paper-exchange/refusal.ts'
import { altNameOf } from './names.ts'

/** A "no" of Kraken's: always HTTP 200, with this in `error`. https://docs.kraken.com/exchange/guides/general/errors */
export class KrakenRefusal extends Error {
  override name = 'KrakenRefusal'
}

export const UNKNOWN_PAIR = new KrakenRefusal('EQuery:Unknown asset pair')

/** Of an order that is over, or was never there under that client id. */
export const UNKNOWN_ORDER = new KrakenRefusal('EOrder:Unknown order')

/** Of a transaction id that Kraken never gave. */
export const INVALID_ORDER = new KrakenRefusal('EOrder:Invalid order')

/** A parameter that is missing or not what it should be. */
export function invalid(what: string): KrakenRefusal {
  return new KrakenRefusal(`EGeneral:Invalid arguments:${what}`)
}

/** Runs something on the floor, and says in Kraken's words what the floor refuses in Binance's. */
export function onFloor<T>(order: Pick<OrderRequest, 'market' | 'amount'>, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof Refusal) throw inKrakensWords(error, order)
    throw error
  }
}

function inKrakensWords(
  { message, code }: Refusal,
  { market, amount }: Pick<OrderRequest, 'market' | 'amount'>,
): KrakenRefusal {
  if (/insufficient balance/.test(message)) return new KrakenRefusal('EOrder:Insufficient funds')
  if (/Duplicate/.test(message)) return invalid('cl_ord_id not unique')
  if (/Market is closed/.test(message)) {
    return new KrakenRefusal('EService:Market in cancel_only mode')
  }
  if (code === -2011) return UNKNOWN_ORDER
  if (/MAX_NUM_ORDERS/.test(message)) return new KrakenRefusal('EOrder:Orders limit exceeded')
  if (/NOTIONAL/.test(message)) return new KrakenRefusal('EOrder:Cost minimum not met')
  if (/PRICE_FILTER/.test(message)) return new KrakenRefusal('EOrder:Tick size check failed')
  if (/LOT_SIZE/.test(message)) {
    return amount?.lt(market.minAmount) ? invalid('volume minimum not met') : invalid(`volume`)
  }
  if (/precision/.test(message)) {
    return new KrakenRefusal(
      `EOrder:Invalid price:${altNameOf(market)} price can only be specified up to so many decimals.`,
    )
  }
  return new KrakenRefusal('EOrder:Invalid price')
}
