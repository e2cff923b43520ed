import { Big } from 'big.js'
import { isRow, textOf, type Row } from '../../../src/exchange/dialect/answer-parts.ts'
import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { placeOrder } from '../../../src/playground/paper-exchange/matching.ts'
import type {
  Order,
  OrderRequest,
  TimeInForce,
} from '../../../src/playground/paper-exchange/order.ts'
import { takeable } from '../../../src/playground/paper-exchange/order-terms.ts'
import { bodyOf } from './fields.ts'
import { invalid, onFloor, OrderFailure } from './refusal.ts'
import { getMarketOf, productIdOf, type Asked, type CoinbaseDeps } from './route.ts'
import { orderIdOf } from './rows.ts'

const TIMES: Readonly<Record<string, TimeInForce>> = {
  limit_limit_gtc: 'GTC',
  sor_limit_ioc: 'IOC',
  limit_limit_fok: 'FOK',
}

/** What keeps orders from being taken. */
const CLOSED = ['is_disabled', 'trading_disabled', 'cancel_only', 'view_only'] as const

/**
 * Takes a limit order. One whose client id was there before is not taken: the first is answered instead.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/orders/create-order
 */
export function createOrder(deps: CoinbaseDeps, { request }: Asked, key: ApiKey) {
  const body = bodyOf(request)
  const clientOrderId = textOf(body['client_order_id'])
  if (clientOrderId === undefined) throw invalid('client_order_id is required')
  const order_configuration = body['order_configuration']
  const known = deps.spot.store
    .list(key.account)
    .find((order) => order.clientOrderId === clientOrderId)
  try {
    const order = known ?? place(deps, body, { key, clientOrderId })
    return { success: true, success_response: placed(order), order_configuration }
  } catch (error) {
    if (!(error instanceof OrderFailure)) throw error
    return { success: false, error_response: failed(error), order_configuration }
  }
}

function placed(order: Order) {
  return {
    order_id: orderIdOf(order),
    product_id: productIdOf(order.market),
    side: order.side.toUpperCase(),
    client_order_id: order.clientOrderId,
  }
}

function failed({ reason, preview, message }: OrderFailure) {
  return {
    error: preview === undefined ? reason : preview.replace('PREVIEW_', ''),
    message: 'The order was not created',
    error_details: message,
    preview_failure_reason: preview ?? 'UNKNOWN_PREVIEW_FAILURE_REASON',
    new_order_failure_reason: reason,
  }
}

function place(
  deps: CoinbaseDeps,
  body: Row,
  { key, clientOrderId }: { key: ApiKey; clientOrderId: string },
): Order {
  const { spot } = deps
  const market = getMarketOf(deps, textOf(body['product_id']))
  const side = textOf(body['side'])?.toLowerCase()
  if (side !== 'buy' && side !== 'sell') throw invalid('side is required')
  const request: OrderRequest = {
    account: key.account,
    placedWith: key.apiKey,
    market,
    side,
    type: 'LIMIT',
    ...termsOf(body['order_configuration']),
    cost: undefined,
    clientOrderId,
    feeCoin: market.quote,
  }
  checkFlags(deps, request)
  return onFloor(request, () => placeOrder(spot, request))
}

/** One configuration, by its name. */
function termsOf(configuration: unknown): Pick<OrderRequest, 'timeInForce' | 'amount' | 'price'> {
  const [[name, terms] = []] = isRow(configuration) ? [Object.entries(configuration)[0]] : []
  const timeInForce = TIMES[name ?? '']
  if (timeInForce === undefined || !isRow(terms)) {
    throw new OrderFailure({ reason: 'UNSUPPORTED_ORDER_CONFIGURATION' }, name ?? 'none')
  }
  const decimal = (part: string) => {
    const text = textOf(terms[part]) ?? ''
    if (/^\d{1,20}(\.\d{1,20})?$/.test(text)) return new Big(text)
    throw new OrderFailure({ preview: 'PREVIEW_INVALID_ORDER_CONFIG' }, part)
  }
  return { timeInForce, amount: decimal('base_size'), price: decimal('limit_price') }
}

function checkFlags({ spot, coinbase }: CoinbaseDeps, request: OrderRequest): void {
  const { market } = request
  const flags = coinbase.flags.get(market.symbol) ?? []
  if (CLOSED.some((flag) => flags.includes(flag))) {
    throw new OrderFailure({ reason: 'ORDER_ENTRY_DISABLED' }, 'trading is disabled')
  }
  const takes = takeable(request, spot.bookOf(market), spot.midOf(market)).length > 0
  if (flags.includes('post_only') && takes) {
    throw new OrderFailure({ reason: 'INVALID_LIMIT_PRICE_POST_ONLY' }, 'post only')
  }
}
