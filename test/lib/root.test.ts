import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { rootOf } from '../../src/lib/root.ts'

test.each([
  ['1', 7, '1'],
  ['4', 2, '2'],
  ['1024', 10, '2'],
  ['1.21', 2, '1.1'],
  ['7.25', 1, '7.25'],
])('rootOf() of %s, the %ith, is %s', (value, n, expected) => {
  expect(rootOf(new Big(value), n).round(25).toFixed()).toBe(expected)
})

test.each([
  ['1.000001', 100],
  ['1.2', 100],
  ['2', 3],
  ['100000', 100],
])('rootOf() of %s, the %ith, multiplies back to it', (value, n) => {
  const root = rootOf(new Big(value), n)

  let power = new Big(1)
  for (let i = 0; i < n; i += 1) power = power.times(root).round(40)

  expect(power.div(value).minus(1).abs().lt('1e-19')).toBe(true)
})
