import { dateOf, given, listOf, partOf, textOf, type Row } from '../../dialect/answer-parts.ts'
import type { CcxtClient, CcxtMarket, CcxtOrder } from '../../ccxt/ccxt-client.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { readAccount, readRights } from './account.ts'
import { OKX_ERRORS } from './error-table.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { readAll, readPage, type List } from '../../dialect/lists.ts'
import { OKX_FACTS } from './help.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'

const ofUser = (weight: number) => ({ weight, seconds: 2, per: 'key' as const })
const ofAddress = (weight: number) => ({ weight, seconds: 2, per: 'address' as const })
const once = (pool: string) => ({ pool, weight: 1 })
const SPOT = { instType: 'SPOT' }
const LISTS = {
  api: 'private',
  params: SPOT,
  market: 'instId',
  rows: ['data'],
  limit: ['limit', 100],
} as const
const OPEN_ORDERS: List = {
  ...LISTS,
  path: 'trade/orders-pending',
  next: { after: 'ordId', as: 'after' },
}
/** Those of one moment too come newest first: only their bills tell them apart. */
const FILLS: List = {
  ...LISTS,
  path: 'trade/fills-history',
  next: { after: 'billId', as: 'after' },
  newestFirst: true,
}

const ORDERS: OrderRows = {
  idsOf: ({ ordId, clOrdId, instId, instType }) => ({
    id: ordId,
    clientOrderId: clOrdId,
    market: (textOf(instType) ?? 'SPOT') === 'SPOT' ? instId : undefined,
  }),
  needs: ['sz', 'accFillSz', 'state'],
  parse: toOrder,
}

/** OKX spot, in the trading account. */
export const OKX: Dialect = {
  id: 'okx',
  facts: OKX_FACTS,
  // https://www.okx.com/docs-v5/en/: each path has a limit of its own, those of orders even for each symbol.
  budgets: {
    place: ofUser(60),
    cancel: ofUser(60),
    order: ofUser(60),
    lists: ofUser(60),
    fills: ofUser(10),
    config: ofUser(5),
    fees: ofUser(5),
    instruments: ofAddress(20),
    tickers: ofAddress(20),
    books: ofAddress(40),
    candles: ofAddress(40),
    time: ofAddress(10),
  },
  costs: {
    // The balances have a limit of 10, which these two do not let be reached.
    account: { ...once('config'), also: once('fees') },
    rights: once('config'),
    openOrders: once('lists'),
    openOrdersOfSymbol: once('lists'),
    fills: once('fills'),
    orderFills: once('fills'),
    order: once('order'),
    place: once('place'),
    cancel: once('cancel'),
    markets: once('instruments'),
    prices: once('tickers'),
    book: once('books'),
    candles: once('candles'),
    time: once('time'),
  },
  config: () => ({
    options: { fetchMarkets: { types: ['spot'] } },
  }),
  // https://www.okx.com/docs-v5/en/#public-data-rest-api-get-instruments: the time it goes offline
  endsAt: ({ info }) => dateOf(info['expTime']),
  errors: OKX_ERRORS,
  // A signed time is good for 30 s.
  orderWindowMs: ORDER_WINDOW_MS + 30_000,
  remembersMs: 24 * 3_600_000,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const answer = await client.request('trade/order', 'private', 'POST', {
      instId: client.market(symbol).id,
      tdMode: 'cash',
      clOrdId: clientOrderId,
      side,
      ordType: timeInForce === 'IOC' ? 'ioc' : 'limit',
      sz: amount.toFixed(),
      px: price.toFixed(),
    })
    return { id: given(partOf(answer, 'data', 0, 'ordId'), 'order id'), symbol }
  },

  async cancel(client, { symbol, clientOrderId: clOrdId }) {
    const of = { instId: client.market(symbol).id, clOrdId }
    const answer = await client.request('trade/cancel-order', 'private', 'POST', of)
    return { id: given(partOf(answer, 'data', 0, 'ordId'), 'order id') }
  },

  find: (client, { symbol, clientOrderId: clOrdId }) => fetchOrder(client, symbol, { clOrdId }),
  findById: (client, symbol, ordId) => fetchOrder(client, symbol, { ordId }),

  orders: ORDERS,
  fetchOpenOrders: (client, symbol) => readAll(client, OPEN_ORDERS, { symbol }),

  fills: {
    by: 'time',
    perPage: Infinity,
    spanMs: 90 * 24 * 3_600_000,
    keptMs: 90 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }, next) =>
      readPage(client, FILLS, { symbol, of: { begin: since, end: until } }, next),
    ofOrder: (client, symbol, ordId, next) =>
      readPage(client, FILLS, { symbol, of: { ordId } }, next),
    rows: {
      idsOf: ({ tradeId, ordId, instId }) => ({ id: tradeId, orderId: ordId, market: instId }),
    },
  },

  fetchAccount: readAccount,

  fetchRights: readRights,

  fetchPrices: pricesFrom({
    path: 'market/tickers',
    api: 'public',
    params: () => SPOT,
    rows: ['data'],
    columns: ['instId', 'last'],
  }),

  fetchOrderBook: bookFrom({
    path: 'market/books',
    api: 'public',
    params: (instId) => ({ instId, sz: 100 }),
    bids: ['data', 0, 'bids'],
    asks: ['data', 0, 'asks'],
  }),
}

/** Cancelled orders that never filled are forgotten after two hours, all others in three months. */
async function fetchOrder(
  client: CcxtClient,
  symbol: string,
  of: { clOrdId: string } | { ordId: string },
): Promise<unknown> {
  const params = { instId: client.market(symbol).id, ...of }
  return listOf(await client.request('trade/order', 'private', 'GET', params), 'data')[0]
}

/** Source `1` of a cancel is the order's owner, every other is OKX itself, which then lets it lapse. */
function toOrder(client: CcxtClient, row: Row, market: CcxtMarket): CcxtOrder {
  const order = client.parseOrder(row, market)
  const lapsed = row['state'] === 'canceled' && (textOf(row['cancelSource']) ?? '1') !== '1'
  return lapsed ? { ...order, status: 'expired' } : order
}
