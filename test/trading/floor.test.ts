import { Big } from 'big.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { floorPrice, sellableAmount } from '../../src/trading/floor.ts'
import { saleProfit } from '../../src/trading/sale.ts'
import { aMarket } from '../strategies/builders.ts'

const feeRate = new Big('0.001')
const tickSize = new Big('0.01')

describe('floorPrice()', () => {
  test.each([
    ['a winner far above break-even: 2 % under the worst price', '50', '100', false, '98'],
    ['a winner near break-even: break-even', '99.9', '101', false, '100'],
    ['break-even is rounded up to the tick', '100', '100.5', false, '100.11'],
    ['a loser nobody agreed to: still break-even', '99.9', '80', false, '100'],
    ['a confirmed loser: 2 % under the worst price', '99.9', '80', true, '78.4'],
    ['2 % under is rounded up to the tick', '99.9', '80.01', true, '78.41'],
    ['a confirmed loser that recovered: 2 % under the worst price', '50', '100', true, '98'],
    ['coins that cost nothing: 2 % under the worst price', '0', '100', false, '98'],
  ])('%s', (_what, averageCost, worstPrice, realizesLoss, expected) => {
    const floor = floorPrice({
      averageCost: new Big(averageCost),
      feeRate,
      worstPrice: new Big(worstPrice),
      tickSize,
      realizesLoss,
    })

    expect(floor.toFixed()).toBe(expected)
  })

  test('selling at it never loses without a yes, and never goes more than 2 % under', () => {
    const prices = fc.integer({ min: 1, max: 10 ** 9 }).map((n) => new Big(n).div(10 ** 4))
    fc.assert(
      fc.property(prices, prices, fc.boolean(), (averageCost, worstPrice, realizesLoss) => {
        const price = floorPrice({ averageCost, feeRate, worstPrice, tickSize, realizesLoss })

        const profit = saleProfit({ amount: new Big(1), price, averageCost, feeRate })
        expect(price.mod(tickSize).eq(0)).toBe(true)
        expect(price.gte(worstPrice.times('0.98'))).toBe(true)
        expect(realizesLoss || profit.gte(0)).toBe(true)
      }),
    )
  })
})

describe('sellableAmount()', () => {
  test.each([
    ['sells what was decided', '1', '2', '3', undefined, '1'],
    ['sells what we hold', '3', '1.5', '3', undefined, '1.5'],
    ['sells what is free', '3', '2', '0.5', undefined, '0.5'],
    ['rounds down to the step', '1.2349', '2', '2', undefined, '1.234'],
    ['calls less than the smallest cost dust', '0.049', '1', '1', undefined, 'dust'],
    ['takes just the smallest cost', '0.05', '1', '1', undefined, '0.05'],
    ['calls nothing dust', '1', '0', '1', undefined, 'dust'],
    ['calls less than nothing dust', '1', '-0.1', '1', undefined, 'dust'],
    ['sells a first slice', '25', '25', '25', '10', '10'],
    ['leaves no dust behind', '10.02', '25', '25', '10', '9.97'],
    ['leaves dust behind where it must', '0.09', '25', '25', '0.07', '0.07'],
    ['sells the largest amount at once', '10', '25', '25', '10', '10'],
  ])('%s', (_does, decided, held, free, maxAmount, expected) => {
    const sellable = sellableAmount({
      decided: new Big(decided),
      held: new Big(held),
      free: new Big(free),
      market: aMarket({ maxAmount: maxAmount === undefined ? undefined : new Big(maxAmount) }),
      floor: new Big(100),
    })

    expect(sellable.dust ? 'dust' : sellable.amount.toFixed()).toBe(expected)
  })

  test('calls less than the smallest amount dust', () => {
    const market = aMarket({ minAmount: new Big('0.5') })
    const amount = new Big('0.499')

    expect(
      sellableAmount({ decided: amount, held: amount, free: amount, market, floor: new Big(100) }),
    ).toEqual({ dust: true })
  })
})
