import { Big } from 'big.js'
import {
  dateOf,
  decimalOf,
  given,
  partOf,
  rowOf,
  rowsOf,
  textOf,
  toBalances,
  toLevels,
  toPrices,
  wordsOf,
} from './answer-parts.ts'
import type { CcxtClient, CcxtOrder, CcxtTrade } from './ccxt-client.ts'
import type { Dialect } from './dialect.ts'
import { ORDER_WINDOW_MS } from './exchange.ts'
import { KUCOIN_ERRORS, KUCOIN_FACTS } from './kucoin-facts.ts'
import { UNIFIED } from './unified.ts'

const own = (weight: number) => ({ pool: 'own', weight })
const ip = (weight: number) => ({ pool: 'ip', weight })

/** KuCoin spot, in the trading account. */
export const KUCOIN: Dialect = {
  ...UNIFIED,
  id: 'kucoin',
  // https://www.kucoin.com/docs-new/rate-limit: weights in 30 s; the smallest pool stands for both private ones.
  budgets: {
    own: { weight: 2_000, seconds: 30, per: 'key' },
    ip: { weight: 2_000, seconds: 30, per: 'address' },
  },
  costs: {
    account: own(25),
    rights: own(20),
    openOrders: own(10),
    openOrdersOfSymbol: own(2),
    fills: own(2),
    orderFills: own(2),
    order: own(2),
    place: own(1),
    cancel: own(1),
    markets: ip(4),
    prices: ip(15),
    book: ip(4),
    candles: ip(4),
    time: ip(3),
  },
  config: () => ({
    has: { fetchCurrencies: false },
    options: { fetchMarkets: { types: ['spot'], fetchTickersFees: false }, uta: false },
  }),
  errors: KUCOIN_ERRORS,
  orderWindowMs: ORDER_WINDOW_MS + 5_000,

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
    findOrder(client, symbol, 'hf/orders/client-order/{clientOid}', { clientOid }),
  findById: (client, symbol, orderId) =>
    findOrder(client, symbol, 'hf/orders/{orderId}', { orderId }),

  async fetchOpenOrders(client, symbol) {
    // Only one symbol at a time; which ones there are is told apart.
    const ids = symbol === undefined ? await symbolsInUse(client) : [client.market(symbol).id]
    const lists = await Promise.all(
      ids.map(async (id) =>
        rowsOf(await client.request('hf/orders/active', 'private', 'GET', { symbol: id }), 'data'),
      ),
    )
    return lists.flat().map((row) => client.parseOrder(row))
  },

  fills: {
    by: 'time',
    perPage: 100,
    spanMs: 7 * 24 * 3_600_000,
    keptMs: 180 * 24 * 3_600_000,
    async fetch(client, symbol, { since, until }) {
      const market = client.market(symbol)
      const of = { symbol: market.id, startAt: since, endAt: until, limit: 100 }
      const answer = await client.request('hf/fills', 'private', 'GET', of)
      return rowsOf(answer, 'data', 'items').map((row) => client.parseTrade(row, market))
    },
    async ofOrder(client, symbol, orderId) {
      const market = client.market(symbol)
      const found: CcxtTrade[] = []
      let lastId: string | undefined
      do {
        const of = {
          symbol: market.id,
          orderId,
          limit: 100,
          ...(lastId !== undefined && { lastId }),
        }
        const answer = await client.request('hf/fills', 'private', 'GET', of)
        const rows = rowsOf(answer, 'data', 'items')
        found.push(...rows.map((row) => client.parseTrade(row, market)))
        lastId = rows.length < 100 ? undefined : textOf(partOf(answer, 'data', 'lastId'))
      } while (lastId !== undefined)
      return found
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
      takerFeeRate: new Big(KUCOIN_FACTS.takerFeeRate),
      updatedAt: undefined,
      balances: toBalances(
        client,
        rowsOf(accounts, 'data').map((row) => ({
          coin: given(row['currency'], 'coin'),
          free: decimalOf(row['available']),
          used: decimalOf(row['holds']),
        })),
      ),
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

  async fetchPrices(client, symbols) {
    const answer = await client.request('market/allTickers', 'public', 'GET', {})
    const rows = rowsOf(answer, 'data', 'ticker')
    return toPrices(
      client,
      symbols,
      rows.map((row) => [row['symbol'], row['last']]),
    )
  },

  async fetchOrderBook(client, symbol) {
    const of = { symbol: client.market(symbol).id, limit: 100 }
    const path = 'market/orderbook/level2_{limit}'
    const answer = await client.request(path, 'public', 'GET', of)
    return {
      bids: toLevels(partOf(answer, 'data', 'bids')),
      asks: toLevels(partOf(answer, 'data', 'asks')),
    }
  },
}

async function symbolsInUse(client: CcxtClient): Promise<string[]> {
  const answer = await client.request('hf/orders/active/symbols', 'private', 'GET', {})
  return wordsOf(partOf(answer, 'data', 'symbols'))
}

async function findOrder(
  client: CcxtClient,
  symbol: string,
  path: string,
  of: { clientOid: string } | { orderId: string },
): Promise<CcxtOrder | undefined> {
  const market = client.market(symbol)
  const params = { ...of, symbol: market.id }
  const order = partOf(await client.request(path, 'private', 'GET', params), 'data')
  return order === null || textOf(rowOf(order)['id']) === undefined
    ? undefined
    : client.parseOrder(order, market)
}
