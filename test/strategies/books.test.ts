import { Big } from 'big.js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { feeIn } from '../../src/exchange/fees.ts'
import { baseOf } from '../../src/strategies/holding.ts'
import { isPlaceable } from '../../src/strategies/order-minimum.ts'
import { STRATEGIES, type StrategyId } from '../../src/strategies/strategies.ts'
import type {
  Parameters,
  SlotFill,
  Situation,
  Wish,
  WishedOrder,
} from '../../src/strategies/strategy.ts'
import { positionOf } from '../../src/trading/position.ts'
import { aFill, aMarket, aSituation, someDca, someParameters } from './builders.ts'
import { type Move, TinyExchange } from './tiny-exchange.ts'
import { wishOf } from './wish-of.ts'

/** Each with what some path is to lead to, and with the coins that it begins with. */
const KINDS: [string, StrategyId, Parameters, string[], ...SlotFill[]][] = [
  [
    'an arithmetic grid',
    'grid',
    someParameters({ gridCount: '5', money: '400' }),
    ['sell cell:0', 'sell cell:4'],
  ],
  [
    'a geometric grid',
    'grid',
    someParameters({ gridCount: '5', spacing: 'geometric' }),
    ['sell cell:0', 'sell cell:4'],
  ],
  [
    'a grid that ends',
    'grid',
    someParameters({ gridCount: '3', takeProfitPrice: '113', stopPrice: '88' }),
    ['take-profit', 'stop-loss', 'sell stop-loss'],
  ],
  ['a DCA bot', 'dca', someDca({ coolDown: '3' }), ['sell 1t', 'buy 1s4', 'sell 2t']],
  [
    'a DCA bot that grows',
    'dca',
    someDca({ baseOrder: '70', volumeScale: '1.6', stepScale: '1.3' }),
    ['sell 1t', 'buy 1s4', 'buy 2b'],
  ],
  [
    'a DCA bot with a stop-loss',
    'dca',
    someDca({ stopLoss: '9', takeProfit: '3' }),
    ['sell 1t', 'sell 1x', 'stop-loss'],
  ],
  [
    'a DCA bot that begins with coins',
    'dca',
    someDca(),
    ['sell 1t', 'buy 1s4', 'buy 2b'],
    aFill('buy', '3', '104', { slot: '1b' }),
  ],
  [
    'a DCA bot that begins with few coins',
    'dca',
    someDca(),
    ['buy 1b', 'sell 1t', 'buy 2b'],
    aFill('buy', '0.5', '104', { slot: '1b' }),
  ],
]

const moves = fc.array(
  fc.record({
    price: fc.integer({ min: 85, max: 115 }),
    quarters: fc.integer({ min: 1, max: 4 }),
    buyFee: fc.constantFrom('BTC', 'USDT', 'BNB'),
    sellFee: fc.constantFrom('USDT', 'BNB'),
    isLate: fc.boolean(),
  }),
  { minLength: 5, maxLength: 40 },
)

/** A bot and its exchange, just after the bot has looked. */
interface Moment {
  wish: Wish
  placed: WishedOrder[]
  /** The fills that the wish was made of; `fills` came to more where some were late. */
  known: readonly SlotFill[]
  fills: readonly SlotFill[]
  resting: readonly WishedOrder[]
  situation: Situation
}

/** Takes a bot over a random price path, its wish made anew of the fills at each look. */
function* moments(
  id: StrategyId,
  parameters: Parameters,
  stepDigits: number,
  path: readonly (Move & { isLate: boolean })[],
  coins: readonly SlotFill[],
): Generator<Moment> {
  const stepSize = new Big(10).pow(-stepDigits)
  const market = aMarket({ stepSize, minAmount: stepSize })
  const exchange = new TinyExchange({ ...market, feeRate: aSituation().feeRate })
  exchange.fills.push(...coins)
  let price = new Big(100)
  for (const [i, { isLate, ...move }] of path.entries()) {
    exchange.now = new Date(i * 60_000)
    const situation = aSituation({ market, price, now: exchange.now })
    const known = [...exchange.fills]
    const wish = wishOf(STRATEGIES[id], parameters, situation, known)
    // What comes late meets the orders of a moment ago; else the bot has looked in between.
    const placed = exchange.look(wish.orders, isLate ? move : undefined)
    const again = wishOf(STRATEGIES[id], parameters, situation, known.map(reread))
    expect(again, 'the same inputs give the same wish').toEqual(wish)
    yield {
      wish,
      placed,
      known,
      fills: exchange.fills,
      resting: [...exchange.resting.values()],
      situation,
    }
    if (!isLate) exchange.move(move)
    price = new Big(move.price)
  }
}

