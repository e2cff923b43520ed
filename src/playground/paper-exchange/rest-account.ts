import type { ApiKey } from './keys.ts'
import { canTrade } from './keys.ts'
import { FEE_RATE } from './markets.ts'
import type { Params } from './params.ts'
import { hashText } from './random.ts'
import { badCombination, Refusal } from './refusal.ts'
import { getMarketOf, type RouteDeps, type Routes } from './route.ts'
import { money, tradeOnWire } from './wire.ts'

const DAY = 86_400_000
const RATE = money(FEE_RATE)
const NONE = '0.00000000'

/** What an account has and did, and what its key may do. */
export const accountRoutes: Routes = {
  'GET /api/v3/account': { security: 'user-data', weight: 20, answer: account },
  'GET /api/v3/myTrades': {
    security: 'user-data',
    weight: (params) => (params.find('orderId') ? 5 : 20),
    answer: listTrades,
  },
  'GET /sapi/v1/account/apiRestrictions': { security: 'user-data', weight: 1, answer: rights },
  'GET /sapi/v1/account/status': {
    security: 'user-data',
    weight: 1,
    answer: () => ({ data: 'Normal' }),
  },
  'GET /sapi/v1/account/apiTradingStatus': {
    security: 'user-data',
    weight: 1,
    answer: tradingStatus,
  },
}

function account({ spot }: RouteDeps, params: Params, key: ApiKey) {
  const balances = spot.ledger.list(key.account).map(({ asset, free, locked }) => ({
    asset,
    free: money(free),
    locked: money(locked),
  }))
  const isNonZero = ({ free, locked }: { free: string; locked: string }) =>
    free !== NONE || locked !== NONE
  return {
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: { maker: RATE, taker: RATE, buyer: NONE, seller: NONE },
    canTrade: key.state !== 'frozen',
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: spot.ledger.changedAt(key.account).getTime(),
    accountType: 'SPOT',
    balances: params.find('omitZeroBalances') === 'true' ? balances.filter(isNonZero) : balances,
    permissions: ['SPOT'],
    uid: uidOf(key.account),
  }
}

/** The account's number, the same for the same name. */
function uidOf(name: string): number {
  return 100_000_000 + (hashText(name) % 900_000_000)
}

function listTrades(deps: RouteDeps, params: Params, key: ApiKey) {
  const market = getMarketOf(deps, params)
  const orderId = params.findInteger('orderId')
  const fromId = params.findInteger('fromId')
  const startTime = params.findInteger('startTime')
  const endTime = params.findInteger('endTime')
  const limit = params.limit(500, 1000)
  const isTimed = startTime !== undefined || endTime !== undefined
  if (isTimed && (fromId !== undefined || orderId !== undefined)) throw badCombination()
  if (startTime !== undefined && endTime !== undefined && endTime - startTime > DAY) {
    throw new Refusal(-1127, 'More than 24 hours between startTime and endTime.')
  }
  const found = deps.spot.store.listTrades(key.account).filter(({ id, order, at }) => {
    if (order.market !== market || (orderId !== undefined && order.id !== orderId)) return false
    return id >= (fromId ?? 0) && isBetween(at.getTime(), startTime, endTime)
  })
  // Binance: without a start the newest come, yet still oldest first.
  const isFromStart = fromId !== undefined || startTime !== undefined
  return (isFromStart ? found.slice(0, limit) : found.slice(-limit)).map(tradeOnWire)
}

function isBetween(time: number, start = 0, end = Infinity): boolean {
  return time >= start && time <= end
}

function rights(_: RouteDeps, params: Params, key: ApiKey) {
  return {
    ipRestrict: key.rights.ipRestrict,
    createTime: key.createdAt.getTime(),
    enableReading: true,
    enableWithdrawals: key.rights.withdraw,
    enableInternalTransfer: false,
    enableMargin: false,
    enableFutures: false,
    permitsUniversalTransfer: false,
    enableVanillaOptions: false,
    enableFixApiTrade: false,
    enableFixReadOnly: false,
    enableSpotAndMarginTrading: canTrade(key),
    enablePortfolioMarginTrading: false,
  }
}

function tradingStatus(_: RouteDeps, params: Params, key: ApiKey) {
  return {
    data: {
      isLocked: key.state === 'frozen',
      plannedRecoverTime: 0,
      triggerCondition: { GCR: 150, IFER: 150, UFR: 300 },
      updateTime: key.createdAt.getTime(),
    },
  }
}
