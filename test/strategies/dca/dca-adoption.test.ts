import { expect, test } from 'vitest'
import { dcaStrategy } from '../../../src/strategies/dca/dca.ts'
import type { Figures, Parameters, SlotFill } from '../../../src/strategies/strategy.ts'
import { aFill, aSituation, someDca } from '../builders.ts'

const { adoption, follow } = dcaStrategy
if (adoption === undefined) throw new TypeError('DCA can begin with coins')

const figures: Figures = {
  money: (amount) => `${amount.toFixed(2)} USDT`,
  profit: (amount) => `${amount.toFixed(2)} USDT`,
  exact: (value) => value.toFixed(),
}

/** 2 BTC that were bought at that price. */
function someCoins(price: string): SlotFill {
  return aFill('buy', '2', price, { slot: adoption?.slot ?? '' })
}

function wish(coins: SlotFill, parameters: Parameters = {}) {
  const situation = aSituation()
  const follower = follow(someDca(parameters), situation)
  follower.add(coins)
  return follower.wish(situation)
}

test('the first deal stands at its safety orders and its take-profit, by what the coins cost', () => {
  const { orders } = wish(someCoins('101'))

  expect(orders.map(({ slot, side, price }) => `${slot} ${side} ${price.toFixed()}`)).toEqual([
    '1s1 buy 98.98',
    '1s2 buy 96.96',
    '1s3 buy 94.94',
    '1s4 buy 92.92',
    '1t sell 102.12',
  ])
  expect(orders.at(-1)?.amount.toFixed()).toBe('2')
})

test('coins that cost less than a base order are made whole to one, unless they sell at once', () => {
  const slots = (coins: SlotFill) => wish(coins).orders.map(({ slot }) => slot)

  expect(slots(aFill('buy', '1', '101', { slot: '1b' }))).toEqual(['1b', '1t'])
  expect(slots(someCoins('50'))).not.toContain('1b')
  expect(adoption.describe(someCoins('50'), someDca(), aSituation(), figures).at(1)).toBe(
    'The price is above their take-profit of 50.56 already: they are sold at once, at about 100.',
  )
})

test('what the coins become is said: the sale, what is bought at once, what the stop-loss would lose', () => {
  const said = adoption.describe(
    someCoins('110'),
    someDca({ stopLoss: '20' }),
    aSituation(),
    figures,
  )

  expect(said).toMatchInlineSnapshot(`
    [
      "The first deal begins with 2 BTC that you kept, bought for about 110 each, in the place of its base order.",
      "Of this deal all is sold together at 111.22, and lower with each safety order that fills.",
      "4 orders lie at or above the price now and would buy BTC at once, for about 765.10 USDT.",
      "Of this deal the stop-loss lies at 88: selling these coins there may realize about -44.18 USDT.",
    ]
  `)
})

test('a stop-loss that would sell the coins at once is refused', () => {
  const refuse = (stopLoss?: string) =>
    adoption.refuse(someCoins('130'), someDca(stopLoss ? { stopLoss } : {}), aSituation())

  expect(refuse('20')).toBe(
    'Its stop-loss would sell the coins at once: it lies at 104 USDT, and the price is 100. Set it deeper, or none.',
  )
  expect(refuse('25')).toBeUndefined()
  expect(refuse()).toBeUndefined()
})
