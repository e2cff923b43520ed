import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { ago, count } from '../../src/telegram/english.ts'
import { day, exact, moment, money, price, signedMoney } from '../../src/telegram/format.ts'

test.each([
  ['1204.5', 'USDT', '1,204.50 USDT'],
  ['0', 'USDT', '0.00 USDT'],
  ['0.0041', 'USDT', '0.0041 USDT'],
  ['0.00012345', 'BTC', '0.00012345 BTC'],
  ['0.000000001', 'BTC', '0.000000001 BTC'],
  ['1234567.891', 'ETH', '1,234,567.891000 ETH'],
  ['1.5', 'PEPE', '1.50000000 PEPE'],
])('money() shows %s %s as %s', (amount, coin, shown) => {
  expect(money(new Big(amount), coin)).toBe(shown)
})

test('money() rounds up or down where half up would mislead', () => {
  expect(money(new Big('9.999'), 'USDT', Big.roundDown)).toBe('9.99 USDT')
  expect(money(new Big('9.991'), 'USDT', Big.roundUp)).toBe('10.00 USDT')
})

test.each([
  ['-212.4', '-212.40 USDT'],
  ['3.1', '+3.10 USDT'],
  ['0', '+0.00 USDT'],
  ['-0.004', '-0.004 USDT'],
  ['-1234.567', '-1,234.57 USDT'],
])('signedMoney() shows %s as %s', (amount, shown) => {
  expect(signedMoney(new Big(amount), 'USDT')).toBe(shown)
})

test.each([
  ['63120.55', '63,120.55'],
  ['59059.059059', '59,059.059'],
  ['0.3121', '0.3121'],
  ['0.00001234', '0.00001234'],
  ['1234567890.5', '1,234,567,891'],
  ['0', '0'],
])('price() shows %s as %s', (value, shown) => {
  expect(price(new Big(value))).toBe(shown)
})

test('exact() keeps every digit', () => {
  expect(exact(new Big('1234.00168831'))).toBe('1,234.00168831')
})

test('count() knows one from many', () => {
  expect([count(0, 'bot'), count(1, 'bot'), count(2, 'bot')]).toEqual(['0 bots', '1 bot', '2 bots'])
})

test.each([
  [0, '0 s ago'],
  [59, '59 s ago'],
  [119, '1 min ago'],
  [7_200, '2 h ago'],
  [172_800, '2 days ago'],
  [-5, '0 s ago'],
])('ago() shows %i seconds as %s', (seconds, shown) => {
  const now = new Date('2026-11-22T12:00:00Z')
  expect(ago(new Date(now.getTime() - seconds * 1000), now)).toBe(shown)
})

test('moment() and day() are in UTC', () => {
  const at = new Date('2026-11-22T23:59:30Z')
  expect([moment(at), day(at)]).toEqual(['2026-11-22 23:59 UTC', '2026-11-22'])
})
