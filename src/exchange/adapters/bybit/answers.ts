import { dateOf, rowOf, textOf, wordsOf, type Row } from '../../dialect/answer-parts.ts'
import type { CcxtClient, CcxtMarket, CcxtOrder } from '../../ccxt/ccxt-client.ts'
import type { KeyRights } from '../../exchange.ts'
import type { FillRows, RawFee } from '../../dialect/fill-rows.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import type { List } from '../../dialect/lists.ts'

const LISTS = {
  api: 'private',
  params: { category: 'spot' },
  market: 'symbol',
  rows: ['result', 'list'],
  // A cursor comes also where nothing follows.
  next: { cursor: ['result', 'nextPageCursor'], as: 'cursor' },
} as const

export const OPEN_ORDERS: List = { ...LISTS, path: 'v5/order/realtime', limit: ['limit', 50] }

export const EXECUTIONS: List = {
  ...LISTS,
  path: 'v5/execution/list',
  limit: ['limit', 100],
  newestFirst: true,
}

export const ORDERS: OrderRows = {
  idsOf: ({ orderId, orderLinkId, symbol, isLeverage }) => ({
    id: orderId,
    clientOrderId: orderLinkId,
    market: textOf(isLeverage) === '1' ? undefined : symbol,
  }),
  needs: ['qty', 'cumExecQty', 'orderStatus'],
  parse: toOrder,
}

export const FILLS: FillRows = {
  idsOf: ({ execId, orderId, symbol }) => ({ id: execId, orderId, market: symbol }),
  // ccxt 4.5.84 takes the fee for one in the coin that was received. It is MNT where the trader pays fees in that.
  feesOf: (row) => [{ amount: row['execFee'], coin: row['feeCurrency'] }, ...taxesOn(row)],
}

/** An order in ccxt's words; `expired` where Bybit itself let it go. */
function toOrder(client: CcxtClient, row: Row, market: CcxtMarket): CcxtOrder {
  const order = client.parseOrder(row, market)
  return isLetGo(row) ? { ...order, status: 'expired' } : order
}

/** https://bybit-exchange.github.io/docs/v5/enum#canceltype: an order of `Cancelled` may be of anybody's doing. */
function isLetGo({ orderStatus, cancelType, rejectReason }: Row): boolean {
  if (orderStatus !== 'Cancelled' && orderStatus !== 'PartiallyFilledCanceled') return false
  const by = textOf(cancelType) ?? 'UNKNOWN'
  if (by !== 'UNKNOWN') return by !== 'CancelByUser'
  const why = textOf(rejectReason) ?? 'EC_NoError'
  return why !== 'EC_NoError' && why !== 'EC_PerCancelRequest'
}

/** Taxes on the fee, in some countries. https://bybit-exchange.github.io/docs/v5/order/execution */
function taxesOn({ extraFees }: Row): RawFee[] {
  const rows = Array.isArray(extraFees) ? extraFees.map(rowOf) : []
  return rows.map(({ fee, feeCoin }) => ({ amount: fee, coin: feeCoin }))
}

/** What `GET /v5/user/query-api` tells of a key. */
export function toRights(key: unknown): KeyRights & { trade: boolean } {
  const { readOnly, permissions, ips, createdAt, expiredAt } = rowOf(key)
  const { Spot, Wallet } = rowOf(permissions)
  const addresses = wordsOf(ips)
  return {
    read: true,
    trade: textOf(readOnly) === '0' && wordsOf(Spot).includes('SpotTrade'),
    withdraw: wordsOf(Wallet).includes('Withdraw'),
    ipBound: addresses.length > 0 && !addresses.includes('*'),
    createdAt: dateOf(createdAt),
    // 1970 when it has no end, which only keys that are bound to addresses have.
    expiresAt: dateOf(expiredAt),
  }
}
