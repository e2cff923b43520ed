import { given, partOf, rowOf, rowsOf, textOf, wordsOf } from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { CRYPTOCOM_ERRORS } from './error-table.ts'
import { CRYPTOCOM_FACTS } from './help.ts'
import { costsOf, fromPool } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { readRows, type List } from '../../dialect/lists.ts'
import { allPages, lastIdOf } from '../../dialect/pages.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'
import { RIGHTS_UNREPORTED } from '../../dialect/rights.ts'

const PRIVATE = ['v1', 'private'] as const
const PUBLIC = ['v1', 'public'] as const
const FILLS_PER_PAGE = 100
const LISTS = {
  api: PRIVATE,
  method: 'POST',
  market: 'instrument_name',
  rows: ['result', 'data'],
} as const
const OPEN_ORDERS: List = { ...LISTS, path: 'private/get-open-orders' }
const FILLS: List = { ...LISTS, path: 'private/get-trades', limit: ['limit', FILLS_PER_PAGE] }

const ORDERS: OrderRows = {
  idsOf: ({ order_id, client_oid, instrument_name, isolation_id, exec_inst, spot_margin }) => {
    // "MARGIN_ORDER", "ISOLATED_MARGIN"
    const isMargin =
      textOf(isolation_id) !== undefined ||
      wordsOf(exec_inst).some((word) => word.includes('MARGIN')) ||
      spot_margin === 'MARGIN'
    return {
      id: order_id,
      clientOrderId: client_oid,
      market: isMargin ? undefined : instrument_name,
    }
  },
  needs: ['quantity', 'cumulative_quantity', 'status'],
}

/** Crypto.com Exchange, spot. */
export const CRYPTOCOM: Dialect = {
  id: 'cryptocom',
  facts: CRYPTOCOM_FACTS,
  // https://exchange-docs.crypto.com: orders 15 in 0.1 s, fills 1/s, others 3 in 0.1 s of a user; public 100/s.
  budgets: {
    own: { weight: 300, seconds: 10, per: 'key' },
    fills: { weight: 10, seconds: 10, per: 'key' },
    ip: { weight: 500, seconds: 5, per: 'address' },
  },
  costs: costsOf({ account: 2, fills: fromPool('fills'), orderFills: fromPool('fills') }),
  errors: CRYPTOCOM_ERRORS,
  // A nonce is good for 60 s.
  orderWindowMs: ORDER_WINDOW_MS + 60_000,
  remembersMs: 24 * 3_600_000,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const answer = await client.request('private/create-order', PRIVATE, 'POST', {
      instrument_name: client.market(symbol).id,
      side: side.toUpperCase(),
      type: 'LIMIT',
      price: price.toFixed(),
      quantity: amount.toFixed(),
      // The createOrder of ccxt 4.5.84 drops ours.
      client_oid: clientOrderId,
      time_in_force: timeInForce === 'IOC' ? 'IMMEDIATE_OR_CANCEL' : 'GOOD_TILL_CANCEL',
    })
    return { id: given(partOf(answer, 'result', 'order_id'), 'order id'), symbol }
  },

  async cancel(client, { clientOrderId: client_oid }) {
    await client.request('private/cancel-order', PRIVATE, 'POST', { client_oid })
    return {}
  },

  find: async (client, { clientOrderId: client_oid }) =>
    rowOf(await fetchOrder(client, { client_oid })),
  findById: (client, _symbol, order_id) => fetchOrder(client, { order_id }),

  orders: ORDERS,
  fetchOpenOrders: (client, symbol) => readRows(client, OPEN_ORDERS, { symbol }),

  fills: {
    by: 'time',
    perPage: FILLS_PER_PAGE,
    spanMs: 7 * 24 * 3_600_000,
    keptMs: 180 * 24 * 3_600_000,
    // The end is not part of a stretch here.
    fetch: (client, symbol, { since, until }) =>
      readRows(client, FILLS, { symbol, of: { start_time: since, end_time: until + 1 } }),
    // Fills can't be asked for by order: those of its lifetime are gone through, newest first.
    async ofOrder(client, symbol, order_id) {
      const detail = await fetchOrder(client, { order_id })
      const [start_time, last] = ['create_time', 'update_time'].map((name) =>
        Number(given(partOf(detail, name), name)),
      )
      return allPages(async (before) => {
        const end_time = Number(before ?? last) + 1
        const rows = await readRows(client, FILLS, { symbol, of: { start_time, end_time } })
        const oldest = lastIdOf(rows, FILLS_PER_PAGE, 'create_time')
        return { rows, next: Number(oldest) + 1 >= end_time ? undefined : oldest }
      })
    },
    rows: {
      idsOf: ({ trade_id, order_id, instrument_name }) => ({
        id: trade_id,
        orderId: order_id,
        market: instrument_name,
      }),
    },
  },

  mergesHours: true,

  async fetchAccount(client) {
    const [accounts, balance] = await Promise.all([
      client.request('private/get-accounts', PRIVATE, 'POST', {}),
      client.request('private/user-balance', PRIVATE, 'POST', {}),
    ])
    const master = partOf(accounts, 'result', 'master_account')
    return {
      uid: given(partOf(master, 'uuid'), 'account id'),
      canTrade: String(partOf(master, 'tradable')) !== 'false',
      balances: toBalances(client, rowsOf(balance, 'result', 'data', 0, 'position_balances'), {
        coin: 'instrument_name',
        total: 'quantity',
        used: 'reserved_qty',
      }),
    }
  },

  // Crypto.com tells nothing of a key but that it works.
  async fetchRights(client) {
    const answer = await client.request('private/get-accounts', PRIVATE, 'POST', {})
    given(partOf(answer, 'result', 'master_account', 'uuid'), 'account id')
    return RIGHTS_UNREPORTED
  },

  fetchPrices: pricesFrom({
    path: 'public/get-tickers',
    api: PUBLIC,
    rows: ['result', 'data'],
    columns: ['i', 'a'],
  }),

  fetchOrderBook: bookFrom({
    path: 'public/get-book',
    api: PUBLIC,
    params: (instrument_name) => ({ instrument_name, depth: 50 }),
    bids: ['result', 'data', 0, 'bids'],
    asks: ['result', 'data', 0, 'asks'],
  }),

  // No path tells the time: one that dates its answer stands in for it.
  async fetchTime(client) {
    const answer = await client.request('public/get-tickers', PUBLIC, 'GET', {
      instrument_name: 'BTC_USDT',
    })
    const [ticker] = rowsOf(answer, 'result', 'data')
    return Number(textOf(ticker?.['t']) ?? client.milliseconds())
  },
}

async function fetchOrder(
  client: CcxtClient,
  of: { client_oid: string } | { order_id: string },
): Promise<unknown> {
  return partOf(await client.request('private/get-order-detail', PRIVATE, 'POST', of), 'result')
}
