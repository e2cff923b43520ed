import { given, partOf, rowsOf, textOf, toLevels, toPrices, type Row } from './answer-parts.ts'
import type { CcxtClient, CcxtMarket, CcxtOrder } from './ccxt-client.ts'
import type { Dialect, PageOfFills } from './dialect.ts'
import { ORDER_WINDOW_MS } from './exchange.ts'
import { readAccount, readRights } from './okx-account.ts'
import { OKX_ERRORS } from './okx-facts.ts'
import { UNIFIED } from './unified.ts'

const ofUser = (weight: number) => ({ weight, seconds: 2, per: 'key' as const })
const ofAddress = (weight: number) => ({ weight, seconds: 2, per: 'address' as const })
const once = (pool: string) => ({ pool, weight: 1 })
const SPOT = { instType: 'SPOT' }
const PER_PAGE = 100

/** OKX spot, in the trading account. */
export const OKX: Dialect = {
  ...UNIFIED,
  id: 'okx',
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
