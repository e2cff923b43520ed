import { Big } from 'big.js'
import {
  decimalOf,
  given,
  partOf,
  rowsOf,
  textOf,
  toBalances,
  toLevels,
  toPrices,
  type Row,
} from './answer-parts.ts'
import type { CcxtClient, CcxtOrder, CcxtTrade } from './ccxt-client.ts'
import { COINBASE_ERRORS, COINBASE_FACTS } from './coinbase-facts.ts'
import type { Dialect } from './dialect.ts'
import { ORDER_WINDOW_MS, type OrderRef } from './exchange.ts'
import { UNIFIED } from './unified.ts'

const own = (weight: number) => ({ pool: 'own', weight })
const ip = (weight: number) => ({ pool: 'ip', weight })
const PRIVATE = ['v3', 'private'] as const
const PUBLIC = ['v3', 'public'] as const
const ORDERS = 'brokerage/orders/historical/batch'
const FILLS = 'brokerage/orders/historical/fills'
const PER_PAGE = 100
/** How many pages back an order is looked for. */
const MOST_PAGES = 5

/** Coinbase Advanced Trade, spot. */
export const COINBASE: Dialect = {
  ...UNIFIED,
  id: 'coinbase',
  // https://docs.cdp.coinbase.com/advanced-trade/docs/rest-api-rate-limits: 30/s of a user, 10/s of an address.
  budgets: {
    own: { weight: 150, seconds: 5, per: 'key' },
    ip: { weight: 50, seconds: 5, per: 'address' },
  },
  costs: {
    account: own(3),
    rights: own(1),
    openOrders: own(2),
    openOrdersOfSymbol: own(2),
    fills: own(1),
    orderFills: own(1),
    order: own(3),
    place: own(1),
    cancel: own(4),
    markets: ip(2),
    prices: ip(1),
    book: ip(1),
    candles: ip(1),
    time: ip(1),
  },
  config: () => ({ has: { fetchCurrencies: false } }),
  errors: COINBASE_ERRORS,
  // What is signed is good for 2 minutes.
  orderWindowMs: ORDER_WINDOW_MS + 120_000,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const limit = { base_size: amount.toFixed(), limit_price: price.toFixed() }
    const answer = await client.request('brokerage/orders', PRIVATE, 'POST', {
      client_order_id: clientOrderId,
      product_id: client.market(symbol).id,
      side: side.toUpperCase(),
      order_configuration:
        timeInForce === 'IOC' ? { sor_limit_ioc: limit } : { limit_limit_gtc: limit },
    })
    return { id: given(partOf(answer, 'success_response', 'order_id'), 'order id'), symbol }
  },

  async cancel(client, order) {
    // Only by Coinbase's own id, which our records may lack.
    const found = await findRow(client, order)
    const id = textOf(found?.['order_id'])
    if (id === undefined || !isResting(found)) return undefined
    await client.request('brokerage/orders/batch_cancel', PRIVATE, 'POST', { order_ids: [id] })
    return { id }
  },

  async find(client, order) {
    const row = await findRow(client, order)
    return row && client.parseOrder(row, client.market(order.symbol))
  },

  async findById(client, symbol, order_id) {
    const path = 'brokerage/orders/historical/{order_id}'
    const answer = await client.request(path, PRIVATE, 'GET', { order_id })
    return client.parseOrder(partOf(answer, 'order'), client.market(symbol))
  },

  async fetchOpenOrders(client, symbol) {
    const market = symbol === undefined ? undefined : client.market(symbol)
    const of = {
      order_status: 'OPEN',
      product_type: 'SPOT',
      ...(market && { product_ids: market.id }),
    }
    const found: CcxtOrder[] = []
    for await (const rows of pagesOf(client, ORDERS, of, 'orders')) {
      found.push(...rows.map((row) => client.parseOrder(row, market)))
    }
    return found
  },

  fills: {
    by: 'time',
    perPage: PER_PAGE,
    spanMs: 365 * 24 * 3_600_000,
    keptMs: 365 * 24 * 3_600_000,
    async fetch(client, symbol, { since, until }) {
      const market = client.market(symbol)
      const answer = await client.request(FILLS, PRIVATE, 'GET', {
        product_ids: market.id,
        start_sequence_timestamp: new Date(since).toISOString(),
        end_sequence_timestamp: new Date(until).toISOString(),
        limit: PER_PAGE,
      })
      return rowsOf(answer, 'fills').map((row) => client.parseTrade(row, market))
    },
    async ofOrder(client, symbol, order_ids) {
      const market = client.market(symbol)
      const found: CcxtTrade[] = []
      for await (const rows of pagesOf(client, FILLS, { order_ids }, 'fills')) {
        found.push(...rows.map((row) => client.parseTrade(row, market)))
      }
      return found
    },
  },

  async fetchAccount(client) {
    const rights = await client.request('brokerage/key_permissions', PRIVATE, 'GET', {})
    const accounts: Row[] = []
    for await (const rows of pagesOf(client, 'brokerage/accounts', {}, 'accounts')) {
      accounts.push(...rows)
    }
    return {
      // A key belongs to one portfolio, and sees only that.
      uid: given(partOf(rights, 'portfolio_uuid'), 'portfolio'),
      canTrade: partOf(rights, 'can_trade') === true,
      takerFeeRate: new Big(COINBASE_FACTS.takerFeeRate),
      updatedAt: undefined,
      balances: toBalances(
        client,
        accounts.map((row) => ({
          coin: given(row['currency'], 'coin'),
          free: decimalOf(partOf(row, 'available_balance', 'value')),
          used: decimalOf(partOf(row, 'hold', 'value')),
        })),
      ),
    }
  },

  async fetchRights(client) {
    const rights = await client.request('brokerage/key_permissions', PRIVATE, 'GET', {})
    given(partOf(rights, 'portfolio_uuid'), 'portfolio')
    return {
      read: partOf(rights, 'can_view') === true,
      trade: partOf(rights, 'can_trade') === true,
      withdraw: partOf(rights, 'can_transfer') === true,
      ipBound: undefined,
      createdAt: undefined,
      expiresAt: undefined,
    }
  },

  async fetchPrices(client, symbols) {
    const answer = await client.request('brokerage/market/products', PUBLIC, 'GET', {})
    const rows = rowsOf(answer, 'products')
    return toPrices(
      client,
      symbols,
      rows.map((row) => [row['product_id'], row['price']]),
    )
  },

  async fetchOrderBook(client, symbol) {
    const of = { product_id: client.market(symbol).id, limit: 100 }
    const answer = await client.request('brokerage/market/product_book', PUBLIC, 'GET', of)
    return {
      bids: toLevels(partOf(answer, 'pricebook', 'bids'), 'price', 'size'),
      asks: toLevels(partOf(answer, 'pricebook', 'asks'), 'price', 'size'),
    }
  },
}

