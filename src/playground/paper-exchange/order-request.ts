import type { Big } from 'big.js'
import type { OrderRequest, OrderType, Side, TimeInForce } from './order.ts'
import type { Params } from './params.ts'
import { illegal, missing, missingBoth, notRequired, Refusal } from './refusal.ts'
import { getMarketOf } from './route.ts'
import type { Spot } from './spot.ts'

const CLIENT_ORDER_ID = String.raw`^[\.A-Z\:/a-z0-9_-]{1,36}$`
const SIDES = { BUY: 'buy', SELL: 'sell' } as const satisfies Record<string, Side>
const TYPES = ['LIMIT', 'LIMIT_MAKER', 'MARKET'] as const satisfies OrderType[]
const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK'] as const satisfies TimeInForce[]

type Terms = Pick<OrderRequest, 'price' | 'amount' | 'cost' | 'timeInForce'>

/**
 * A new order from the parameters of `POST /api/v3/order`.
 *
 * @throws {Refusal} for the first parameter that is missing, malformed or out of place.
 */
export function readOrder(
  params: Params,
  owner: { spot: Spot; account: string; placedWith: string; newId: () => string },
): OrderRequest {
  const { account, placedWith, newId } = owner
  const market = getMarketOf(owner, params)
  const side = params.findOneOf('side', ['BUY', 'SELL'], () => new Refusal(-1117, 'Invalid side.'))
  if (!side) throw missing('side')
  const type = params.findOneOf('type', TYPES, () => new Refusal(-1116, 'Invalid orderType.'))
  if (!type) throw missing('type')
  const clientOrderId = params.find('newClientOrderId') ?? newId()
  if (!new RegExp(CLIENT_ORDER_ID).test(clientOrderId)) {
    throw illegal('newClientOrderId', CLIENT_ORDER_ID)
  }
  const terms = type === 'MARKET' ? marketTerms(params) : limitTerms(params, type)
  return { account, placedWith, market, side: SIDES[side], type, clientOrderId, ...terms }
}

function limitTerms(params: Params, type: OrderType): Terms {
  const invalid = () => new Refusal(-1115, 'Invalid timeInForce.')
  const timeInForce = params.findOneOf('timeInForce', TIMES_IN_FORCE, invalid)
  if (type === 'LIMIT_MAKER' && timeInForce) throw notRequired('timeInForce')
  if (type === 'LIMIT' && !timeInForce) throw missing('timeInForce')
  if (params.find('quoteOrderQty')) throw notRequired('quoteOrderQty')
  const amount = getDecimal(params, 'quantity')
  const price = getDecimal(params, 'price')
  return { price, amount, cost: undefined, timeInForce: timeInForce ?? 'GTC' }
}

function marketTerms(params: Params): Terms {
  for (const name of ['timeInForce', 'price', 'icebergQty', 'stopPrice']) {
    if (params.find(name)) throw notRequired(name)
  }
  const amount = params.findDecimal('quantity')
  const cost = params.findDecimal('quoteOrderQty')
  if (!amount && !cost) throw missingBoth('quantity', 'quoteOrderQty')
  if (amount && cost) throw notRequired('quoteOrderQty')
  if (cost?.eq(0)) throw new Refusal(-1013, 'Invalid quote order quantity.')
  return { price: undefined, amount, cost, timeInForce: 'GTC' }
}

function getDecimal(params: Params, name: string): Big {
  params.get(name)
  const value = params.findDecimal(name)
  if (!value) throw missing(name)
  return value
}
