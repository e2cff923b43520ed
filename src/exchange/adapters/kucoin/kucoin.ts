import {
  dateOf,
  given,
  partOf,
  rowOf,
  rowsOf,
  textOf,
  wordsOf,
} from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { costsOf } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { KUCOIN_ERRORS } from './error-table.ts'
import { KUCOIN_FACTS } from './help.ts'
import { spotMarketsByName, type OrderRows } from '../../dialect/open-rows.ts'
import { readAll, readRows, type List } from '../../dialect/lists.ts'
import { Refusal } from '../../ccxt/refusal.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'

/** Of one symbol only. */
const OPEN_ORDERS: List = {
  path: 'hf/orders/active',
  api: 'private',
  rows: ['data'],
  saysNull: true,
}
const SYMBOLS_IN_USE: List = {
  path: 'hf/orders/active/symbols',
  api: 'private',
  rows: ['data', 'symbols'],
  saysNull: true,
}
const FILLS: List = {
  path: 'hf/fills',
  api: 'private',
  market: 'symbol',
  rows: ['data', 'items'],
  saysNull: true,
  limit: ['limit', 100],
  next: { cursor: ['data', 'lastId'], as: 'lastId' },
}

const ORDERS: OrderRows = {
  idsOf: ({ id, clientOid, symbol, tradeType }) => ({
    id,
    clientOrderId: clientOid,
    market: (textOf(tradeType) ?? 'TRADE') === 'TRADE' ? symbol : undefined,
  }),
  needs: ['size', 'dealSize'],
}

/** KuCoin spot, in the trading account. */
export const KUCOIN: Dialect = {
  id: 'kucoin',
  facts: KUCOIN_FACTS,
  // https://www.kucoin.com/docs-new/rate-limit: weights in 30 s; the smallest pool stands for both private ones.
  budgets: {
    own: { weight: 2_000, seconds: 30, per: 'key' },
    ip: { weight: 2_000, seconds: 30, per: 'address' },
  },
  costs: costsOf({
    account: 25,
    rights: 20,
    openOrders: 10,
    openOrdersOfSymbol: 2,
    fills: 2,
    orderFills: 2,
    order: 2,
    markets: 4,
    prices: 15,
    book: 4,
    candles: 4,
    time: 3,
  }),
  config: () => ({
    // ccxt 4.5.84 would first ask which kind of account it is, and read all tickers for the fees in them.
    options: { fetchMarkets: { types: ['spot'], fetchTickersFees: false }, uta: false },
  }),
  errors: KUCOIN_ERRORS,
  orderWindowMs: ORDER_WINDOW_MS + 5_000,
  remembersMs: 3_600_000,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const answer = await client.request('hf/orders', 'private', 'POST', {
      clientOid: clientOrderId,
      symbol: client.market(symbol).id,
      type: 'limit',
      side,
      size: amount.toFixed(),
      price: price.toFixed(),
      timeInForce,
    })
    return { id: given(partOf(answer, 'data', 'orderId'), 'order id'), symbol }
  },

  async cancel(client, { symbol, clientOrderId: clientOid }) {
    const of = { clientOid, symbol: client.market(symbol).id }
    await client.request('hf/orders/client-order/{clientOid}', 'private', 'DELETE', of)
    return {}
  },

  find: (client, { symbol, clientOrderId: clientOid }) =>
    fetchOrder(client, symbol, { path: 'hf/orders/client-order/{clientOid}', of: { clientOid } }),
  findById: (client, symbol, orderId) =>
    fetchOrder(client, symbol, { path: 'hf/orders/{orderId}', of: { orderId } }),

  orders: ORDERS,
  async fetchOpenOrders(client, symbol) {
    // Only one symbol at a time; which ones there are is told apart.
    const ids = symbol === undefined ? await symbolsInUse(client) : [client.market(symbol).id]
    return (await Promise.all(ids.map((id) => listOpen(client, id)))).flat()
  },

  fills: {
    by: 'time',
    perPage: 100,
    spanMs: 7 * 24 * 3_600_000,
    keptMs: 180 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }) =>
      readRows(client, FILLS, { symbol, of: { startAt: since, endAt: until } }),
    ofOrder: (client, symbol, orderId) => readAll(client, FILLS, { symbol, of: { orderId } }),
    rows: {
      idsOf: ({ tradeId, orderId, symbol }) => ({ id: tradeId, orderId, market: symbol }),
      // Where the coin is missing, ccxt 4.5.84 guesses the one that was received; KuCoin takes fees in the quote.
      feesOf: ({ fee: amount, feeCurrency: coin }) => [{ amount, coin }],
    },
  },

  async fetchAccount(client) {
    const [key, accounts] = await Promise.all([
      client.request('user/api-key', 'private', 'GET', {}),
      client.request('accounts', 'private', 'GET', { type: 'trade' }),
    ])
    return {
      uid: given(partOf(key, 'data', 'uid'), 'uid'),
      canTrade: wordsOf(partOf(key, 'data', 'permission')).includes('Spot'),
      balances: toBalances(client, rowsOf(accounts, 'data'), {
        coin: 'currency',
        free: 'available',
        used: 'holds',
      }),
    }
  },

  async fetchRights(client) {
    const key = rowOf(partOf(await client.request('user/api-key', 'private', 'GET', {}), 'data'))
    const rights = wordsOf(key['permission'])
    return {
      read: rights.includes('General'),
      trade: rights.includes('Spot'),
      // "Transfer" moves coins off the account; "InnerTransfer" between its own parts.
      withdraw: rights.some((right) => right === 'Transfer' || right === 'Withdrawal'),
      ipBound: wordsOf(key['ipWhitelist']).length > 0,
      createdAt: dateOf(key['createdAt']),
      expiresAt: undefined,
    }
  },

  fetchPrices: pricesFrom({
    path: 'market/allTickers',
    api: 'public',
    rows: ['data', 'ticker'],
    columns: ['symbol', 'last'],
  }),

  fetchOrderBook: bookFrom({
    path: 'market/orderbook/level2_{limit}',
    api: 'public',
    params: (symbol) => ({ symbol, limit: 100 }),
    bids: ['data', 'bids'],
    asks: ['data', 'asks'],
  }),
}

async function symbolsInUse(client: CcxtClient): Promise<string[]> {
  return wordsOf(await readRows(client, SYMBOLS_IN_USE, { symbol: undefined }))
}

async function listOpen(client: CcxtClient, symbol: string): Promise<readonly unknown[]> {
  try {
    return await readRows(client, OPEN_ORDERS, { symbol: undefined, of: { symbol } })
  } catch (error) {
    // A delisted symbol may stay in this list permanently: it must not hide the rest.
    if (error instanceof Refusal && !spotMarketsByName(client).has(symbol)) return []
    throw error
  }
}

async function fetchOrder(
  client: CcxtClient,
  symbol: string,
  { path, of }: { path: string; of: Record<string, string> },
): Promise<unknown> {
  const params = { ...of, symbol: client.market(symbol).id }
  const order = partOf(await client.request(path, 'private', 'GET', params), 'data')
  return order === null || textOf(rowOf(order)['id']) === undefined ? undefined : order
}
