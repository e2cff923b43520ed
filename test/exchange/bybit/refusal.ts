import type { OrderRequest } from '../../../src/playground/paper-exchange/order.ts'
import type { Refusal } from '../../../src/playground/paper-exchange/paper-exchange.ts'

/** A "no" of Bybit: HTTP 200 with this code. https://bybit-exchange.github.io/docs/v5/error */
export class BybitRefusal extends Error {
  override name = 'BybitRefusal'
  readonly retCode: number

  constructor(retCode: number, retMsg: string) {
    super(retMsg)
    this.retCode = retCode
  }
}

export const NO_SUCH_ORDER = new BybitRefusal(170213, 'Order does not exist.')
export const DUPLICATE = new BybitRefusal(170141, 'Duplicate clientOrderId.')

/** What the floor, which speaks Binance's words, has against an order, in Bybit's. */
export function inBybitsWords(refusal: Refusal, { side, market, amount }: OrderRequest) {
  const { message } = refusal
  if (message.includes('insufficient balance'))
    return new BybitRefusal(170131, 'Insufficient balance.')
  if (message.includes('Duplicate')) return DUPLICATE
  if (message.includes('MAX_NUM_ORDERS')) {
    return new BybitRefusal(
      170810,
      'Cannot exceed maximum of 500 conditional, TP/SL and active orders.',
    )
  }
  if (message.includes('NOTIONAL'))
    return new BybitRefusal(170140, 'Order value exceeded lower limit.')
  if (message.includes('PERCENT_PRICE')) {
    return side === 'buy'
      ? new BybitRefusal(170193, 'Buy order price cannot be higher than the limit.')
      : new BybitRefusal(170194, 'Sell order price cannot be lower than the limit.')
  }
  if (message.includes('PRICE_FILTER'))
    return new BybitRefusal(170134, 'Order price has too many decimals.')
  if (message.includes('LOT_SIZE')) {
    if (amount?.lt(market.minAmount)) {
      return new BybitRefusal(170136, 'Order quantity exceeded lower limit.')
    }
    return amount?.gt(market.maxAmount)
      ? new BybitRefusal(170135, 'Order quantity exceeded upper limit.')
      : new BybitRefusal(170137, 'Order quantity has too many decimals.')
  }
  return new BybitRefusal(170130, `Data sent for parameter is not valid: ${message}`)
}
