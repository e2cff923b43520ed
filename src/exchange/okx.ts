import { given, partOf, rowsOf, textOf, toLevels, toPrices, type Row } from './answer-parts.ts'
import type { CcxtClient, CcxtMarket, CcxtOrder } from './ccxt-client.ts'
import type { Dialect, PageOfFills } from './dialect.ts'
import { ORDER_WINDOW_MS } from './exchange.ts'
import { readAccount, readRights } from './okx-account.ts'
import { OKX_ERRORS } from './okx-facts.ts'
import { UNIFIED } from './unified.ts'

const own = (weight: number) => ({ pool: 'own', weight })
const ip = (weight: number) => ({ pool: 'ip', weight })
const SPOT = { instType: 'SPOT' }
const PER_PAGE = 100

/** OKX spot, in the trading account. */
export const OKX: Dialect = {
  ...UNIFIED,
  id: 'okx',
  // https://www.okx.com/docs-v5/en/: each path has its own limit, in 2 s; a unit is what an order costs.
  budgets: {
    own: { weight: 60, seconds: 2, per: 'key' },
    ip: { weight: 40, seconds: 2, per: 'address' },
  },
  costs: {
    account: own(12), // balances 10 in 2 s; configuration and fees 5
    rights: own(12), // 5 in 2 s
    openOrders: own(1),
    openOrdersOfSymbol: own(1),
    fills: own(6),
    orderFills: own(6),
    order: own(1),
    place: own(1),
    cancel: own(1),
    markets: ip(2),
    prices: ip(2),
    book: ip(1),
    candles: ip(1),
    time: ip(4),
  },
  config: () => ({
    has: { fetchCurrencies: false },
    options: { fetchMarkets: { types: ['spot'] } },
  }),
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

  find: (client, { symbol, clientOrderId: clOrdId }) => findOrder(client, symbol, { clOrdId }),
  findById: (client, symbol, ordId) => findOrder(client, symbol, { ordId }),

  async fetchOpenOrders(client, symbol) {
    const market = symbol === undefined ? undefined : client.market(symbol)
    const of = { ...SPOT, ...(market && { instId: market.id }) }
    const rows = await allOpenOrders(client, of)
    return rows.map((row) => toOrder(client, row, market))
  },

  fills: {
    by: 'time',
    perPage: Infinity,
    spanMs: 90 * 24 * 3_600_000,
    keptMs: 90 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }, next) =>
      pageOfFills(client, symbol, { begin: since, end: until }, next),
    ofOrder: (client, symbol, ordId, next) => pageOfFills(client, symbol, { ordId }, next),
  },

  fetchAccount: readAccount,

  fetchRights: readRights,

  async fetchPrices(client, symbols) {
    const answer = await client.request('market/tickers', 'public', 'GET', SPOT)
    const rows = rowsOf(answer, 'data')
    return toPrices(
      client,
      symbols,
      rows.map((row) => [row['instId'], row['last']]),
    )
  },

  async fetchOrderBook(client, symbol) {
    const of = { instId: client.market(symbol).id, sz: 100 }
    const answer = await client.request('market/books', 'public', 'GET', of)
    return {
      bids: toLevels(partOf(answer, 'data', 0, 'bids')),
      asks: toLevels(partOf(answer, 'data', 0, 'asks')),
    }
  },
}

/** Newest first, each page after the last order of the one before. */
async function allOpenOrders(client: CcxtClient, of: Row): Promise<Row[]> {
  const found: Row[] = []
  let after: string | undefined
  do {
    const params = { ...of, ...(after !== undefined && { after }), limit: PER_PAGE }
    const answer = await client.request('trade/orders-pending', 'private', 'GET', params)
    const rows = rowsOf(answer, 'data')
    found.push(...rows)
    after = rows.length < PER_PAGE ? undefined : given(rows.at(-1)?.['ordId'], 'order id')
  } while (after !== undefined)
  return found
}

/** Newest first, those of one moment too; each page after the last bill of the one before. */
async function pageOfFills(
  client: CcxtClient,
  symbol: string,
  of: Row,
  after: string | undefined,
): Promise<PageOfFills> {
  const market = client.market(symbol)
  const paging = { ...(after !== undefined && { after }), limit: PER_PAGE }
  const params = { ...SPOT, instId: market.id, ...of, ...paging }
  const answer = await client.request('trade/fills-history', 'private', 'GET', params)
  const rows = rowsOf(answer, 'data')
  return {
    trades: rows.map((row) => client.parseTrade(row, market)).toReversed(),
    next: rows.length < PER_PAGE ? undefined : given(rows.at(-1)?.['billId'], 'bill id'),
  }
}

/** Cancelled orders that never filled are forgotten after two hours, all others in three months. */
async function findOrder(
  client: CcxtClient,
  symbol: string,
  of: { clOrdId: string } | { ordId: string },
): Promise<CcxtOrder | undefined> {
  const market = client.market(symbol)
  const params = { instId: market.id, ...of }
  const [row] = rowsOf(await client.request('trade/order', 'private', 'GET', params), 'data')
  return row && toOrder(client, row, market)
}

/** Source `1` of a cancel is the order's owner, every other is OKX itself, which then lets it lapse. */
function toOrder(client: CcxtClient, row: Row, market: CcxtMarket | undefined): CcxtOrder {
  const order = client.parseOrder(row, market)
  const lapsed = row['state'] === 'canceled' && (textOf(row['cancelSource']) ?? '1') !== '1'
  return lapsed ? { ...order, status: 'expired' } : order
}
