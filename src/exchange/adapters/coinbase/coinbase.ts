import {
  amountOf,
  decimalOf,
  given,
  partOf,
  rowOf,
  textOf,
  type Row,
} from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { COINBASE_ERRORS } from './error-table.ts'
import { fetchResting, findResting, findRow } from './find-order.ts'
import { COINBASE_FACTS } from './help.ts'
import { pageOf, PRIVATE } from './pages.ts'
import { costsOf } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { allPages, type Page } from '../../dialect/pages.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'

const PUBLIC = ['v3', 'public'] as const

/** What keeps a product from being traded as usual. */
const CLOSED_BY = ['is_disabled', 'trading_disabled', 'cancel_only', 'post_only', 'view_only']

const ORDERS: OrderRows = {
  idsOf: ({ order_id, client_order_id, product_id, product_type }) => ({
    id: order_id,
    clientOrderId: client_order_id,
    market: (textOf(product_type) ?? 'SPOT') === 'SPOT' ? product_id : undefined,
  }),
  needs: ['filled_size', 'status'],
}

const FILLS = 'brokerage/orders/historical/fills'

/** Coinbase Advanced Trade, spot. */
export const COINBASE: Dialect = {
  id: 'coinbase',
  facts: COINBASE_FACTS,
  // https://docs.cdp.coinbase.com/advanced-trade/docs/rest-api-rate-limits: 30/s of a user, 10/s of an address.
  budgets: {
    own: { weight: 30, seconds: 1, per: 'key' },
    ip: { weight: 10, seconds: 1, per: 'address' },
  },
  costs: costsOf({
    account: 3,
    openOrders: 2,
    openOrdersOfSymbol: 2,
    order: 3,
    cancel: 4,
    markets: 3, // ccxt 4.5.84 asks for futures too
  }),
  errors: COINBASE_ERRORS,
  isTradable: ({ active, info }) =>
    active !== false && CLOSED_BY.every((name) => textOf(info[name]) !== 'true'),
  // What is signed is good for 2 minutes.
  orderWindowMs: ORDER_WINDOW_MS + 120_000,
  remembersMs: 3_600_000,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const limit = { base_size: amount.toFixed(), limit_price: price.toFixed() }
    const answer = await client.request('brokerage/orders', PRIVATE, 'POST', {
      // The createOrder of ccxt 4.5.84 drops ours, and makes one up.
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
    const id = textOf((await findResting(client, order))?.['order_id'])
    if (id === undefined) return undefined
    await client.request('brokerage/orders/batch_cancel', PRIVATE, 'POST', { order_ids: [id] })
    return { id }
  },

  find: findRow,

  async findById(client, _symbol, order_id) {
    const path = 'brokerage/orders/historical/{order_id}'
    return partOf(await client.request(path, PRIVATE, 'GET', { order_id }), 'order')
  },

  orders: ORDERS,
  fetchOpenOrders: fetchResting,

  fills: {
    by: 'time',
    perPage: Infinity,
    spanMs: 365 * 24 * 3_600_000,
    keptMs: 365 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }, next) =>
      fillsPage(client, next, {
        product_ids: client.market(symbol).id,
        start_sequence_timestamp: new Date(since).toISOString(),
        end_sequence_timestamp: new Date(until).toISOString(),
      }),
    ofOrder: (client, _symbol, order_ids, next) => fillsPage(client, next, { order_ids }),
    rows: {
      idsOf: ({ trade_id, order_id, product_id }) => ({
        id: trade_id,
        orderId: order_id,
        market: product_id,
      }),
    },
  },

  async fetchAccount(client) {
    const rights = await client.request('brokerage/key_permissions', PRIVATE, 'GET', {})
    const accounts = await allPages((cursor) =>
      pageOf(client, 'brokerage/accounts', { name: 'accounts', of: {}, cursor }),
    )
    return {
      // A key belongs to one portfolio, and sees only that.
      uid: given(partOf(rights, 'portfolio_uuid'), 'portfolio'),
      canTrade: partOf(rights, 'can_trade') === true,
      balances: toBalances(client, accounts.map(rowOf), {
        coin: ({ currency }) => currency,
        amounts: ({ available_balance, hold }) => ({
          free: amountOf(partOf(available_balance, 'value')),
          used: decimalOf(partOf(hold, 'value')),
        }),
      }),
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

  fetchPrices: pricesFrom({
    path: 'brokerage/market/products',
    api: PUBLIC,
    rows: ['products'],
    columns: ['product_id', 'price'],
  }),

  fetchOrderBook: bookFrom({
    path: 'brokerage/market/product_book',
    api: PUBLIC,
    params: (product_id) => ({ product_id, limit: 100 }),
    bids: ['pricebook', 'bids'],
    asks: ['pricebook', 'asks'],
    columns: ['price', 'size'],
  }),
}

/** Coinbase lists the newest first; we, within a page, the oldest. */
async function fillsPage(client: CcxtClient, cursor: string | undefined, of: Row): Promise<Page> {
  const { rows, next } = await pageOf(client, FILLS, { name: 'fills', of, cursor })
  if (next !== undefined && next === cursor) {
    throw new TypeError('Cannot read answer: its pages do not end')
  }
  return { rows: rows.toReversed(), next }
}
