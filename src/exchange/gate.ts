import { Big } from 'big.js'
import {
  dateOf,
  decimalOf,
  given,
  partOf,
  rowOf,
  rowsOf,
  toBalances,
  toLevels,
  toPrices,
  wordsOf,
  type Row,
} from './answer-parts.ts'
import type { CcxtClient, CcxtOrder } from './ccxt-client.ts'
import type { Dialect } from './dialect.ts'
import { ORDER_WINDOW_MS } from './exchange.ts'
import { ExchangeError } from './exchange-error.ts'
import { GATE_ERRORS, GATE_FACTS } from './gate-facts.ts'
import { Refusal } from './refusal.ts'
import { readError } from './sense.ts'
import { UNIFIED } from './unified.ts'

const own = (weight: number) => ({ pool: 'own', weight })
const ip = (weight: number) => ({ pool: 'ip', weight })
const SPOT = ['private', 'spot'] as const
const ACCOUNT = ['private', 'account'] as const
const PUBLIC = ['public', 'spot'] as const
const PER_PAGE = 100

/** Gate spot, on a classic account. */
export const GATE: Dialect = {
  ...UNIFIED,
  id: 'gate',
  // https://www.gate.com/docs/developers/apiv4/#frequency-limit-rule: 10 spot orders/s, else 200 in 10 s.
  budgets: {
    own: { weight: 200, seconds: 10, per: 'key' },
    ip: { weight: 200, seconds: 10, per: 'address' },
  },
  costs: {
    account: own(2),
    rights: own(1),
    openOrders: own(1),
    openOrdersOfSymbol: own(1),
    fills: own(1),
    orderFills: own(1),
    order: own(2),
    place: own(2),
    cancel: own(1),
    markets: ip(2),
    prices: ip(1),
    book: ip(1),
    candles: ip(1),
    time: ip(1),
  },
  config: () => ({
    has: { fetchCurrencies: false },
    // Otherwise ccxt finds it out, and remembers a wrong answer after any fault (facts/exchanges.md §0.12).
    options: { fetchMarkets: { types: ['spot'] }, unifiedAccount: false },
  }),
  errors: GATE_ERRORS,
  // A signed time is good for 60 s.
  orderWindowMs: ORDER_WINDOW_MS + 60_000,
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
    return client.parseOrder(answer, market)
  },

  async cancel(client, { symbol, clientOrderId }) {
    const market = client.market(symbol)
    const of = { order_id: clientOrderId, currency_pair: market.id }
    return client.parseOrder(await client.request('orders/{order_id}', SPOT, 'DELETE', of), market)
  },

  async find(client, { symbol, clientOrderId: text }) {
    const found = await findOrder(client, symbol, text)
    if (found) return found
    // By its own id an order is found for an hour or so after it ended.
    const market = client.market(symbol)
    const of = { currency_pair: market.id, status: 'finished', limit: PER_PAGE }
    const ended = rowsOf(await client.request('orders', SPOT, 'GET', of))
    const row = ended.find((each) => each['text'] === text)
    return row && client.parseOrder(row, market)
  },
  findById: (client, symbol, id) => findOrder(client, symbol, id),

  async fetchOpenOrders(client, symbol) {
    const rows =
      symbol === undefined
        ? await listAll(client)
        : await allPages(client, 'orders', {
            currency_pair: client.market(symbol).id,
            status: 'open',
          })
    return rows.map((row) => client.parseOrder(row))
  },

  fills: {
    by: 'time',
    perPage: 1000,
    spanMs: 30 * 24 * 3_600_000,
    keptMs: 180 * 24 * 3_600_000,
    async fetch(client, symbol, { since, until }) {
      const market = client.market(symbol)
      const answer = await client.request('my_trades', SPOT, 'GET', {
        currency_pair: market.id,
        from: Math.floor(since / 1000),
        to: Math.ceil(until / 1000),
        limit: 1000,
      })
      return rowsOf(answer).map((row) => client.parseTrade(row, market))
    },
    async ofOrder(client, symbol, order_id) {
      const market = client.market(symbol)
      const of = { currency_pair: market.id, order_id }
      const rows = await allPages(client, 'my_trades', of)
      return rows.map((row) => client.parseTrade(row, market))
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
      takerFeeRate: new Big(GATE_FACTS.takerFeeRate),
      updatedAt: undefined,
      balances: toBalances(
        client,
        rowsOf(accounts).map((row) => ({
          coin: given(row['currency'], 'coin'),
          free: decimalOf(row['available']),
          used: decimalOf(row['locked']),
        })),
      ),
    }
  },

  async fetchRights(client) {
    const answer = await client.request('main_keys', ACCOUNT, 'GET', {})
    const [first] = Array.isArray(answer) ? rowsOf(answer) : [rowOf(answer)]
    const state = given(first?.['state'], 'state of the key')
    if (state === '2' || state === '3') {
      const what = `Cannot use the key: its state at the exchange is ${state}`
      throw new ExchangeError('key-rejected', what, { verdict: 'frozen', raw: `state ${state}` })
    }
    const rights = first?.['perms'] === undefined ? undefined : rowsOf(first['perms'])
    const may = (name: string) =>
      rights?.some((right) => right['name'] === name && String(right['read_only']) !== 'true')
    return {
      read: true,
      trade: may('spot'),
      withdraw: may('withdraw'),
      ipBound: first && wordsOf(first['ip_whitelist']).length > 0,
      createdAt: dateOf(first?.['created_at']),
      expiresAt: undefined,
    }
  },

  async fetchPrices(client, symbols) {
    const rows = rowsOf(await client.request('tickers', PUBLIC, 'GET', {}))
    return toPrices(
      client,
      symbols,
      rows.map((row) => [row['currency_pair'], row['last']]),
    )
  },

  async fetchOrderBook(client, symbol) {
    const of = { currency_pair: client.market(symbol).id, limit: 100 }
    const answer = await client.request('order_book', PUBLIC, 'GET', of)
    return { bids: toLevels(partOf(answer, 'bids')), asks: toLevels(partOf(answer, 'asks')) }
  },
}

