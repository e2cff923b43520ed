import { createHash } from 'node:crypto'
import { Big } from 'big.js'
import {
  amountOf,
  decimalOf,
  given,
  isRow,
  listOf,
  partOf,
  rowsOf,
  textOf,
  type Row,
} from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import { BITFINEX_ERRORS } from './error-table.ts'
import { BITFINEX_FACTS } from './help.ts'
import type { CcxtClient, CcxtMarket, CcxtOrder } from '../../ccxt/ccxt-client.ts'
import { costsOf, fromPool } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS, type OrderRef } from '../../exchange.ts'
import type { Side } from '../../market.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { pricesFrom } from '../../dialect/public-data.ts'

const SMALLEST_AMOUNT = new Big('0.00000001')
const SIGNIFICANT_DIGITS = 5
const CID_AT = 2
const STATE_AT = 13

const ORDERS: OrderRows = {
  // [id, group, client id, symbol, …, type at 8]: only orders of the exchange wallet say so in their type.
  idsOf: (row) => ({
    id: row[0],
    clientOrderId: row[CID_AT],
    market: (textOf(row[8]) ?? '').startsWith('EXCHANGE ') ? row[3] : undefined,
  }),
  // What is left, what there was, and the state.
  needs: [6, 7, 13],
  parse: toOrder,
}

/** Our ids by the numbers that Bitfinex was given for them, as far as this process has used them. */
const oursByCid = new Map<string, string>()
const MOST_REMEMBERED = 100_000

/** Bitfinex spot: the exchange wallet. */
export const BITFINEX: Dialect = {
  id: 'bitfinex',
  facts: BITFINEX_FACTS,
  // https://docs.bitfinex.com/docs/requirements-and-limitations: 90/min of an address on most paths.
  budgets: { ip: { weight: 90, seconds: 60, per: 'address' } },
  costs: costsOf(
    { account: 3, order: 2, cancel: 2 },
    { private: fromPool('ip'), public: fromPool('ip') },
  ),
  errors: BITFINEX_ERRORS,
  // Two requests at once may overtake each other, and the one with the lower nonce is refused.
  oneAtATime: true,
  // It has no window; but the nonces of a key only grow, so that nothing lands once a request with a
  // higher one was answered. An order's is a time read before `sentAt` plus our window; that of whatever
  // declares it void is a time read after that, by the same clock or another: numbers are compared, so
  // neither a second process, nor a restart, nor clocks that differ can make the later one the lower.
  // Where two processes ask with one key at once, the one that comes late is refused, and asks again.
  orderWindowMs: ORDER_WINDOW_MS,
  remembersMs: 3_600_000,
  // Prices have five significant digits and no step: what does not fit is rounded when it is sent.
  sizesOf: () => ({ tickSize: SMALLEST_AMOUNT, stepSize: SMALLEST_AMOUNT }),
  clientOrderId: {
    encode(ours) {
      const cid = toCid(ours)
      const [oldest] = oursByCid.size >= MOST_REMEMBERED ? oursByCid.keys() : []
      if (oldest !== undefined) oursByCid.delete(oldest)
      oursByCid.set(cid, ours)
      return cid
    },
    decode: (theirs) => oursByCid.get(theirs) ?? theirs,
  },

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const market = client.market(symbol)
    const answer = await client.request('auth/w/order/submit', 'private', 'POST', {
      type: timeInForce === 'IOC' ? 'EXCHANGE IOC' : 'EXCHANGE LIMIT',
      symbol: market.id,
      price: inFavour(price, side).toFixed(),
      amount: (side === 'buy' ? amount : amount.times(-1)).toFixed(),
      cid: Number(clientOrderId),
    })
    return { id: given(partOf(answer, 4, 0, 0), 'order id'), symbol }
  },

  async cancel(client, order) {
    const row = await findResting(client, order)
    if (!row) return undefined
    const id = given(row[0], 'order id')
    await client.request('auth/w/order/cancel', 'private', 'POST', { id: Number(id) })
    return { id }
  },

  find: async (client, order) => (await findResting(client, order)) ?? findEnded(client, order),

  async findById(client, symbol, id) {
    const market = client.market(symbol)
    for (const path of ['auth/r/orders/{symbol}', 'auth/r/orders/{symbol}/hist']) {
      const of = { symbol: market.id, id: [Number(id)] }
      const [row] = listOf(await client.request(path, 'private', 'POST', of))
      if (row !== undefined) return path.endsWith('/hist') ? asEnded(row) : row
    }
    return undefined
  },

  orders: ORDERS,
  fetchOpenOrders: listOpen,

  fills: {
    by: 'time',
    perPage: 2500,
    spanMs: 365 * 24 * 3_600_000,
    keptMs: 365 * 24 * 3_600_000,
    async fetch(client, symbol, { since, until }) {
      const market = client.market(symbol)
      const of = { symbol: market.id, start: since, end: until, limit: 2500, sort: 1 }
      return listOf(await client.request('auth/r/trades/{symbol}/hist', 'private', 'POST', of))
    },
    async ofOrder(client, symbol, id) {
      const market = client.market(symbol)
      const path = 'auth/r/order/{symbol}:{id}/trades'
      return listOf(await client.request(path, 'private', 'POST', { symbol: market.id, id }))
    },
    rows: {
      idsOf: (row) => ({ id: row[0], orderId: row[3], market: row[1] }),
      parse: (client, row, market) => client.parseTrade({ result: row }, market),
    },
  },

  mergesHours: true,

  async fetchAccount(client) {
    // One after the other: the second would carry the lower nonce if it overtook the first.
    const user = await client.request('auth/r/info/user', 'private', 'POST', {})
    const wallets = rowsOf(await client.request('auth/r/wallets', 'private', 'POST', {}))
    const may = await rightsOf(client)
    return {
      uid: given(partOf(user, 0), 'user id'),
      canTrade: may('orders', 'write'),
      balances: toBalances(
        client,
        wallets.filter((wallet) => wallet[0] === 'exchange'),
        {
          coin: (wallet) => wallet[1],
          amounts: (wallet) => {
            const all = amountOf(wallet[2])
            const free = textOf(wallet[4]) === undefined ? all : decimalOf(wallet[4])
            return { free, used: all.minus(free) }
          },
        },
      ),
    }
  },

  async fetchRights(client) {
    const may = await rightsOf(client)
    return {
      read: may('wallets', 'read') && may('orders', 'read'),
      trade: may('orders', 'write'),
      withdraw: may('withdraw', 'write') || may('ui_withdraw', 'write'),
      ipBound: undefined,
      createdAt: undefined,
      expiresAt: undefined,
    }
  },

  fetchPrices: pricesFrom({
    path: 'tickers',
    api: 'public',
    params: (ids) => ({ symbols: ids.join(',') }),
    rows: [],
    columns: [0, 7],
  }),

  async fetchOrderBook(client, symbol) {
    const of = { symbol: client.market(symbol).id, precision: 'P0', len: 100 }
    const rows = rowsOf(await client.request('book/{symbol}/{precision}', 'public', 'GET', of))
    const levels = rows.map((row) => ({ price: decimalOf(row[0]), amount: decimalOf(row[2]) }))
    return {
      bids: levels.filter(({ amount }) => amount.gt(0)),
      // Asks are told as negative amounts.
      asks: levels
        .filter(({ amount }) => amount.lt(0))
        .map(({ price, amount }) => ({ price, amount: amount.abs() })),
    }
  },

  // Nothing is dated by the exchange's clock: our own does.
  fetchTime: async (client) => client.milliseconds(),
}

