import {
  dateOf,
  given,
  isRow,
  listOf,
  partOf,
  rowOf,
  rowsOf,
  textOf,
  wordsOf,
  type Row,
} from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import type { CcxtClient, CcxtMarket, CcxtOrder } from '../../ccxt/ccxt-client.ts'
import { costsOf } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { ExchangeError } from '../../exchange-error.ts'
import { GATE_ERRORS } from './error-table.ts'
import { GATE_FACTS } from './help.ts'
import { readOrder, type OrderRows } from '../../dialect/open-rows.ts'
import { readAll, readRows, type List } from '../../dialect/lists.ts'
import { allPages } from '../../dialect/pages.ts'
import { rawOf } from '../../dialect/error-table.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'

const SPOT = ['private', 'spot'] as const
const ACCOUNT = ['private', 'account'] as const
const PUBLIC = ['public', 'spot'] as const
const PER_PAGE = 100
const LISTS = { api: SPOT, market: 'currency_pair', limit: ['limit', PER_PAGE] } as const
const ORDERS_OF_PAIR: List = { ...LISTS, path: 'orders', next: { number: 'page' } }
const ENDED_ORDERS: List = { ...LISTS, path: 'orders' }
const FILLS_OF_ORDER: List = { ...LISTS, path: 'my_trades', next: { number: 'page' } }
const FILLS: List = { ...LISTS, path: 'my_trades', limit: ['limit', 1000] }
const NOT_FOUND = new Set(['ORDER_NOT_FOUND', 'CLIENT_ID_NOT_FOUND'])
/** Accounts whose orders are of spot trading without borrowing. */
const SPOT_ACCOUNTS = new Set(['spot', 'unified'])

const ORDERS: OrderRows = {
  idsOf: ({ id, text, currency_pair, account }) => ({
    id,
    clientOrderId: text,
    market: SPOT_ACCOUNTS.has(textOf(account) ?? 'spot') ? currency_pair : undefined,
  }),
  needs: ['amount', 'left', 'status'],
  parse: toOrder,
}

/** Gate spot, on a classic account. */
export const GATE: Dialect = {
  id: 'gate',
  facts: GATE_FACTS,
  // https://www.gate.com/docs/developers/apiv4/#frequency-limit-rule: 10 spot orders/s, else 200 in 10 s.
  budgets: {
    own: { weight: 200, seconds: 10, per: 'key' },
    ip: { weight: 200, seconds: 10, per: 'address' },
  },
  costs: costsOf({ account: 2, order: 2, place: 2 }),
  config: () => ({
    // ccxt 4.5.84 would ask which kind of account it is, take any failure of that for the answer "classic",
    // and keep it for as long as the instance lives.
    options: { fetchMarkets: { types: ['spot'] }, unifiedAccount: false },
  }),
  // ccxt 4.5.84 reads the pairs of margin trading too, on a path that Gate calls deprecated: were it gone, no
  // market would be read.
  unasked: ['publicMarginGetCurrencyPairs'],
  // https://www.gate.com/docs/developers/apiv4/en/#currencypair: in seconds
  endsAt: ({ info }) => dateOf(`${textOf(info['delisting_time']) ?? ''}000`),
  errors: GATE_ERRORS,
  // ccxt 4.5.84 takes a pair that can only be borrowed on for one that can be traded.
  isTradable: ({ info }) => (textOf(info['trade_status']) ?? 'tradable') === 'tradable',
  // A signed time is good for 60 s.
  orderWindowMs: ORDER_WINDOW_MS + 60_000,
  remembersMs: 3_600_000,
  // ccxt 4.5.84 adds this too, but not to an id that begins with a t of its own, which Gate refuses.
  clientOrderId: {
    encode: (ours) => `t-${ours}`,
    decode: (theirs) => theirs.replace(/^t-/, ''),
  },

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const market = client.market(symbol)
    const answer = await client.request('orders', SPOT, 'POST', {
      text: clientOrderId,
      currency_pair: market.id,
      type: 'limit',
      account: 'spot',
      side,
      amount: amount.toFixed(),
      price: price.toFixed(),
      time_in_force: timeInForce.toLowerCase(),
    })
    return readOrder(ORDERS, client, answer, market)
  },

  async cancel(client, { symbol, clientOrderId }) {
    const market = client.market(symbol)
    const of = { order_id: clientOrderId, currency_pair: market.id }
    const answer = await client.request('orders/{order_id}', SPOT, 'DELETE', of)
    return readOrder(ORDERS, client, answer, market)
  },

  find: async (client, { symbol, clientOrderId: text }) =>
    (await fetchOrder(client, symbol, text)) ?? findEnded(client, symbol, text),
  findById: fetchOrder,

  orders: ORDERS,
  fetchOpenOrders: (client, symbol) =>
    symbol === undefined
      ? listAll(client)
      : readAll(client, ORDERS_OF_PAIR, { symbol, of: { status: 'open' } }),

  fills: {
    by: 'time',
    perPage: 1000,
    spanMs: 30 * 24 * 3_600_000,
    keptMs: 180 * 24 * 3_600_000,
    fetch(client, symbol, { since, until }) {
      const of = { from: Math.floor(since / 1000), to: Math.ceil(until / 1000) }
      return readRows(client, FILLS, { symbol, of })
    },
    ofOrder: (client, symbol, order_id) =>
      readAll(client, FILLS_OF_ORDER, { symbol, of: { order_id } }),
    rows: {
      idsOf: ({ id, order_id, currency_pair }) => ({
        id,
        orderId: order_id,
        market: currency_pair,
      }),
    },
  },

  mergesHours: true,

  async fetchAccount(client) {
    const [detail, accounts] = await Promise.all([
      client.request('detail', ACCOUNT, 'GET', {}),
      client.request('accounts', SPOT, 'GET', {}).catch(nothingThere),
    ])
    return {
      uid: given(partOf(detail, 'user_id'), 'user id'),
      canTrade: true,
      balances: toBalances(client, rowsOf(accounts), {
        coin: 'currency',
        free: 'available',
        used: 'locked',
      }),
    }
  },

  async fetchRights(client) {
    const answer = await client.request('main_keys', ACCOUNT, 'GET', {})
    const keys = Array.isArray(answer) ? rowsOf(answer) : [rowOf(answer)]
    const states = keys.map(({ state }) => given(state, 'state of a key'))
    const state = agreed(states)
    if (states.length === 0) throw new TypeError('Cannot read answer: no key')
    if (state === '2' || state === '3') {
      const what = `Cannot use the key: its state at the exchange is ${state}`
      throw new ExchangeError('key-rejected', what, { verdict: 'frozen', raw: `state ${state}` })
    }
    return {
      read: true,
      trade: agreed(keys.map((key) => mayWrite(key, 'spot'))),
      withdraw: agreed(keys.map((key) => mayWrite(key, 'withdraw'))),
      ipBound: agreed(keys.map((key) => wordsOf(key['ip_whitelist']).length > 0)),
      createdAt: keys.length === 1 ? dateOf(keys[0]?.['created_at']) : undefined,
      expiresAt: undefined,
    }
  },

  fetchPrices: pricesFrom({
    path: 'tickers',
    api: PUBLIC,
    rows: [],
    columns: ['currency_pair', 'last'],
  }),

  fetchOrderBook: bookFrom({
    path: 'order_book',
    api: PUBLIC,
    params: (currency_pair) => ({ currency_pair, limit: 100 }),
    bids: ['bids'],
    asks: ['asks'],
  }),
}

