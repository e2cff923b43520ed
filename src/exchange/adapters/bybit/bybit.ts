import { given, isRow, listOf, partOf, rowsOf, type Row } from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import { EXECUTIONS, FILLS, OPEN_ORDERS, ORDERS, toRights } from './answers.ts'
import { BYBIT_ERRORS } from './error-table.ts'
import { BYBIT_FACTS } from './help.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { costsOf, fromPool } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { readAll, readPage } from '../../dialect/lists.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'

const SPOT = { category: 'spot' }
const WEEK_MS = 7 * 24 * 3_600_000

/** Bybit spot, on the Unified Trading Account. */
export const BYBIT: Dialect = {
  id: 'bybit',
  facts: BYBIT_FACTS,
  // https://bybit-exchange.github.io/docs/v5/rate-limit: 600 in 5 s of an address; of a user, 20 spot orders
  // and 20 cancels in any second, of which some may arrive later than they were sent.
  budgets: {
    ip: { weight: 600, seconds: 5, per: 'address' },
    orders: { weight: 20, seconds: 1.2, per: 'key' },
    cancels: { weight: 20, seconds: 1.2, per: 'key' },
  },
  costs: costsOf(
    {
      account: 2,
      openOrders: 2,
      order: 2,
      place: { ...fromPool('orders'), also: fromPool('ip') },
      cancel: { ...fromPool('cancels'), also: fromPool('ip') },
      markets: 2,
    },
    { private: fromPool('ip'), public: fromPool('ip') },
  ),
  config: () => ({
    options: { fetchMarkets: { types: ['spot'] }, recvWindow: ORDER_WINDOW_MS },
  }),
  errors: BYBIT_ERRORS,
  // RSA only, as of 2026-11: https://bybit-exchange.github.io/docs/v5/guide#select-your-api-key-type
  signature: (base64) => base64,
  orderWindowMs: ORDER_WINDOW_MS + ORDER_WINDOW_MS,
  remembersMs: 24 * 3_600_000,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const answer = await client.request('v5/order/create', 'private', 'POST', {
      ...SPOT,
      symbol: client.market(symbol).id,
      side: side === 'buy' ? 'Buy' : 'Sell',
      orderType: 'Limit',
      qty: amount.toFixed(),
      price: price.toFixed(),
      timeInForce,
      orderLinkId: clientOrderId,
    })
    return { id: given(partOf(answer, 'result', 'orderId'), 'order id'), symbol }
  },

  async cancel(client, { symbol, clientOrderId: orderLinkId }) {
    const of = { ...SPOT, symbol: client.market(symbol).id, orderLinkId }
    const answer = await client.request('v5/order/cancel', 'private', 'POST', of)
    return { id: given(partOf(answer, 'result', 'orderId'), 'order id') }
  },

  find: (client, { symbol, clientOrderId: orderLinkId }) =>
    findOrder(client, symbol, { orderLinkId }),
  findById: (client, symbol, orderId) => findOrder(client, symbol, { orderId }),

  orders: ORDERS,
  fetchOpenOrders: (client, symbol) => readAll(client, OPEN_ORDERS, { symbol }),

  fills: {
    by: 'time',
    perPage: Infinity,
    spanMs: WEEK_MS,
    keptMs: 2 * 365 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }, next) =>
      readPage(client, EXECUTIONS, { symbol, of: { startTime: since, endTime: until } }, next),
    // Where an order is named, Bybit reads nothing else: all of its fills are told, from any time.
    ofOrder: (client, symbol, orderId, next) =>
      readPage(client, EXECUTIONS, { symbol, of: { orderId } }, next),
    rows: FILLS,
  },

  async fetchAccount(client) {
    const [key, wallet] = await Promise.all([
      client.request('v5/user/query-api', 'private', 'GET', {}),
      client.request('v5/account/wallet-balance', 'private', 'GET', { accountType: 'UNIFIED' }),
    ])
    const rights = toRights(partOf(key, 'result'))
    return {
      uid: given(partOf(key, 'result', 'userID'), 'user id'),
      canTrade: rights.trade,
      balances: toBalances(client, rowsOf(wallet, 'result', 'list', 0, 'coin'), {
        coin: 'coin',
        total: 'walletBalance',
        used: 'locked',
      }),
    }
  },

  async fetchRights(client) {
    return toRights(
      partOf(await client.request('v5/user/query-api', 'private', 'GET', {}), 'result'),
    )
  },

  fetchPrices: pricesFrom({
    path: 'v5/market/tickers',
    api: 'public',
    params: ([symbol, ...others]) => (others.length === 0 ? { ...SPOT, symbol } : SPOT),
    rows: ['result', 'list'],
    columns: ['symbol', 'lastPrice'],
  }),

  fetchOrderBook: bookFrom({
    path: 'v5/market/orderbook',
    api: 'public',
    params: (symbol) => ({ ...SPOT, symbol, limit: 100 }),
    bids: ['result', 'b'],
    asks: ['result', 'a'],
  }),
}

/** Open and just ended orders stand in one list, older ones in another. */
async function findOrder(
  client: CcxtClient,
  symbol: string,
  of: { orderLinkId: string } | { orderId: string },
): Promise<Row | undefined> {
  const market = client.market(symbol)
  const [name, id] = Object.entries(of)[0] ?? ['', '']
  for (const path of ['v5/order/realtime', 'v5/order/history']) {
    const params = { ...SPOT, symbol: market.id, ...of }
    const answer = await client.request(path, 'private', 'GET', params)
    // Bybit ignores a parameter that it does not know and answers with some other order. ccxt 4.5.84's
    // fetchOrder sends one: `clientOrderId`.
    const rows = listOf(answer, 'result', 'list').filter(isRow)
    const row = rows.find((each) => each[name] === id)
    if (row) return row
  }
  return undefined
}
