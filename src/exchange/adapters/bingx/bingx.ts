import { dateOf, given, partOf, rowOf, rowsOf } from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import { BINGX_ERRORS } from './error-table.ts'
import { BINGX_FACTS } from './help.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { costsOf } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { readRows, type List } from '../../dialect/lists.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { pricesFrom, toLevels } from '../../dialect/public-data.ts'
import { RIGHTS_UNREPORTED } from '../../dialect/rights.ts'

const PRIVATE = ['spot', 'v1', 'private'] as const
const PUBLIC = ['spot', 'v1', 'public'] as const
const ACCOUNT = ['account', 'v1', 'private'] as const
const OPEN_ORDERS: List = {
  path: 'trade/openOrders',
  api: PRIVATE,
  market: 'symbol',
  rows: ['data', 'orders'],
}
const FILLS: List = {
  path: 'trade/myTrades',
  api: PRIVATE,
  market: 'symbol',
  rows: ['data', 'fills'],
  limit: ['limit', 500],
}

const ORDERS: OrderRows = {
  idsOf: ({ orderId, clientOrderID, clientOrderId, symbol }) => ({
    id: orderId,
    clientOrderId: clientOrderID ?? clientOrderId,
    market: symbol,
  }),
  needs: ['origQty', 'executedQty', 'status'],
}

/** BingX spot. */
export const BINGX: Dialect = {
  id: 'bingx',
  facts: BINGX_FACTS,
  // BingX: 5 to 10 requests/s of a user on each path, 500 in 10 s of an address on public ones.
  budgets: {
    own: { weight: 50, seconds: 10, per: 'key' },
    ip: { weight: 500, seconds: 10, per: 'address' },
  },
  costs: costsOf({ account: 4, rights: 2, fills: 2, orderFills: 2, markets: 3 }),
  config: () => ({
    // ccxt 4.5.84 reads the perpetuals along with spot, under other limits.
    fetchSwapMarkets: async () => [],
    fetchInverseSwapMarkets: async () => [],
    options: { recvWindow: ORDER_WINDOW_MS },
  }),
  // https://bingx-api.github.io/docs/#/en-us/spot/changelog: offTime
  endsAt: ({ info }) => dateOf(info['offTime']),
  errors: BINGX_ERRORS,
  orderWindowMs: ORDER_WINDOW_MS + ORDER_WINDOW_MS,
  remembersMs: 24 * 3_600_000,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const answer = await client.request('trade/order', PRIVATE, 'POST', {
      symbol: client.market(symbol).id,
      side: side.toUpperCase(),
      type: 'LIMIT',
      quantity: amount.toFixed(),
      price: price.toFixed(),
      timeInForce,
      newClientOrderId: clientOrderId,
      recvWindow: ORDER_WINDOW_MS,
    })
    return { id: given(partOf(answer, 'data', 'orderId'), 'order id'), symbol }
  },

  async cancel(client, { symbol, clientOrderId: clientOrderID }) {
    const of = { symbol: client.market(symbol).id, clientOrderID }
    await client.request('trade/cancel', PRIVATE, 'POST', of)
    return {}
  },

  // The fetchOrder of ccxt 4.5.84 sends our id as `clientOrderId`, a name that BingX does not have.
  find: async (client, { symbol, clientOrderId: clientOrderID }) =>
    rowOf(await fetchOrder(client, symbol, { clientOrderID })),
  findById: (client, symbol, orderId) => fetchOrder(client, symbol, { orderId }),

  orders: ORDERS,
  fetchOpenOrders: (client, symbol) => readRows(client, OPEN_ORDERS, { symbol }),

  fills: {
    by: 'time',
    perPage: 500,
    spanMs: 7 * 24 * 3_600_000,
    keptMs: 90 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }) =>
      readRows(client, FILLS, { symbol, of: { startTime: since, endTime: until } }),
    ofOrder: (client, symbol, orderId) =>
      readRows(client, { ...FILLS, limit: ['limit', 1000] }, { symbol, of: { orderId } }),
    rows: { idsOf: ({ id, orderId, symbol }) => ({ id, orderId, market: symbol }) },
  },

  async fetchAccount(client) {
    const [uid, account] = await Promise.all([
      client.request('uid', ACCOUNT, 'GET', {}),
      client.request('account/balance', PRIVATE, 'GET', {}),
    ])
    return {
      uid: given(partOf(uid, 'data', 'uid'), 'uid'),
      canTrade: true,
      balances: toBalances(client, rowsOf(account, 'data', 'balances'), {
        coin: 'asset',
        free: 'free',
        used: 'locked',
      }),
    }
  },

  // BingX tells of rights by numbers that are not documented well enough to trust: what works is told.
  async fetchRights(client) {
    given(partOf(await client.request('uid', ACCOUNT, 'GET', {}), 'data', 'uid'), 'uid')
    return RIGHTS_UNREPORTED
  },

  fetchPrices: pricesFrom({
    path: 'ticker/24hr',
    api: PUBLIC,
    rows: ['data'],
    columns: ['symbol', 'lastPrice'],
  }),

  async fetchOrderBook(client, symbol) {
    const of = { symbol: client.market(symbol).id, limit: 100 }
    const answer = await client.request('market/depth', PUBLIC, 'GET', of)
    const [bids, asks] = ['bids', 'asks'].map((side) => toLevels(partOf(answer, 'data', side)))
    return {
      bids: (bids ?? []).toSorted((a, b) => b.price.cmp(a.price)),
      asks: (asks ?? []).toSorted((a, b) => a.price.cmp(b.price)),
    }
  },
}

async function fetchOrder(
  client: CcxtClient,
  symbol: string,
  of: { clientOrderID: string } | { orderId: string },
): Promise<unknown> {
  const params = { symbol: client.market(symbol).id, ...of }
  return partOf(await client.request('trade/query', PRIVATE, 'GET', params), 'data')
}