/** Gate lists all keys of an account and does not say which is ours: only what holds for every one of them counts. */
function agreed<T>([first, ...others]: readonly T[]): T | undefined {
  return others.every((other) => other === first) ? first : undefined
}

function mayWrite({ perms }: Row, name: string): boolean | undefined {
  if (perms === undefined || perms === null) return undefined
  return rowsOf(perms).some(
    (right) => right['name'] === name && String(right['read_only']) !== 'true',
  )
}

/** Every symbol's orders come in a group of their own; a page has some of each. */
function listAll(client: CcxtClient): Promise<unknown[]> {
  return allPages(async (next) => {
    const page = Number(next ?? 1)
    const of = { page, limit: PER_PAGE }
    const groups = rowsOf(await client.request('open_orders', SPOT, 'GET', of))
    const lists = groups.map((group) => listOf(group, 'orders'))
    const isLast = lists.every((rows) => rows.length < PER_PAGE)
    return { rows: lists.flat(), next: isLast ? undefined : String(page + 1) }
  })
}

async function fetchOrder(client: CcxtClient, symbol: string, id: string): Promise<unknown> {
  const of = { order_id: id, currency_pair: client.market(symbol).id }
  try {
    return await client.request('orders/{order_id}', SPOT, 'GET', of)
  } catch (error) {
    // Of an order that ended, Gate may say at once that it does not know our id: gateapi-go#41.
    if (NOT_FOUND.has(rawOf(GATE_ERRORS, error) ?? '')) return undefined
    throw error
  }
}

const STATES: Readonly<Record<string, string>> = {
  open: 'open',
  closed: 'closed',
  cancelled: 'canceled',
}
const ENDED_BY_TRADER = new Set(['filled', 'cancelled'])

/**
 * ccxt 4.5.84 goes by the reason that an order ended for, of which Gate has many (`stp`, `small`,
 * `depth_not_enough`, …), and takes one that it does not know for an order that is open.
 */
function toOrder(client: CcxtClient, row: Row, market: CcxtMarket): CcxtOrder {
  const order = client.parseOrder(row, market)
  const status = STATES[textOf(row['status']) ?? ''] ?? order.status
  const reason = textOf(row['finish_as'])
  const lapsed = status !== 'open' && reason !== undefined && !ENDED_BY_TRADER.has(reason)
  return { ...order, status: lapsed ? 'expired' : status }
}

/** By its own id an order is found for an hour or so after it ended. */
async function findEnded(client: CcxtClient, symbol: string, text: string): Promise<unknown> {
  const ended = await readRows(client, ENDED_ORDERS, { symbol, of: { status: 'finished' } })
  return ended.filter(isRow).find((row) => row['text'] === text)
}

/** An account into which nothing was ever moved does not exist yet. */
function nothingThere(error: unknown): [] {
  if (rawOf(GATE_ERRORS, error) === 'USER_NOT_FOUND') return []
  throw error
}
