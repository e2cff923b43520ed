import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import { pricesButRefused } from '../../src/exchange/markets/prices-but-refused.ts'
import { openKeys } from '../keys/support.ts'

async function openMarkets() {
  const { paper, clock, exchanges } = await openKeys()
  const markets = exchanges.markets('binance')
  return {
    paper,
    markets,
    isListed: async (symbol: string) => (await markets.fetchMarkets(0)).has(symbol),
    missing: async (symbol: string) => (await markets.fetchMissing([symbol])).get(symbol),
    pass: (seconds: number) => clock.advance(seconds * 1000),
    /** The next list of markets holds this many. */
    answerWith: async (count: number) => {
      const response = await paper.app.request('/api/v3/exchangeInfo')
      const info = (await response.json()) as { symbols: unknown[] }
      const body = JSON.stringify({ ...info, symbols: info.symbols.slice(0, count) })
      paper.fault({ path: '/api/v3/exchangeInfo', effect: { kind: 'status', status: 200, body } })
    },
  }
}

test.each([0, 8])('a list of %i markets where 18 were known is a failed request', async (count) => {
  const { answerWith, isListed, missing } = await openMarkets()
  expect(await isListed('LINK/ETH')).toBe(true)
  await answerWith(count)

  expect(await isListed('LINK/ETH')).toBe(true)
  expect(await missing('LINK/ETH')).toBeUndefined()
})

test('an empty first list is a failed request', async () => {
  const { answerWith, markets } = await openMarkets()
  await answerWith(0)

  await expect(markets.fetchMarkets()).rejects.toMatchObject({ code: 'unavailable' })
  expect((await markets.fetchMarkets()).size).toBe(18)
})

test('a pair that one list lacks stays as it was, until another one lacks it a minute later', async () => {
  const { paper, isListed, missing, pass } = await openMarkets()
  await isListed('ETH/USDT')
  paper.delist('ETH/USDT')

  expect(await isListed('ETH/USDT')).toBe(true)
  expect(await missing('ETH/USDT')).toBe('once')
  pass(59)
  expect(await isListed('ETH/USDT')).toBe(true)
  pass(11)
  expect(await missing('ETH/USDT')).toBe('gone')
  expect(await isListed('ETH/USDT')).toBe(false)

  paper.relist('ETH/USDT')
  expect(await isListed('ETH/USDT')).toBe(true)
  expect(await missing('ETH/USDT')).toBeUndefined()
})

test('a pair that is back with the next list was never gone', async () => {
  const { answerWith, isListed, missing, pass } = await openMarkets()
  await isListed('LINK/ETH')
  await answerWith(17)
  expect(await isListed('LINK/ETH')).toBe(true)
  expect(await missing('LINK/ETH')).toBe('once')

  pass(61)

  expect(await missing('LINK/ETH')).toBeUndefined()
})

test('pricesButRefused() finds the symbols that spoil the answer for all', async () => {
  let asked = 0
  const fetchPrices = async (symbols: string[]) => {
    asked += 1
    if (symbols.some((symbol) => symbol.startsWith('GONE'))) {
      throw new ExchangeError('order-rejected', 'Cannot read prices: -1121')
    }
    return new Map(symbols.map((symbol) => [symbol, new Big(1)]))
  }
  const symbols = Array.from({ length: 32 }, (_, i) => (i === 20 ? 'GONE/USDT' : `C${i}/USDT`))

  const prices = await pricesButRefused(symbols, fetchPrices)

  expect(prices.size).toBe(31)
  expect(prices.has('GONE/USDT')).toBe(false)
  expect(asked).toBeLessThan(13)
})

test('pricesButRefused() ends when nothing is answered', async () => {
  const failure = new ExchangeError('unavailable', 'Cannot read prices: no usable answer')

  await expect(pricesButRefused(['A/USDT', 'B/USDT'], () => Promise.reject(failure))).rejects.toBe(
    failure,
  )
})
