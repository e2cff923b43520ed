import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDecimal } from '../../src/lib/decimal-input.ts'

describe('parseDecimal()', () => {
  test.each([
    ['0', '0'],
    ['1.5', '1.5'],
    ['1.50', '1.5'],
    ['100', '100'],
    ['100.00', '100'],
    ['0.00000001', '0.00000001'],
    [' 12 \n', '12'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
  ])('reads %j as %s', (text, value) => {
    expect(parseDecimal(text)).toEqual({ kind: 'ok', value })
  })

  test.each([
    ['1,5', '1.5'],
    ['0,001', '0.001'],
    ['1234,567', '1234.567'],
    ['.5', '0.5'],
    [',5', '0.5'],
    ['5.', '5'],
    ['5,', '5'],
    ['+5', '5'],
    ['007', '7'],
    ['1 000', '1000'],
    ['1\u00A0000,5', '1000.5'],
    ['1\u202F000', '1000'],
    ["1'000'000", '1000000'],
    ['1_000', '1000'],
    ['1,234.5', '1234.5'],
    ['1.234,5', '1234.5'],
    ['1,234,567', '1234567'],
    ['1.234.567', '1234567'],
    ['١٢', '12'],
    ['١٫٥', '1.5'],
    ['۱۲', '12'],
    ['1２', '12'],
  ])('asks whether %j means %s', (text, value) => {
    expect(parseDecimal(text)).toEqual({ kind: 'did-you-mean', value })
  })

  test.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['-1', 'negative'],
    ['−1', 'negative'],
    ['1,000', 'ambiguous'],
    ['+1,000', 'ambiguous'],
    ['12,345', 'ambiguous'],
    ['1e3', 'not-a-number'],
    ['12abc', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['Infinity', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['1 2', 'not-a-number'],
    ['1 00', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['1,2,3', 'not-a-number'],
    ['1,,5', 'not-a-number'],
    ['.', 'not-a-number'],
    [',', 'not-a-number'],
    ['+', 'not-a-number'],
    ['++5', 'not-a-number'],
    ['$5', 'not-a-number'],
    ['½', 'not-a-number'],
    ['１e３', 'not-a-number'],
  ])('refuses %j as %s', (text, reason) => {
    expect(parseDecimal(text)).toEqual({ kind: 'refused', reason })
  })

  test('refuses 10,000 characters', () => {
    expect(parseDecimal('1'.repeat(10_000))).toEqual({ kind: 'refused', reason: 'too-long' })
  })

  test('gives nothing but plain decimals, and reads its own values again', () => {
    const texts = fc.oneof(
      fc.string({ unit: fc.constantFrom(..."0123456789.,+- 'e٣".split('')) }),
      fc.string(),
    )
    const property = fc.property(texts, (text) => {
      const result = parseDecimal(text)
      if (result.kind === 'refused') return true

      const again = parseDecimal(result.value)
      const isSame = again.kind === 'ok' && again.value === result.value
      return isSame && /^\d+(\.\d*[1-9])?$/.test(result.value)
    })
    expect(() => fc.assert(property, { numRuns: 300 })).not.toThrow()
  })
})
