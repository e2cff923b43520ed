import {
  amountOf,
  dateOf,
  decimalOf,
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
import { BITGET_ERRORS } from './error-table.ts'
import { BITGET_FACTS } from './help.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import type { RawFee } from '../../dialect/fill-rows.ts'
import { costsOf, fromPool } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { readAll, readRows, type List } from '../../dialect/lists.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'

const PRIVATE = ['private', 'spot'] as const
const PUBLIC = ['public', 'spot'] as const
const PER_PAGE = 100
const LISTS = {
  api: PRIVATE,
  market: 'symbol',
  rows: ['data'],
  limit: ['limit', PER_PAGE],
} as const
const OPEN_ORDERS: List = {
  ...LISTS,
  path: 'v2/spot/trade/unfilled-orders',
  next: { after: 'orderId', as: 'idLessThan' },
}
const FILLS: List = {
  ...LISTS,
  path: 'v2/spot/trade/fills',
  next: { after: 'tradeId', as: 'idLessThan' },
}

const ORDERS: OrderRows = {
  idsOf: ({ orderId, clientOid, symbol }) => ({
    id: orderId,
    clientOrderId: clientOid,
    // In some of Bitget's own examples in small letters.
    market: textOf(symbol)?.toUpperCase(),
  }),
  needs: ['size', 'baseVolume', 'status'],
  parse(client, row, market) {
    const order = client.parseOrder(row, market)
    if (row['status'] === 'reject') return { ...order, status: 'rejected' }
    // It would have met another order of its own account.
    return row['cancelReason'] === 'stp_cancel' ? { ...order, status: 'expired' } : order
  },
}

/**
 * Rights by Bitget's own short names, of which none moves coins off the account:
 * https://www.bitget.com/api-doc/spot/account/Get-Account-Info
 */
const HARMLESS =
  /^(trade|read|readonly|read_only|(st|co|cp|sm|tt|wt|ch|ma|ln|br|p2p?)o[rw]|tax[rw]|pll[rw]|p2pr?)$/
const WITHDRAWS = /^wwow$|withdraw/i

/** Bitget spot, on a classic account. */
export const BITGET: Dialect = {
  id: 'bitget',
  facts: BITGET_FACTS,
  // https://www.bitget.com/api-doc/common/signature-samaple/interaction: 10 orders/s of a user, 6,000/min of an address.
  budgets: {
    own: { weight: 100, seconds: 10, per: 'key' },
    ip: { weight: 6_000, seconds: 60, per: 'address' },
  },
  costs: costsOf(
    {
      account: { ...fromPool('own', 11), also: fromPool('ip', 2) }, // balances, and the key once a second
      rights: { ...fromPool('own', 10), also: fromPool('ip') },
      markets: 2,
    },
    { private: { ...fromPool('own'), also: fromPool('ip') }, public: fromPool('ip') },
  ),
  config: () => ({
    // ccxt 4.5.84 would ask which kind of account it is, take any failure of that for the answer "classic",
    // and keep it for as long as the instance lives.
    options: { fetchMarkets: { types: ['spot'] }, uta: false },
  }),
  // https://www.bitget.com/api-doc/spot/market/Get-Symbols: offTime
  endsAt: ({ info }) => dateOf(info['offTime']),
  errors: BITGET_ERRORS,
  // A signed time is good for 30 s.
  orderWindowMs: ORDER_WINDOW_MS + 30_000,
  remembersMs: 24 * 3_600_000,

  async place(client, order, timestamp) {
    const { symbol, side, amount, price, timeInForce, clientOrderId } = order
    const answer = await client.request('v2/spot/trade/place-order', PRIVATE, 'POST', {
      symbol: client.market(symbol).id,
      side,
      orderType: 'limit',
      force: timeInForce.toLowerCase(),
      price: price.toFixed(),
      size: amount.toFixed(),
      clientOid: clientOrderId,
      // Bitget drops the order when it comes later than this.
      requestTime: String(timestamp),
      receiveWindow: String(ORDER_WINDOW_MS),
    })
    return { id: given(partOf(answer, 'data', 'orderId'), 'order id'), symbol }
  },

  async cancel(client, { symbol, clientOrderId: clientOid }) {
    const of = { symbol: client.market(symbol).id, clientOid }
    const answer = await client.request('v2/spot/trade/cancel-order', PRIVATE, 'POST', of)
    return { id: given(partOf(answer, 'data', 'orderId'), 'order id') }
  },

  find: (client, { clientOrderId: clientOid }) => fetchOrder(client, { clientOid }),
  findById: (client, _symbol, orderId) => fetchOrder(client, { orderId }),

  orders: ORDERS,
  fetchOpenOrders: (client, symbol) => readAll(client, OPEN_ORDERS, { symbol }),

  fills: {
    by: 'time',
    perPage: PER_PAGE,
    spanMs: 90 * 24 * 3_600_000,
    keptMs: 90 * 24 * 3_600_000,
    fetch: (client, symbol, { since, until }) =>
      readRows(client, FILLS, { symbol, of: { startTime: since, endTime: until } }),
    ofOrder: (client, symbol, orderId) => readAll(client, FILLS, { symbol, of: { orderId } }),
    rows: {
      idsOf: ({ tradeId, orderId, symbol }) => ({ id: tradeId, orderId, market: symbol }),
      feesOf,
    },
  },

  mergesHours: true,

  async fetchAccount(client) {
    const [key, assets] = await Promise.all([
      client.request('v2/spot/account/info', PRIVATE, 'GET', {}),
      client.request('v2/spot/account/assets', PRIVATE, 'GET', {}),
    ])
    return {
      uid: given(partOf(key, 'data', 'userId'), 'user id'),
      canTrade: mayTrade(wordsOf(partOf(key, 'data', 'authorities'))),
      balances: toBalances(client, rowsOf(assets, 'data'), {
        coin: ({ coin }) => coin,
        amounts: ({ available, frozen, locked }) => ({
          free: amountOf(available),
          used: decimalOf(frozen).plus(decimalOf(locked)),
        }),
      }),
    }
  },

  async fetchRights(client) {
    const answer = await client.request('v2/spot/account/info', PRIVATE, 'GET', {})
    const rights = wordsOf(partOf(answer, 'data', 'authorities'))
    const others = rights.filter((right) => !HARMLESS.test(right))
    return {
      read: true,
      trade: mayTrade(rights),
      // Not all short names are documented: with one that is not, this can't be told.
      withdraw: others.some((right) => WITHDRAWS.test(right))
        ? true
        : others.length > 0
          ? undefined
          : false,
      ipBound: wordsOf(partOf(answer, 'data', 'ips')).length > 0,
      createdAt: undefined,
      expiresAt: dateOf(partOf(answer, 'data', 'expireTime')),
    }
  },

  fetchPrices: pricesFrom({
    path: 'v2/spot/market/tickers',
    api: PUBLIC,
    rows: ['data'],
    columns: ['symbol', 'lastPr'],
  }),

  fetchOrderBook: bookFrom({
    path: 'v2/spot/market/orderbook',
    api: PUBLIC,
    params: (symbol) => ({ symbol, type: 'step0', limit: 100 }),
    bids: ['data', 'bids'],
    asks: ['data', 'asks'],
  }),
}

function mayTrade(rights: readonly string[]): boolean {
  return rights.includes('stow') || rights.includes('trade')
}

async function fetchOrder(
  client: CcxtClient,
  of: { clientOid: string } | { orderId: string },
): Promise<unknown> {
  return listOf(await client.request('v2/spot/trade/orderInfo', PRIVATE, 'GET', of), 'data')[0]
}

/** ccxt 4.5.84 takes a fee paid in BGB for a rebate, and only one fee: every cost comes with a minus. */
function feesOf({ feeDetail }: Row): RawFee[] {
  const details = Array.isArray(feeDetail) ? feeDetail.map(rowOf) : [rowOf(feeDetail || {})]
  return details.map(({ totalFee, feeCoin: coin, deduction }) => {
    const told = textOf(totalFee) ?? ''
    if (told.startsWith('-')) return { amount: told.slice(1), coin }
    return { amount: deduction === 'yes' || told === '' ? told : `-${told}`, coin }
  })
}
