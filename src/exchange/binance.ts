import { Big } from 'big.js'
import { rowsOf } from './answer-parts.ts'
import { BINANCE_ERRORS } from './binance-facts.ts'
import { accountAnswer, bookAnswer, pricesAnswer, rightsAnswer } from './binance-answers.ts'
import { binanceLimits } from './binance-limits.ts'
import type { Dialect } from './dialect.ts'
import { ORDER_WINDOW_MS, type BookLevel } from './exchange.ts'
import { UNIFIED } from './unified.ts'

const api = (weight: number) => ({ pool: 'api', weight })
const FILLS_PER_PAGE = 1000
const MOST_SYMBOLS = 100

/** Binance spot. */
export const BINANCE: Dialect = {
  id: 'binance',
  // https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#ip-limits
  budgets: {
    api: { weight: 6_000, seconds: 60, per: 'address' },
    sapi: { weight: 12_000, seconds: 60, per: 'address' },
  },
  costs: {
    account: api(20),
    rights: { pool: 'sapi', weight: 1 },
    openOrders: api(80), // without a symbol
    openOrdersOfSymbol: api(6),
    fills: api(20),
    orderFills: api(5),
    order: api(4),
    place: api(1),
    cancel: api(1),
    markets: api(20),
    prices: api(4),
    book: api(5), // up to 100 levels
    candles: api(2),
    time: api(1),
  },

  config: () => ({
    options: {
      fetchMarkets: { types: ['spot'] },
      // Both would call private endpoints while public markets are loaded.
      fetchMargins: false,
      fetchCurrencies: false,
      fetchOpenOrders: { warnWithoutSymbol: false },
    },
  }),

  errors: BINANCE_ERRORS,
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
      // These win over what ccxt makes of them.
      quantity,
      price,
    })
  },

  cancel: UNIFIED.cancel,
  find: UNIFIED.find,
  findById: UNIFIED.findById,
  fetchTime: UNIFIED.fetchTime,

  async fetchOpenOrders(client, symbol) {
    const market = symbol === undefined ? undefined : client.market(symbol)
    const params = market ? { symbol: market.id } : {}
    const rows = rowsOf(await client.request('openOrders', 'private', 'GET', params))
    return rows.map((row) => client.parseOrder(row, market))
  },

  fills: {
    by: 'id',
    perPage: FILLS_PER_PAGE,
    // Time and id, or time and order, do not go together. Ids are whole numbers that grow:
    // https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#account-trade-list-user_data
    fetch(client, symbol, page) {
      if ('since' in page) {
        const endTime = page.until.getTime()
        return client.fetchMyTrades(symbol, page.since.getTime(), FILLS_PER_PAGE, { endTime })
      }
      // Without fromId the newest come, and of a long order the first would be missing.
      const fromId = page.afterId === undefined ? '0' : String(BigInt(page.afterId) + 1n)
      const ofOrder = 'orderId' in page ? { orderId: page.orderId } : {}
      return client.fetchMyTrades(symbol, undefined, FILLS_PER_PAGE, { fromId, ...ofOrder })
    },
  },

  async fetchAccount(client) {
    const answer = await client.request('account', 'private', 'GET', { omitZeroBalances: 'true' })
    const { uid, canTrade, commissionRates, updateTime, balances } = accountAnswer.parse(answer)
    return {
      uid: String(uid),
      canTrade,
      takerFeeRate: new Big(commissionRates.taker),
      updatedAt: new Date(updateTime),
      balances: new Map(
        balances
          .map(({ asset, free, locked }) => ({
            coin: client.safeCurrencyCode(asset),
            balance: { free: new Big(free), used: new Big(locked) },
          }))
          .filter(({ balance }) => balance.free.plus(balance.used).gt(0))
          .map(({ coin, balance }) => [coin, balance]),
      ),
    }
  },

  async fetchRights(client) {
    const answer = await client.request('account/apiRestrictions', 'sapi', 'GET', {})
    const rights = rightsAnswer.parse(answer)
    return {
      read: rights.enableReading,
      trade: rights.enableSpotAndMarginTrading,
      withdraw: rights.enableWithdrawals,
      ipBound: rights.ipRestrict,
      createdAt: toDate(rights.createTime),
      // In the documents of 2022, gone from those of 2025: read if it is there.
      expiresAt: toDate(rights.tradingAuthorityExpirationTime),
    }
  },

  async fetchPrices(client, symbols) {
    const ids = symbols.map((symbol) => client.market(symbol).id)
    const params = ids.length > MOST_SYMBOLS ? {} : { symbols: JSON.stringify(ids) }
    const answer = await client.request('ticker/price', 'public', 'GET', params)
    const prices = new Map(pricesAnswer.parse(answer).map(({ symbol, price }) => [symbol, price]))
    return new Map(
      symbols.flatMap((symbol, i) => {
        const price = new Big(prices.get(ids[i] ?? '') ?? 0)
        return price.gt(0) ? [[symbol, price] as const] : []
      }),
    )
  },

  // Not ccxt's fetchOrderBook: it sorts the levels as it parses them, and text sorts badly.
  async fetchOrderBook(client, symbol) {
    const params = { symbol: client.market(symbol).id, limit: 100 }
    const answer = await client.request('depth', 'public', 'GET', params)
    const { bids, asks } = bookAnswer.parse(answer)
    return { bids: bids.map(toLevel), asks: asks.map(toLevel) }
  },
}

function toLevel([price, amount]: [string, string]): BookLevel {
  return { price: new Big(price), amount: new Big(amount) }
}

function toDate(milliseconds: number | undefined): Date | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds)
}
