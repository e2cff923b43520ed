import { describe, expect, test } from 'vitest'
import { answersOf } from './foreign/all.ts'
import type { Json } from './foreign/foreign.ts'
import { serveDialect } from './dialect-server.ts'

const ACCOUNT = 'GET /api/v3/account'
const RIGHTS = 'GET /sapi/v1/account/apiRestrictions'
const BOOK = 'GET /api/v3/depth'
const SYMBOL = 'BTC/USDT'

/** Binance, with other answers than usual. */
async function answering(others: Record<string, Json>) {
  const answers = { ...answersOf('binance'), ...others }
  const { connection, markets } = await serveDialect('binance', ({ method, path }) => ({
    body: JSON.stringify(answers[`${method} ${path}`]),
  }))
  return { exchange: connection.routine, markets }
}

describe('an account', () => {
  const whole = answersOf('binance')[ACCOUNT]

  test.each([
    ['no uid', { uid: undefined }],
    ['no word of trading', { canTrade: undefined }],
    ['trading in another form', { canTrade: 'true' }],
    ['no fee rates', { commissionRates: undefined }],
    ['a fee rate that is no number', { commissionRates: { taker: 'much' } }],
    ['a fee rate that lost digits', { commissionRates: { taker: 0.001 } }],
    ['no time', { updateTime: undefined }],
    ['a time in another form', { updateTime: '1772452800000' }],
  ])('with %s is a failed request', async (_, part) => {
    const { exchange } = await answering({ [ACCOUNT]: { ...whole, ...part } })

    await expect(exchange.fetchAccount()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('is read, one that never changed too', async () => {
    const { exchange } = await answering({ [ACCOUNT]: { ...whole, updateTime: 0 } })

    const { uid, canTrade, takerFeeRate, updatedAt } = await exchange.fetchAccount()

    expect({ uid, canTrade, updatedAt }).toEqual({
      uid: '4711',
      canTrade: true,
      updatedAt: new Date(0),
    })
    expect(takerFeeRate.toFixed()).toBe('0.001')
  })
})

describe('permissions', () => {
  test.each([
    ['that say nothing', {}],
    ['of another answer', { msg: 'ok' }],
    ['in another form', { enableReading: true, enableWithdrawals: 'false' }],
  ])('%s are a failed request', async (_, answer) => {
    const { exchange } = await answering({ [RIGHTS]: answer })

    await expect(exchange.fetchRights()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('are read as far as they are there', async () => {
    const { exchange } = await answering({
      [RIGHTS]: { enableReading: true, ipRestrict: false, createTime: 1_772_000_000_000 },
    })

    expect(await exchange.fetchRights()).toEqual({
      read: true,
      trade: undefined,
      withdraw: undefined,
      ipBound: false,
      createdAt: new Date(1_772_000_000_000),
      expiresAt: undefined,
    })
  })
})

describe('an order book', () => {
  test.each([
    ['no sellers', { bids: [['50000', '1']] }],
    ['a level without an amount', { bids: [['50000', '1']], asks: [['50001']] }],
    ['a price that lost digits', { bids: [[50000.1, '1']], asks: [] }],
    ['a price that is no number', { bids: [['high', '1']], asks: [] }],
  ])('with %s is a failed request', async (_, answer) => {
    const { markets } = await answering({ [BOOK]: answer })

    await expect(markets.fetchOrderBook(SYMBOL)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('filters of a symbol', () => {
  const LIMITS = [
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: '5',
      bidMultiplierDown: '0.2',
      askMultiplierUp: '6',
      askMultiplierDown: '0.3',
    },
  ]

  async function marketWith(further: Json) {
    const answers = answersOf('binance')
    answers['GET /api/v3/exchangeInfo'].symbols[0].filters.push(...further)
    const { markets } = await answering(answers)
    const { maxOrders, priceBand } = (await markets.fetchMarkets()).get(SYMBOL) ?? {}
    const band = priceBand && [priceBand.buy, priceBand.sell].flatMap((of) => Object.values(of))
    return { maxOrders, band: band?.map((part) => part.toFixed()) }
  }

  test('limit open orders, and prices far from the market', async () => {
    expect(await marketWith(LIMITS)).toEqual({ maxOrders: 200, band: ['0.2', '5', '0.3', '6'] })
  })

  test.each([
    ['none', []],
    ['ones that lack their number', [{ filterType: 'MAX_NUM_ORDERS' }]],
    [
      'a band that lacks a part',
      [{ filterType: 'PERCENT_PRICE_BY_SIDE', bidMultiplierUp: '5', bidMultiplierDown: 'x' }],
    ],
  ])('leave it without limits where there are %s', async (_, filters) => {
    expect(await marketWith(filters)).toEqual({ maxOrders: undefined, band: undefined })
  })
})
