import { dateOf, given, partOf, rowsOf } from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { costsOf, fromPool } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { MEXC_ERRORS } from './error-table.ts'
import { MEXC_FACTS } from './help.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { readRows, type List } from '../../dialect/lists.ts'
import { allPages, lastIdOf } from '../../dialect/pages.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'
import { RIGHTS_UNREPORTED } from '../../dialect/rights.ts'

const PRIVATE = ['spot', 'private'] as const
const PUBLIC = ['spot', 'public'] as const
const FILLS_PER_PAGE = 100
const OPEN_ORDERS: List = { path: 'openOrders', api: PRIVATE, market: 'symbol' }
const FILLS: List = {
  path: 'myTrades',
  api: PRIVATE,
  market: 'symbol',
  limit: ['limit', FILLS_PER_PAGE],
}

const ORDERS: OrderRows = {
  idsOf: ({ orderId, clientOrderId, symbol }) => ({ id: orderId, clientOrderId, market: symbol }),
  needs: ['origQty', 'executedQty', 'status'],
}

/** MEXC spot. */
export const MEXC: Dialect = {
  id: 'mexc',
  facts: MEXC_FACTS,
  // https://mexcdevelop.github.io/apidocs/spot_v3_en/#limits: 500 in 10 s, of an address and of a user.
  budgets: {
    own: { weight: 500, seconds: 10, per: 'key' },
    ip: { weight: 500, seconds: 10, per: 'address' },
  },
  costs: costsOf(
    {
      account: { ...fromPool('own'), also: fromPool('ip', 11) },
      rights: { ...fromPool('own'), also: fromPool('ip', 10) },
      openOrders: 3,
      openOrdersOfSymbol: 3,
      fills: 10,
      orderFills: 10,
      order: 2,
      markets: 10,
      prices: 2,
    },
    { private: { ...fromPool('own'), also: fromPool('ip') }, public: fromPool('ip') },
  ),
  config: () => ({
    // ccxt 4.5.84 reads futures along with spot, at another address, with other limits.
    fetchSwapMarkets: async () => [],
    options: { recvWindow: ORDER_WINDOW_MS },
  }),
  errors: MEXC_ERRORS,
  orderWindowMs: ORDER_WINDOW_MS + ORDER_WINDOW_MS,
  remembersMs: 24 * 3_600_000,
  // The symbol is mandatory: https://mexcdevelop.github.io/apidocs/spot_v3_en/#current-open-orders. ccxt
  // sends none since its #27317; not verified on a live account, so nothing is claimed from that.
  listsBySymbol: true,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const answer = await client.request('order', PRIVATE, 'POST', {
      symbol: client.market(symbol).id,
      side: side.toUpperCase(),
      type: timeInForce === 'IOC' ? 'IMMEDIATE_OR_CANCEL' : 'LIMIT',
      quantity: amount.toFixed(),
      price: price.toFixed(),
      newClientOrderId: clientOrderId,
    })
    return { id: given(partOf(answer, 'orderId'), 'order id'), symbol }
  },

  async cancel(client, { symbol, clientOrderId: origClientOrderId }) {
    const of = { symbol: client.market(symbol).id, origClientOrderId }
    await client.request('order', PRIVATE, 'DELETE', of)
    // Its answer is the order of a moment before.
    return {}
  },

  find: (client, { symbol, clientOrderId: origClientOrderId }) =>
    fetchOrder(client, symbol, { origClientOrderId }),
  findById: (client, symbol, orderId) => fetchOrder(client, symbol, { orderId }),

  orders: ORDERS,
  fetchOpenOrders: (client, symbol) => readRows(client, OPEN_ORDERS, { symbol }),

  fills: {
    by: 'time',
    perPage: FILLS_PER_PAGE,
    spanMs: 30 * 24 * 3_600_000,
    keptMs: 30 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }) =>
      readRows(client, FILLS, { symbol, of: { startTime: since, endTime: until } }),
    // Newest first: each page ends where the one before began, and shares its last moment with it.
    ofOrder: (client, symbol, orderId) =>
      allPages(async (endTime) => {
        const until = endTime === undefined ? {} : { endTime }
        const rows = await readRows(client, FILLS, { symbol, of: { orderId, ...until } })
        const oldest = lastIdOf(rows, FILLS_PER_PAGE, 'time')
        return { rows, next: oldest === endTime ? undefined : oldest }
      }),
    rows: { idsOf: ({ id, orderId, symbol }) => ({ id, orderId, market: symbol }) },
  },

  mergesHours: true,

  async fetchAccount(client) {
    const [uid, account] = await Promise.all([
      client.request('uid', PRIVATE, 'GET', {}),
      client.request('account', PRIVATE, 'GET', {}),
    ])
    return {
      uid: given(partOf(uid, 'uid'), 'uid'),
      canTrade: partOf(account, 'canTrade') === true,
      updatedAt: dateOf(partOf(account, 'updateTime')),
      balances: toBalances(client, rowsOf(account, 'balances'), {
        coin: 'asset',
        free: 'free',
        used: 'locked',
      }),
    }
  },

  async fetchRights(client) {
    const account = await client.request('account', PRIVATE, 'GET', {})
    given(partOf(account, 'canTrade'), 'account')
    // What it says of trading and withdrawing is said of the account, not of the key.
    return RIGHTS_UNREPORTED
  },

  fetchPrices: pricesFrom({
    path: 'ticker/price',
    api: PUBLIC,
    rows: [],
    columns: ['symbol', 'price'],
  }),

  fetchOrderBook: bookFrom({
    path: 'depth',
    api: PUBLIC,
    params: (symbol) => ({ symbol, limit: 100 }),
    bids: ['bids'],
    asks: ['asks'],
  }),
}

function fetchOrder(
  client: CcxtClient,
  symbol: string,
  of: { origClientOrderId: string } | { orderId: string },
): Promise<unknown> {
  return client.request('order', PRIVATE, 'GET', { symbol: client.market(symbol).id, ...of })
}