/** A fill as another process would read it. */
function reread(fill: SlotFill): SlotFill {
  return { ...fill, amount: new Big(fill.amount.toFixed()), cost: new Big(fill.cost.toFixed()) }
}

const sum = (amounts: Big[]) => amounts.reduce((total, amount) => total.plus(amount), new Big(0))
const amounts = (of: readonly { side: string; amount: Big }[], side: string) =>
  sum(of.filter((one) => one.side === side).map(({ amount }) => amount))
const costs = (fills: readonly SlotFill[], side: string) =>
  sum(fills.filter((fill) => fill.side === side).map(({ cost }) => cost))
const feesIn = (coin: string, fills: readonly SlotFill[]) =>
  sum(fills.map(({ fees }) => feeIn(fees, coin)))

function expectBooks({ fills }: Moment): void {
  const { amount, realized, cost } = positionOf(fills, 'BTC', 'USDT')
  const left = amounts(fills, 'buy').minus(amounts(fills, 'sell')).minus(feesIn('BTC', fills))
  const back = costs(fills, 'sell').minus(costs(fills, 'buy')).minus(feesIn('USDT', fills))

  expect(amount.toFixed(), 'bought − sold − base fees').toBe(left.toFixed())
  expect(sum(fills.map((fill) => baseOf(fill, 'BTC'))).toFixed()).toBe(left.toFixed())
  expect(realized.minus(cost).toFixed(), 'money in = money out + cost + fees').toBe(back.toFixed())
}

function expectWithinMoney(
  { fills, resting }: Moment,
  money: Big,
  staysOutOfProfits: boolean,
): void {
  const { cost, realized } = positionOf(fills, 'BTC', 'USDT')
  const buys = resting.filter(({ side }) => side === 'buy')
  const claimed = sum(buys.map(({ amount, price }) => amount.times(price).times('1.001')))

  expect(cost.minus(realized).plus(claimed).lte(money), 'money given').toBe(true)
  // A grid's cell may buy with what it earned what it could not sell before: a step of coins.
  const inUse = staysOutOfProfits ? cost.plus(claimed) : new Big(0)
  expect(inUse.lte(money), 'without profits').toBe(true)
}

function expectWithinHoldings({ fills, resting }: Moment): void {
  const held = sum(fills.map((fill) => baseOf(fill, 'BTC')))

  expect(held.gte(0)).toBe(true)
  expect(amounts(resting, 'sell').lte(held), 'sells what it holds').toBe(true)
}

/** Of all sales only the stop-loss gives coins away for less than they cost, fees counted. */
function expectNoLoss({ wish, known }: Moment): void {
  const { averageCost } = positionOf(known, 'BTC', 'USDT')
  const sales = wish.orders.filter(({ slot }) => /^\d+t$/.test(slot))
  expect(sales.filter(({ price }) => price.times('0.999').lt(averageCost))).toEqual([])
}

function expectPlaceable({ wish, placed, situation: { market } }: Moment): void {
  expect(new Set(wish.orders.map(({ slot }) => slot)).size).toBe(wish.orders.length)
  for (const { price, amount } of placed) {
    expect(isPlaceable(market, price, amount), 'above the minimum').toBe(true)
    expect(amount.mod(market.stepSize).eq(0), 'on the step').toBe(true)
    expect(price.mod(market.tickSize).eq(0), 'on the tick').toBe(true)
  }
}

test.each(KINDS)(
  '%s keeps books, money, holdings and minimums, whatever price, fees and lateness',
  (_, id, parameters, ends, ...coins) => {
    // What it was given is beside the coins.
    const money = sum(coins.map(({ cost }) => cost)).plus(parameters['money'] ?? 0)
    const reached = new Set<string>()
    const property = fc.property(fc.integer({ min: 2, max: 5 }), moves, (stepDigits, path) => {
      for (const moment of moments(id, parameters, stepDigits, path, coins)) {
        expectBooks(moment)
        expectWithinMoney(moment, money, id === 'dca')
        expectWithinHoldings(moment)
        expectPlaceable(moment)
        expectNoLoss(moment)
        const isIdle = moment.wish.orders.length === 0 && moment.wish.ends === undefined
        expect(isIdle && !('coolDown' in parameters), 'it has something to do').toBe(false)
        for (const { slot, side } of moment.fills) reached.add(`${side} ${slot}`)
        if (moment.wish.ends !== undefined) reached.add(moment.wish.ends)
      }
    })

    // A failing run prints its seed and path: put them in here to see it again.
    fc.assert(property, { numRuns: 25 })

    expect([...reached]).toEqual(expect.arrayContaining(ends))
  },
)
