import { Big } from 'big.js'
import {
  amountOf,
  dateOf,
  given,
  listOf,
  partOf,
  rowOf,
  rowsOf,
  textOf,
  wordsOf,
  type Row,
} from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import type { RawFee } from '../../dialect/fill-rows.ts'
import { costsOf } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { HTX_ERRORS } from './error-table.ts'
import { HTX_FACTS } from './help.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { readAll, readRows, type List } from '../../dialect/lists.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'

const PRIVATE = ['spot', 'private'] as const
const PUBLIC = ['spot', 'public'] as const
const PER_PAGE = 500
const OPEN_ORDERS: List = {
  path: 'v1/order/openOrders',
  api: PRIVATE,
  market: 'symbol',
  rows: ['data'],
  limit: ['size', PER_PAGE],
  next: { after: 'id', as: 'from', params: { direct: 'next' } },
}
const FILLS: List = {
  path: 'v1/order/matchresults',
  api: PRIVATE,
  market: 'symbol',
  rows: ['data'],
  limit: ['size', PER_PAGE],
}

const ORDERS: OrderRows = {
  idsOf: (row) => ({
    id: row['id'],
    clientOrderId: row['client-order-id'],
    market: (textOf(row['source']) ?? '').includes('margin') ? undefined : row['symbol'],
  }),
  needs: ['amount', 'state'],
  parse(client, row, market) {
    given(row['filled-amount'] ?? row['field-amount'], 'filled amount')
    return client.parseOrder(row, market)
  },
}

/** HTX spot. */
export const HTX: Dialect = {
  id: 'htx',
  facts: HTX_FACTS,
  // https://www.htx.com/en-us/opend/newApiPages: orders 100 in 2 s, lists 50, keys 20, of a user.
  budgets: {
    own: { weight: 100, seconds: 2, per: 'key' },
    ip: { weight: 100, seconds: 2, per: 'address' },
  },
  costs: costsOf({
    account: 3,
    rights: 10,
    openOrders: 3,
    openOrdersOfSymbol: 3,
    fills: 5,
    orderFills: 5,
    order: 2,
    place: 2,
    markets: 2,
  }),
  config: () => ({
    options: { fetchMarkets: { types: { spot: true, linear: false, inverse: false } } },
  }),
  errors: HTX_ERRORS,
  isTradable: ({ active, info }) => active !== false && info['api-trading'] !== 'disabled',
  // A signed time is good for 5 minutes.
  orderWindowMs: ORDER_WINDOW_MS + 300_000,
  remembersMs: 3_600_000,

  async place(client, { symbol, side, amount, price, timeInForce, clientOrderId }) {
    const answer = await client.request('v1/order/orders/place', PRIVATE, 'POST', {
      'account-id': await spotAccountOf(client),
      symbol: client.market(symbol).id,
      type: `${side}-${timeInForce === 'IOC' ? 'ioc' : 'limit'}`,
      amount: amount.toFixed(),
      price: price.toFixed(),
      source: 'spot-api',
      'client-order-id': clientOrderId,
    })
    return { id: given(partOf(answer, 'data'), 'order id'), symbol }
  },

  async cancel(client, { clientOrderId }) {
    const answer = await client.request(
      'v1/order/orders/submitCancelClientOrder',
      PRIVATE,
      'POST',
      { 'client-order-id': clientOrderId },
    )
    // What it was before: 0 there is none, -1 it ended long ago.
    const state = textOf(partOf(answer, 'data'))
    return state === '0' || state === '-1' ? undefined : {}
  },

  async find(client, { clientOrderId }) {
    const of = { clientOrderId }
    const answer = await client.request('v1/order/orders/getClientOrder', PRIVATE, 'GET', of)
    return rowOf(partOf(answer, 'data'))
  },

  async findById(client, _symbol, id) {
    const of = { 'order-id': id }
    const answer = await client.request('v1/order/orders/{order-id}', PRIVATE, 'GET', of)
    return partOf(answer, 'data')
  },

  orders: ORDERS,
  async fetchOpenOrders(client, symbol) {
    const of = symbol === undefined ? {} : { 'account-id': await spotAccountOf(client) }
    return readAll(client, OPEN_ORDERS, { symbol, of })
  },

  fills: {
    by: 'time',
    perPage: PER_PAGE,
    spanMs: 48 * 3_600_000,
    keptMs: 120 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }) =>
      readRows(client, FILLS, { symbol, of: { 'start-time': since, 'end-time': until } }),
    async ofOrder(client, _symbol, id) {
      const path = 'v1/order/orders/{order-id}/matchresults'
      return listOf(await client.request(path, PRIVATE, 'GET', { 'order-id': id }), 'data')
    },
    rows: {
      idsOf: (row) => ({ id: row['trade-id'], orderId: row['order-id'], market: row['symbol'] }),
      feesOf,
    },
  },

  mergesHours: true,

  async fetchAccount(client) {
    const [uid, id] = await Promise.all([uidOf(client), spotAccountOf(client)])
    const path = 'v1/account/accounts/{account-id}/balance'
    const answer = await client.request(path, PRIVATE, 'GET', { 'account-id': id })
    const rows = Map.groupBy(rowsOf(answer, 'data', 'list'), (row) => textOf(row['currency']) ?? '')
    return {
      uid,
      canTrade: textOf(partOf(answer, 'data', 'state')) === 'working',
      balances: toBalances(
        client,
        [...rows].map(([coin, parts]) => ({ coin, parts })),
        {
          coin: ({ coin }) => coin,
          amounts: ({ parts }) => ({ free: ofType(parts, 'trade'), used: ofType(parts, 'frozen') }),
        },
      ),
    }
  },

  async fetchRights(client) {
    // It tells of all keys of the user: only our own is looked at.
    const of = { uid: await uidOf(client) }
    const answer = await client.request('v2/user/api-key', PRIVATE, 'GET', of)
    const key = rowsOf(answer, 'data').find((row) => row['accessKey'] === client.apiKey)
    const rights = wordsOf(key?.['permission'])
    const created = dateOf(key?.['createTime'])
    const days = Number(textOf(key?.['validDays']) ?? -1)
    const knows = key !== undefined
    return {
      read: knows ? rights.includes('readOnly') : undefined,
      trade: knows ? rights.includes('trade') : undefined,
      withdraw: knows ? rights.includes('withdraw') : undefined,
      ipBound: knows ? wordsOf(key['ipAddresses']).length > 0 : undefined,
      createdAt: created,
      // -1: it has no end.
      expiresAt: days >= 0 ? new Date(client.milliseconds() + days * 24 * 3_600_000) : undefined,
    }
  },

  fetchPrices: pricesFrom({
    path: 'market/tickers',
    api: PUBLIC,
    rows: ['data'],
    columns: ['symbol', 'close'],
  }),

  fetchOrderBook: bookFrom({
    path: 'market/depth',
    api: PUBLIC,
    params: (symbol) => ({ symbol, type: 'step0' }),
    bids: ['tick', 'bids'],
    asks: ['tick', 'asks'],
  }),
}

