import { Big } from 'big.js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { feeIn } from '../../../src/exchange/fees.ts'
import { gridStrategy } from '../../../src/strategies/grid/grid.ts'
import { isPlaceable } from '../../../src/strategies/order-minimum.ts'
import type { SlotFill, WishedOrder } from '../../../src/strategies/strategy.ts'
import { positionOf } from '../../../src/trading/position.ts'
import { aMarket, aSituation, someParameters } from '../builders.ts'
import { type Move, TinyExchange } from '../tiny-exchange.ts'
import { wishOf } from '../wish-of.ts'

const moves = fc.array(
  fc.record({
    price: fc.integer({ min: 85, max: 115 }),
    quarters: fc.integer({ min: 1, max: 4 }),
    buyFee: fc.constantFrom('BTC', 'USDT', 'BNB'),
    sellFee: fc.constantFrom('USDT', 'BNB'),
  }),
  { maxLength: 30 },
)
const grids = fc.record({
  gridCount: fc.integer({ min: 1, max: 6 }),
  money: fc.integer({ min: 40, max: 900 }),
  stepDigits: fc.integer({ min: 1, max: 5 }),
})

interface Moment {
  wish: WishedOrder[]
  placed: WishedOrder[]
  cancelled: WishedOrder[]
  exchange: TinyExchange
  price: Big
}

/** Runs a grid over random price paths and looks at it after each sync with the exchange. */
function always(look: (moment: Moment, grid: { money: number; stepSize: Big }) => void): void {
  const property = fc.property(grids, moves, ({ gridCount, money, stepDigits }, path) => {
    const stepSize = new Big(10).pow(-stepDigits)
    const market = aMarket({ stepSize, minAmount: stepSize })
    const parameters = someParameters({ gridCount: String(gridCount), money: String(money) })
    const exchange = new TinyExchange({ ...market, feeRate: aSituation().feeRate })
    const steps: (Move | undefined)[] = [undefined, ...path]
    for (const move of steps) {
      if (move !== undefined) exchange.move(move)
      const price = new Big(move?.price ?? 100)
      const situation = aSituation({ market, price })
      const { orders: wish } = wishOf(gridStrategy, parameters, situation, exchange.fills)
      const before = [...exchange.resting.values()]
      const placed = exchange.rest(wish)
      const after = [...exchange.resting.values()]
      const cancelled = before.filter((order) => !after.includes(order))
      look({ wish, placed, cancelled, exchange, price }, { money, stepSize })
    }
  })
  fc.assert(property, { numRuns: 30 })
}

const sum = (amounts: Big[]) => amounts.reduce((total, amount) => total.plus(amount), new Big(0))
const feesIn = (coin: string, fills: SlotFill[]) => sum(fills.map(({ fees }) => feeIn(fees, coin)))

test('bought − sold − base fees is the position, to the last digit', () => {
  always(({ exchange: { fills } }) => {
    const of = (side: string) => sum(fills.filter((one) => one.side === side).map((f) => f.amount))

    const expected = of('buy').minus(of('sell')).minus(feesIn('BTC', fills))

    expect(positionOf(fills, 'BTC', 'USDT').amount.eq(expected)).toBe(true)
  })
})

test('money out, and money that resting buys can still take, never exceeds the money given', () => {
  always(({ exchange }, { money }) => {
    const { cost, realized } = positionOf(exchange.fills, 'BTC', 'USDT')
    const buys = [...exchange.resting.values()].filter((order) => order.side === 'buy')
    const claimed = sum(buys.map((order) => order.amount.times(order.price).times('1.001')))

    const out = cost.minus(realized).plus(claimed)

    expect(out.lte(money), `${out.toFixed()} of ${money}`).toBe(true)
  })
})

test('no cell offers more than its own fills hold', () => {
  always(({ exchange }) => {
    for (const order of exchange.resting.values()) {
      const fills = exchange.fills.filter((fill) => fill.slot === order.slot)
      const held = positionOf(fills, 'BTC', 'USDT').amount
      expect(held.gte(0)).toBe(true)
      expect(order.side === 'buy' || order.amount.lte(held)).toBe(true)
    }
  })
})

test('every order placed is on the step, above the minimum, and no buy crosses', () => {
  always(({ placed, price }, { stepSize }) => {
    const market = aMarket({ stepSize, minAmount: stepSize })
    for (const order of placed) {
      expect(isPlaceable(market, order.price, order.amount)).toBe(true)
      expect(order.amount.mod(stepSize).eq(0)).toBe(true)
      expect(order.side === 'sell' || order.price.lt(price)).toBe(true)
    }
  })
})

test('a slot wishes one order at a time, and wishing again places and cancels nothing', () => {
  always(({ wish, exchange }) => {
    const before = [...exchange.resting.values()]

    expect(new Set(wish.map((order) => order.slot)).size).toBe(wish.length)
    expect(exchange.rest(wish)).toEqual([])
    expect([...exchange.resting.values()]).toEqual(before)
  })
})

test('an order is cancelled only when its cell turns to the other side', () => {
  always(({ wish, cancelled }) => {
    for (const order of cancelled) {
      const next = wish.find(({ slot }) => slot === order.slot)
      expect(next?.side).toBe(order.side === 'buy' ? 'sell' : 'buy')
    }
  })
})

test('the same fills give the same wish, whatever the price: only `onlyIfResting` follows it', () => {
  always(({ wish, exchange }, { stepSize, money }) => {
    if (exchange.fills.length === 0 || wish.length === 0) return
    const market = aMarket({ stepSize, minAmount: stepSize })
    const parameters = someParameters({ money: String(money) })
    const at = (price: number) =>
      wishOf(
        gridStrategy,
        parameters,
        aSituation({ market, price: new Big(price) }),
        exchange.fills,
      ).orders.map(({ slot, side, amount }) => `${slot} ${side} ${amount.toFixed()}`)

    expect(at(50)).toEqual(at(200))
    expect(at(100)).toEqual(at(100))
  })
})
