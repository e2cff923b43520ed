import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { rateOf, symbolsOfRate } from '../../src/trading/rates.ts'

const PRICES = new Map(
  Object.entries({
    'BNB/USDT': '600',
    'BTC/USDT': '60000',
    'BNB/BTC': '0.0101',
    'USDT/BRL': '5',
    'ETH/USDT': '3000',
  }).map(([symbol, price]) => [symbol, new Big(price)]),
)

test.each([
  ['USDT', 'USDT', '1'],
  ['BNB', 'USDT', '600'],
  ['BNB', 'BTC', '0.0101'],
  ['BRL', 'USDT', '0.2'],
  ['BNB', 'BRL', '3000'],
  ['ETH', 'BTC', '0.05'],
  ['KCS', 'USDT', undefined],
  ['BNB', 'TRY', undefined],
])('rateOf() a %s in %s is %s', (coin, quote, expected) => {
  expect(rateOf(PRICES, coin, quote)?.toFixed()).toBe(expected)
})

test('symbolsOfRate() names what rateOf() may read', () => {
  expect(symbolsOfRate('BNB', 'BTC')).toEqual([
    'BNB/BTC',
    'BTC/BNB',
    'BNB/USDT',
    'USDT/BNB',
    'BTC/USDT',
    'USDT/BTC',
  ])
  expect(symbolsOfRate('USDT', 'USDT')).toEqual([])
})
