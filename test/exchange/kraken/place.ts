import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { placeOrder } from '../../../src/playground/paper-exchange/matching.ts'
import type { OrderRequest } from '../../../src/playground/paper-exchange/order.ts'
import type { Market } from '../../../src/playground/paper-exchange/markets.ts'
import { takeable } from '../../../src/playground/paper-exchange/order-terms.ts'
import { getMarketOf, modeOf } from './asset-pairs.ts'
import type { Fields } from './fields.ts'
import { altNameOf } from './names.ts'
import { invalid, KrakenRefusal, onFloor } from './refusal.ts'
import type { KrakenDeps } from './route.ts'
import { txidOf } from './rows.ts'

/** A UUID with or without its hyphens, or at most 18 small letters and digits. */
const CLIENT_ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[a-z0-9]{1,18})$/
const TIMES = ['GTC', 'IOC'] as const

/**
 * Takes a limit order and acknowledges it; what became of it is told by the lists.
 * https://docs.kraken.com/api-reference/trading/add-order
 *
 * @throws {KrakenRefusal}
 */
export function addOrder(deps: KrakenDeps, fields: Fields, key: ApiKey) {
  const { spot, kraken, clock } = deps
  checkDeadline(fields, clock.now())
  const request = readOrder(deps, fields, key)
  const { market, amount, side, price } = request
  checkMode(deps, request)
  kraken.limits.place(request.account, market.symbol, clock.now())
  const order = onFloor(request, () => placeOrder(spot, request))
  const words = `${side} ${amount?.toFixed() ?? ''} ${altNameOf(market)} @ limit ${price?.toFixed() ?? ''}`
  return { descr: { order: words }, txid: [txidOf(order)] }
}

function readOrder(deps: KrakenDeps, fields: Fields, key: ApiKey): OrderRequest {
  const market = getMarketOf(deps, fields.get('pair'))
  const side = fields.get('type')
  if (side !== 'buy' && side !== 'sell') throw invalid('type')
  if (fields.get('ordertype') !== 'limit') throw invalid('ordertype')
  const timeInForce = TIMES.find((one) => one === (fields.find('timeinforce') ?? 'GTC'))
  if (timeInForce === undefined) throw invalid('timeinforce')
  const clientOrderId = fields.find('cl_ord_id')
  if (clientOrderId !== undefined && !CLIENT_ID.test(clientOrderId)) throw invalid('cl_ord_id')
  return {
    account: key.account,
    placedWith: key.apiKey,
    market,
    side,
    type: 'LIMIT',
    timeInForce,
    price: fields.decimal('price'),
    amount: fields.decimal('volume'),
    cost: undefined,
    clientOrderId: clientOrderId ?? deps.newClientOrderId(),
    feeCoin: feeCoinOf(market, side, fields.find('oflags')?.split(',') ?? []),
  }
}

/** Where nothing is said: in the quote of a buy, in the base of a sell. */
function feeCoinOf({ base, quote }: Market, side: string, flags: readonly string[]): string {
  if (flags.includes('fciq')) return quote
  return flags.includes('fcib') || side === 'sell' ? base : quote
}

/** RFC 3339, from 2 s to 60 s ahead. One that is over is refused by the engine, one too near before that. */
function checkDeadline(fields: Fields, now: Date): void {
  const text = fields.find('deadline')
  if (text === undefined) return
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text)) {
    throw invalid('deadline')
  }
  const ahead = Date.parse(text) - now.getTime()
  if (ahead <= 0) throw new KrakenRefusal('EService:Deadline elapsed')
  if (ahead < 2_000 || ahead > 60_000) throw invalid('deadline')
}

function checkMode({ spot, kraken }: KrakenDeps, request: OrderRequest): void {
  const { market } = request
  const mode = modeOf({ spot, kraken }, market)
  if (mode === 'cancel_only' || mode === 'reduce_only') {
    throw new KrakenRefusal(`EService:Market in ${mode} mode`)
  }
  const takes = takeable(request, spot.bookOf(market), spot.midOf(market)).length > 0
  if (mode === 'post_only' && takes) throw new KrakenRefusal('EService:Market in post_only mode')
}