/** A whole number of 45 bits, which is all that Bitfinex takes; unique on an account and day is enough. */
function toCid(ours: string): string {
  const bits = createHash('sha256').update(ours).digest().readBigUInt64BE()
  return String(bits >> 19n)
}

/** Five digits are all that counts: a sale never under its price, a purchase never above it. */
function inFavour(price: Big, side: Side): Big {
  return price.prec(SIGNIFICANT_DIGITS, side === 'sell' ? Big.roundUp : Big.roundDown)
}

async function rightsOf(client: CcxtClient) {
  const rows = rowsOf(await client.request('auth/r/permissions', 'private', 'POST', {}))
  given(rows[0]?.[0], 'scope')
  return (scope: string, what: 'read' | 'write') => {
    const row = rows.find((each) => each[0] === scope)
    return textOf(row?.[what === 'read' ? 1 : 2]) === '1'
  }
}

async function listOpen(client: CcxtClient, symbol: string | undefined): Promise<unknown[]> {
  const [path, of] =
    symbol === undefined
      ? ['auth/r/orders', {}]
      : ['auth/r/orders/{symbol}', { symbol: client.market(symbol).id }]
  return listOf(await client.request(path, 'private', 'POST', of))
}

async function findResting(client: CcxtClient, order: OrderRef): Promise<Row | undefined> {
  return withCid(await listOpen(client, order.symbol), order)
}

async function findEnded(client: CcxtClient, order: OrderRef): Promise<Row | undefined> {
  const of = { symbol: client.market(order.symbol).id, limit: 2500 }
  const answer = await client.request('auth/r/orders/{symbol}/hist', 'private', 'POST', of)
  const row = withCid(listOf(answer), order)
  return row && asEnded(row)
}

/** What rests is not in the list of old orders, though some that ended are called partially filled there. */
function asEnded<T>(row: T): T | Row {
  if (!isRow(row)) return row
  const state = textOf(row[STATE_AT]) ?? ''
  if (!/^(ACTIVE|PARTIALLY)/.test(state)) return row
  return Object.assign([], row, { [STATE_AT]: `CANCELED was: ${state}` })
}

/** https://docs.bitfinex.com/docs/abbreviations-glossary: ccxt 4.5.84 reads the first word only. */
function toOrder(client: CcxtClient, row: Row, market: CcxtMarket): CcxtOrder {
  const order = client.parseOrder({ result: row }, market)
  const state = textOf(row[STATE_AT]) ?? ''
  if (/^((IOC|FILLORKILL|POSTONLY) CANCELED|INSUFFICIENT|RSN_)/.test(state)) {
    return { ...order, status: 'expired' }
  }
  return state.startsWith('FORCED EXECUTED') ? { ...order, status: 'closed' } : order
}

function withCid(rows: readonly unknown[], { clientOrderId }: OrderRef): Row | undefined {
  return rows.filter(isRow).find((row) => textOf(row[CID_AT]) === clientOrderId)
}