/** No path looks up our own id: orders are gone through, newest first. */
async function findRow(
  client: CcxtClient,
  { symbol, clientOrderId }: OrderRef,
): Promise<Row | undefined> {
  const of = { product_ids: client.market(symbol).id }
  let pages = 0
  for await (const rows of pagesOf(client, ORDERS, of, 'orders')) {
    const row = rows.find((each) => each['client_order_id'] === clientOrderId)
    pages += 1
    if (row || pages === MOST_PAGES) return row
  }
  return undefined
}

function isResting(row: Row | undefined): boolean {
  return ['OPEN', 'PENDING', 'QUEUED'].includes(textOf(row?.['status']) ?? '')
}

async function* pagesOf(
  client: CcxtClient,
  path: string,
  params: Record<string, unknown>,
  name: string,
): AsyncGenerator<Row[]> {
  let cursor: string | undefined
  do {
    const answer = await client.request(path, PRIVATE, 'GET', {
      ...params,
      limit: PER_PAGE,
      ...(cursor !== undefined && { cursor }),
    })
    const rows = rowsOf(answer, name)
    yield rows
    // Of fills it does not say whether there are more.
    const more = textOf(partOf(answer, 'has_next')) ?? String(rows.length >= PER_PAGE)
    cursor = more === 'true' ? textOf(partOf(answer, 'cursor')) : undefined
  } while (cursor !== undefined)
}