/** Every symbol's orders come in a group of their own. */
async function listAll(client: CcxtClient): Promise<Row[]> {
  const found: Row[] = []
  for (let page = 1; ; page += 1) {
    const groups = rowsOf(
      await client.request('open_orders', SPOT, 'GET', { page, limit: PER_PAGE }),
    )
    const rows = groups.flatMap((group) => rowsOf(group, 'orders'))
    found.push(...rows)
    if (!groups.some((group) => rowsOf(group, 'orders').length >= PER_PAGE)) return found
  }
}

async function allPages(client: CcxtClient, path: string, of: Row): Promise<Row[]> {
  const found: Row[] = []
  for (let page = 1; ; page += 1) {
    const params = { ...of, page, limit: PER_PAGE }
    const rows = rowsOf(await client.request(path, SPOT, 'GET', params))
    found.push(...rows)
    if (rows.length < PER_PAGE) return found
  }
}

async function findOrder(
  client: CcxtClient,
  symbol: string,
  id: string,
): Promise<CcxtOrder | undefined> {
  const market = client.market(symbol)
  const of = { order_id: id, currency_pair: market.id }
  try {
    return client.parseOrder(await client.request('orders/{order_id}', SPOT, 'GET', of), market)
  } catch (error) {
    if (labelOf(error) === 'ORDER_NOT_FOUND') return undefined
    throw error
  }
}

/** An account into which nothing was ever moved does not exist yet. */
function nothingThere(error: unknown): [] {
  if (labelOf(error) === 'USER_NOT_FOUND') return []
  throw error
}

function labelOf(error: unknown): string | undefined {
  return error instanceof Refusal ? readError(GATE_ERRORS, error.answer.body)?.raw : undefined
}
