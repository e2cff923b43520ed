import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import type { RouteDeps } from '../../../src/playground/paper-exchange/route.ts'
import { OkxRefusal } from './refusal.ts'
import { findMarketOf, findNumber, limitOf, type Params, type Routes } from './route.ts'
import { fillOnWire, fromId } from './wire.ts'

const THREE_MONTHS = 90 * 86_400_000

/** What an account's orders filled. */
export const fillRoutes: Routes = {
  'GET /api/v5/trade/fills-history': {
    permission: 'read',
    limit: 10,
    rule: 'User ID',
    answer: history,
  },
}

/** Newest first, pages by `billId`: earlier than `after`, later than `before`. */
function history({ spot, clock }: RouteDeps, params: Params, { account }: ApiKey) {
  const { instType, ordId, after, before } = params
  if (instType === undefined) {
    throw new OkxRefusal('50014', 'Parameter instType can not be empty.', 400)
  }
  if (instType !== 'SPOT') return []
  const market = findMarketOf(params)
  const ofOrder = ordId === undefined ? undefined : fromId('ordId', ordId)
  const oldest = clock.now().getTime() - THREE_MONTHS
  const begin = Math.max(oldest, findNumber(params, 'begin') ?? 0)
  const end = findNumber(params, 'end') ?? Infinity
  const earlierThan = after === undefined ? Infinity : fromId('after', after)
  const laterThan = before === undefined ? 0 : fromId('before', before)
  return spot.store
    .listTrades(account)
    .filter(({ order }) => market === undefined || order.market === market)
    .filter(({ order }) => ofOrder === undefined || order.id === ofOrder)
    .filter(({ at }) => at.getTime() >= begin && at.getTime() <= end)
    .filter(({ id }) => id < earlierThan && id > laterThan)
    .toReversed()
    .slice(0, limitOf(params))
    .map(fillOnWire)
}