/** What the rows of one coin say of one state; zero where none of them is of it. */
function ofType(parts: unknown, type: string): Big {
  const part = rowsOf(parts).find((row) => row['type'] === type)
  return part === undefined ? new Big(0) : amountOf(part['balance'])
}

async function uidOf(client: CcxtClient): Promise<string> {
  return given(partOf(await client.request('v2/user/uid', PRIVATE, 'GET', {}), 'data'), 'uid')
}

const spotAccounts = new WeakMap<CcxtClient, Promise<string>>()

/**
 * The number of the key's spot account, which every order names: asked for once, and kept by account. ccxt 4.5.84
 * keeps it on the instance.
 */
function spotAccountOf(client: CcxtClient): Promise<string> {
  const known = spotAccounts.get(client)
  if (known) return known
  const asked = askForSpotAccount(client)
  spotAccounts.set(client, asked)
  asked.catch(() => spotAccounts.delete(client))
  return asked
}

async function askForSpotAccount(client: CcxtClient): Promise<string> {
  const answer = await client.request('v1/account/accounts', PRIVATE, 'GET', {})
  const spot = rowsOf(answer, 'data').find((row) => row['type'] === 'spot')
  return given(spot?.['id'], 'spot account')
}

/** ccxt 4.5.84 knows of one fee only: a part may be taken in points or HT, all of it maybe a moment later. */
function feesOf(row: Row): RawFee[] {
  const points = textOf(row['filled-points']) ?? '0'
  if (row['fee-deduct-state'] === 'ongoing' && /^[0.]*$/.test(points)) return []
  return [
    { amount: row['filled-fees'], coin: row['fee-currency'] },
    { amount: points, coin: row['fee-deduct-currency'] },
  ]
}
