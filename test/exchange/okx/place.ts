import { Big } from 'big.js'
import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { placeOrder } from '../../../src/playground/paper-exchange/matching.ts'
import type { OrderRequest } from '../../../src/playground/paper-exchange/order.ts'
import type { RouteDeps } from '../../../src/playground/paper-exchange/route.ts'
import { minSizeOf } from './instruments.ts'
import { badParameter, OkxRefusal, onFloor, tooSmall } from './refusal.ts'
import { getMarketOf, type Params } from './route.ts'
import { timeOf, toId } from './wire.ts'

const TIMES = { limit: 'GTC', ioc: 'IOC', fok: 'FOK' } as const

/** Places an order and acknowledges it; what became of it is told by its details. @throws {OkxRefusal} */
export function place({ spot, clock, newClientOrderId }: RouteDeps, params: Params, key: ApiKey) {
  const market = getMarketOf(params)
  const { account, apiKey: placedWith } = key
  const { clOrdId = '', tag = '', side, ordType = '', tdMode } = params
  if (!/^[A-Za-z0-9]{0,32}$/.test(clOrdId)) throw badParameter('clOrdId')
  if (tdMode !== 'cash') throw badParameter('tdMode')
  if (side !== 'buy' && side !== 'sell') throw badParameter('side')
  if (!(ordType in TIMES)) throw badParameter('ordType')
  const [price, amount] = [decimalOf(params, 'px'), decimalOf(params, 'sz')]
  if (amount.lt(minSizeOf(market))) throw tooSmall()
  if (amount.gt(market.maxAmount)) {
    throw new OkxRefusal('51005', 'Your order amount exceeds the max order amount.')
  }
  if (!spot.listings.isTrading(market)) throw new OkxRefusal('51022', 'Contract suspended.')

  const request: OrderRequest = {
    account,
    placedWith,
    market,
    side,
    type: 'LIMIT',
    timeInForce: TIMES[ordType as keyof typeof TIMES],
    price,
    amount,
    cost: undefined,
    clientOrderId: clOrdId || newClientOrderId(),
  }
  const { id } = onFloor(request, () => placeOrder(spot, request))
  return {
    clOrdId,
    ordId: toId(id),
    tag,
    ts: timeOf(clock.now()),
    sCode: '0',
    sMsg: 'Order placed',
  }
}

function decimalOf(params: Params, name: string): Big {
  const text = params[name] ?? ''
  if (!/^\d{1,20}(\.\d{1,20})?$/.test(text)) throw badParameter(name)
  return new Big(text)
}
