import { Refusal } from '../../../src/playground/paper-exchange/refusal.ts'
import type { Market } from '../../../src/playground/paper-exchange/markets.ts'

interface OfOrder {
  market: Market
  side: string
}

/** An answer that is not a success, in OKX's own code and words: https://www.okx.com/docs-v5/en/#error-code */
export class OkxRefusal extends Error {
  override name = 'OkxRefusal'
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 200) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** A parameter that is missing, or not what it should be. */
export function badParameter(name: string): OkxRefusal {
  return new OkxRefusal('51000', `Parameter ${name} error`, 400)
}

/** The order is not there, or not any more. */
export function notThere(): OkxRefusal {
  return new OkxRefusal('51603', 'Order does not exist')
}

/** Runs something on the floor, and says in OKX's words what the floor refuses in Binance's. */
export function onFloor<T>(order: OfOrder, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof Refusal) throw refusedBy(error, order)
    throw error
  }
}

function refusedBy(refusal: Refusal, { market: { quote, base }, side }: OfOrder): OkxRefusal {
  const { code, message } = refusal
  if (/insufficient balance/.test(message)) {
    const coin = side === 'buy' ? quote : base
    return new OkxRefusal('51008', `Order failed. Insufficient ${coin} balance in account`)
  }
  if (/Duplicate/.test(message)) return new OkxRefusal('51016', 'Client order ID already exists.')
  if (code === -2011) {
    return new OkxRefusal(
      '51400',
      'Order cancellation failed as the order has been filled, canceled or does not exist.',
    )
  }
  if (/PERCENT_PRICE/.test(message)) {
    return new OkxRefusal('51006', 'Order price is not within the price limit')
  }
  if (/MAX_NUM_ORDERS/.test(message))
    return new OkxRefusal('51025', 'Order count exceeds the limit.')
  if (/NOTIONAL/.test(message)) return tooSmall()
  if (/LOT_SIZE/.test(message)) {
    return new OkxRefusal('51121', 'Order quantity must be a multiple of the lot size.')
  }
  return badParameter(/quantity/.test(message) ? 'sz' : 'px')
}

/** Less than the smallest order of its market. */
export function tooSmall(): OkxRefusal {
  return new OkxRefusal('51020', 'Your order should meet or exceed the minimum order amount.')
}
