import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import type { OrderBook } from '../../src/exchange/exchange.ts'
import { breakEvenPrice, estimateSale, profitIfSold, saleProfit } from '../../src/trading/sale.ts'

/** Bids as `[price, amount]`, best first. */
function aBook(...bids: [number, number][]): OrderBook {
  const levels = bids.map(([price, amount]) => ({ price: new Big(price), amount: new Big(amount) }))
  return { bids: levels, asks: [] }
}

const feeRate = new Big('0.001')

describe('estimateSale()', () => {
  test.each<[string, string, OrderBook, string]>([
    ['takes part of the best bid', '1', aBook([100, 2]), '1 at 100, worst 100: 99.9, all'],
    ['takes all of it', '2', aBook([100, 2], [90, 1]), '2 at 100, worst 100: 199.8, all'],
    ['goes down the book', '3', aBook([100, 2], [91, 5]), '3 at 97, worst 91: 290.709, all'],
    ['sells what the bids take', '9', aBook([100, 2]), '2 at 100, worst 100: 199.8, not all'],
    ['passes empty levels', '1', aBook([100, 0], [90, 1]), '1 at 90, worst 90: 89.91, all'],
    ['sells nothing without bids', '1', aBook(), '0 at ?, worst ?: 0, not all'],
    ['sells nothing of nothing', '0', aBook([100, 1]), '0 at ?, worst ?: 0, all'],
  ])('%s', (_does, amount, book, expected) => {
    const sale = estimateSale({ amount: new Big(amount), book, feeRate })

    const average = sale.averagePrice?.toFixed() ?? '?'
    const worst = sale.worstPrice?.toFixed() ?? '?'
    const proceeds = sale.proceeds.toFixed()
    const complete = sale.complete ? 'all' : 'not all'
    expect(`${sale.sold.toFixed()} at ${average}, worst ${worst}: ${proceeds}, ${complete}`).toBe(
      expected,
    )
  })
})

test.each([
  ['2', '199.8', '-0.2'],
  ['1', '99.9', '-0.1'],
  ['0', '0', '0'],
])('profitIfSold() of %s of 2 BTC for %s is %s', (sold, proceeds, expected) => {
  const position = { amount: new Big(2), cost: new Big(200) }

  const profit = profitIfSold(position, { sold: new Big(sold), proceeds: new Big(proceeds) })

  expect(profit.toFixed()).toBe(expected)
})

test('saleProfit() is what a limit order at just its price brings after the fee', () => {
  const sale = { amount: new Big(2), price: new Big(100), averageCost: new Big(90), feeRate }

  expect(saleProfit(sale).toFixed()).toBe('19.8')
  expect(saleProfit({ ...sale, averageCost: new Big(110) }).toFixed()).toBe('-20.2')
})

test.each([
  ['99.9', '0.001', '100'],
  ['100', '0', '100'],
  ['100', '0.001', '100.100100100100100101'],
  ['0', '0.001', '0'],
])('breakEvenPrice() of %s at a fee of %s is %s', (averageCost, fee, expected) => {
  expect(breakEvenPrice(new Big(averageCost), new Big(fee)).toFixed()).toBe(expected)
})
