import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { difference } from '../../src/trading-bots/difference.ts'
import type { WishedOrder } from '../../src/strategies/strategy.ts'
import type { Order } from '../../src/trading/order.ts'

const MARKET = { stepSize: new Big('0.001'), tickSize: new Big('0.01') }

/** A wish to buy 1 at 100. */
function aWish(overrides: Partial<WishedOrder> = {}): WishedOrder {
  return {
    slot: 'cell:1',
    side: 'buy',
    timeInForce: 'GTC',
    price: new Big(100),
    amount: new Big(1),
    onlyIfResting: false,
    ...overrides,
  }
}

/** An open order to buy 1 at 100, unfilled. */
function anOrder(overrides: Partial<Order> = {}): Order {
  return {
    id: 'order-1',
    clientOrderId: 'u00000000000000001',
    userId: '42',
    keyId: 'key-1',
    botId: 'bot-1',
    planId: undefined,
    slot: 'cell:1',
    symbol: 'ETH/USDT',
    side: 'buy',
    timeInForce: 'GTC',
    price: new Big(100),
    amount: new Big(1),
    status: 'open',
    exchangeOrderId: '7',
    filled: new Big(0),
    cost: new Big(0),
    settled: false,
    reason: undefined,
    sentAt: new Date(0),
    createdAt: new Date(0),
    ...overrides,
  }
}

describe('difference()', () => {
  const nothing = { place: [], cancel: [] }

  test('places what is wished and does not rest', () => {
    expect(difference([aWish()], [], [], MARKET)).toEqual({ place: [aWish()], cancel: [] })
  })

  test('lets an order that is to fill at once wait for all on its side', () => {
    const sale = aWish({ slot: 'stop-loss', side: 'sell', timeInForce: 'IOC' })
    const cell = anOrder({ side: 'sell' })

    expect(difference([sale], [cell], [], MARKET)).toEqual({ place: [], cancel: [cell] })
    expect(difference([sale], [anOrder()], [], MARKET).place).toEqual([sale])
  })

  test('leaves alone what rests as wished', () => {
    expect(difference([aWish()], [anOrder()], [], MARKET)).toEqual(nothing)
  })

  test('counts what is filled already', () => {
    const order = anOrder({ filled: new Big('0.4') })
    const fills = [{ orderId: order.id, amount: new Big('0.4') }]

    expect(difference([aWish({ amount: new Big('0.6') })], [order], fills, MARKET)).toEqual(nothing)
  })

  test('cancels what is not wished, and places nothing in its slot before it is gone', () => {
    const wish = [aWish({ price: new Big(101) })]

    expect(difference(wish, [anOrder()], [], MARKET)).toEqual({ place: [], cancel: [anOrder()] })
  })

  test.each([
    ['an order of unknown outcome', anOrder({ status: 'sent', price: new Big(90) })],
    ['an order whose fills are not on record', anOrder({ filled: new Big('0.5') })],
    ['an ended order that is not settled', anOrder({ status: 'filled', filled: new Big(1) })],
  ])('neither places nor cancels beside %s', (_what, order) => {
    expect(difference([aWish()], [order], [], MARKET)).toEqual(nothing)
  })

  test('leaves a wish that would cross the book unplaced, and its resting order alone', () => {
    const wish = aWish({ onlyIfResting: true })

    expect(difference([wish], [], [], MARKET)).toEqual(nothing)
    expect(difference([wish], [anOrder()], [], MARKET)).toEqual(nothing)
  })
})
