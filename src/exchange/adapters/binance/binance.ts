import { Big } from 'big.js'
import { amountOf, flagOf, given, partOf, rowOf, rowsOf } from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import { BINANCE_ERRORS } from './error-table.ts'
import { binanceLimits } from './limits.ts'
import { costsOf, fromPool } from '../../dialect/costs.ts'
import type { Dialect, FillsPage } from '../../dialect/dialect.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { readRows, type List } from '../../dialect/lists.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { BINANCE_FACTS } from './help.ts'
import { bookFrom, pricesFrom } from '../../dialect/public-data.ts'

const FILLS_PER_PAGE = 1000
const LISTS = { api: 'private', market: 'symbol' } as const
const OPEN_ORDERS: List = { ...LISTS, path: 'openOrders' }
const FILLS: List = { ...LISTS, path: 'myTrades', limit: ['limit', FILLS_PER_PAGE] }
const MOST_SYMBOLS = 100
const SAID_OF_KEYS = [
  'enableReading',
  'enableSpotAndMarginTrading',
  'enableWithdrawals',
  'ipRestrict',
  'createTime',
  'tradingAuthorityExpirationTime',
]

const ORDERS: OrderRows = {
  idsOf: ({ orderId, clientOrderId, symbol }) => ({ id: orderId, clientOrderId, market: symbol }),
  needs: ['origQty', 'executedQty', 'status'],
}

/** Binance spot. */
export const BINANCE: Dialect = {
  id: 'binance',
  facts: BINANCE_FACTS,
  // https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#ip-limits
  budgets: {
    api: { weight: 6_000, seconds: 60, per: 'address' },
    sapi: { weight: 12_000, seconds: 60, per: 'address' },
  },
  costs: costsOf(
    {
      account: 20,
      rights: fromPool('sapi'),
      openOrders: 80, // without a symbol
      openOrdersOfSymbol: 6,
      fills: 20,
      orderFills: 5,
      order: 4,
      markets: 20,
      prices: 4,
      book: 5, // up to 100 levels
      candles: 2,
    },
    { private: fromPool('api'), public: fromPool('api') },
  ),

  config: () => ({
    options: {
      fetchMarkets: { types: ['spot'] },
      // With this, ccxt 4.5.84 calls private endpoints while public markets are loaded.
      fetchMargins: false,
    },
  }),

  errors: BINANCE_ERRORS,
  // https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#signed-endpoint-examples-for-post-apiv3order
  signature: encodeURIComponent,
  orderWindowMs: ORDER_WINDOW_MS,
  remembersMs: Infinity,

  isTradable: ({ active, info }) => active === true && info['isSpotTradingAllowed'] !== false,

  furtherLimits: ({ info }) => binanceLimits(info['filters']),

  place(client, order, timestamp) {
    const { symbol, side, clientOrderId, timeInForce } = order
    const [quantity, price] = [order.amount.toFixed(), order.price.toFixed()]
    return client.createOrder(symbol, 'limit', side, quantity, price, {
      newClientOrderId: clientOrderId,
      timeInForce,
      // Checked again right before the matching engine, so that a later order can't land:
      // https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#timing-security
      timestamp,
      recvWindow: ORDER_WINDOW_MS,
      // These win over what ccxt 4.5.84 makes of them.
      quantity,
      price,
    })
  },

  cancel: (client, { symbol, clientOrderId }) =>
    client.cancelOrder(undefined, symbol, { clientOrderId }),

  find: (client, { symbol, clientOrderId: origClientOrderId }) =>
    fetchOrder(client, symbol, { origClientOrderId }),
  findById: (client, symbol, orderId) => fetchOrder(client, symbol, { orderId }),

  orders: ORDERS,
  fetchOpenOrders: (client, symbol) => readRows(client, OPEN_ORDERS, { symbol }),

  fills: {
    by: 'id',
    perPage: FILLS_PER_PAGE,
    // Ids are whole numbers that grow:
    // https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#account-trade-list-user_data
    fetch: (client, symbol, page) => readRows(client, FILLS, { symbol, of: fillsQuery(page) }),
    rows: { idsOf: ({ id, orderId, symbol }) => ({ id, orderId, market: symbol }) },
  },

  async fetchAccount(client) {
    const answer = await client.request('account', 'private', 'GET', { omitZeroBalances: 'true' })
    const { uid, canTrade, updateTime } = rowOf(answer)
    given(canTrade, 'word of trading')
    return {
      uid: given(uid, 'uid'),
      canTrade: flagOf(canTrade) === true,
      takerFeeRate: decimalText(partOf(answer, 'commissionRates', 'taker')),
      updatedAt: moment(updateTime),
      balances: toBalances(client, rowsOf(answer, 'balances'), {
        coin: ({ asset }) => asset,
        amounts: ({ free, locked }) => ({ free: amountOf(free), used: amountOf(locked) }),
      }),
    }
  },

  async fetchRights(client) {
    const rights = rowOf(await client.request('account/apiRestrictions', 'sapi', 'GET', {}))
    // Something that tells nothing of the key at all is some other answer.
    if (!SAID_OF_KEYS.some((name) => name in rights))
      throw new TypeError('Cannot read answer: no rights')
    return {
      read: flagOf(rights['enableReading']),
      trade: flagOf(rights['enableSpotAndMarginTrading']),
      withdraw: flagOf(rights['enableWithdrawals']),
      ipBound: flagOf(rights['ipRestrict']),
      createdAt: momentIfThere(rights['createTime']),
      // In the documents of 2022, gone from those of 2025: read if it is there.
      expiresAt: momentIfThere(rights['tradingAuthorityExpirationTime']),
    }
  },

  fetchPrices: pricesFrom({
    path: 'ticker/price',
    api: 'public',
    params: (ids) => (ids.length > MOST_SYMBOLS ? {} : { symbols: JSON.stringify(ids) }),
    rows: [],
    columns: ['symbol', 'price'],
  }),

  fetchOrderBook: bookFrom({
    path: 'depth',
    api: 'public',
    params: (symbol) => ({ symbol, limit: 100 }),
    bids: ['bids'],
    asks: ['asks'],
    read: decimalText,
  }),
}

/** Time and id, or time and order, do not go together. */
function fillsQuery(page: FillsPage) {
  if ('since' in page) return { startTime: page.since.getTime(), endTime: page.until.getTime() }
  // Without fromId the newest come, and of a long order the first would be missing.
  const fromId = page.afterId === undefined ? '0' : String(BigInt(page.afterId) + 1n)
  return 'orderId' in page ? { fromId, orderId: page.orderId } : { fromId }
}

function fetchOrder(
  client: CcxtClient,
  symbol: string,
  of: { origClientOrderId: string } | { orderId: string },
): Promise<unknown> {
  return client.request('order', 'private', 'GET', { symbol: client.market(symbol).id, ...of })
}

/** ccxt 4.5.84 leaves Binance's numbers as floats: a decimal that is not text has lost digits. */
function decimalText(value: unknown): Big {
  if (typeof value !== 'string') throw new TypeError('Cannot read answer: no decimal text')
  return new Big(value)
}

function moment(value: unknown): Date {
  if (typeof value !== 'number') throw new TypeError('Cannot read answer: no time')
  return new Date(value)
}

function momentIfThere(value: unknown): Date | undefined {
  return value === undefined ? undefined : moment(value)
}
