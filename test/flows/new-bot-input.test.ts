import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chooseStrategy, say, tap } from '../support/journey.ts'
import { expectCalm, hear, labels, newLinkedTrader, type Trader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let trader: Trader
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
  trader = await newLinkedTrader(world)
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

describe('the question for a number', () => {
  async function askForMoney(): Promise<void> {
    await chooseStrategy(trader.alice)
    await say(trader.alice, 'BTC/USDT', 'Lowest price')
    await say(trader.alice, '55000', 'Highest price')
    await say(trader.alice, '65000', 'How much money')
  }
  beforeAll(askForMoney)

  // No case answers it: that the next one is refused as well shows that the dialogue goes on.
  test.each([
    ['1e3', '1e3', 'I can’t read that as a number'],
    ['-1', '-1', 'It must be more than zero'],
    ['12abc', '12abc', 'I can’t read that as a number'],
    ['0', '0', 'Money must be at least'],
    ['0.5', '0.5', 'orders are too small for the exchange'],
    ['more than is free', '10001', 'Money must be at most 10000 USDT, what is free'],
    ['1,000', '1,000', 'Send it without the comma'],
    ['10,000 digits', '9'.repeat(10_000), 'That is too long for a number'],
    ['10,000 letters', 'x'.repeat(10_000), 'That is too long for a number'],
    ['emoji', '💸💸', 'I can’t read that as a number'],
    ['HTML', '<b>5</b>', 'I can’t read that as a number'],
    ['Infinity', 'Infinity', 'I can’t read that as a number'],
    ['0x10', '0x10', 'I can’t read that as a number'],
  ])('meets %s with a clear sentence and stays', async (_, typed, sentence) => {
    const refusal = await hear(trader.alice, typed, sentence)

    const suggestion = expect.stringMatching(/^Use \d+ USDT$/)
    expect(labels(refusal)).toEqual([[suggestion], ['Cancel']])
  })

  test.each([
    ['1,5', '1.5', 'Money must be at least'],
    ['.5', '0.5', 'Money must be at least'],
    ['50.000,5', '50000.5', 'Money must be at most'],
    ['1 000', '1000', 'how many grids'],
  ])('asks of %s whether %s was meant, and a tap says yes', async (typed, meant, then) => {
    const { alice } = trader

    const question = await hear(alice, typed, `Did you mean ${meant}?`)

    expect(labels(question)).toEqual([[`Yes, ${meant}`], ['Cancel']])
    await tap(alice, `Yes, ${meant}`, then)
  })
})

describe('the question for a symbol', () => {
  test.each([
    ['FOO/BAR', 'FOO/BAR', 'There is no symbol FOO/BAR to trade here'],
    ['a coin', 'btc', 'BTC is a coin: a bot needs a symbol, such as BTC/USDT'],
    ['10,000 letters', 'x'.repeat(10_000), 'That is no symbol'],
    ['emoji', '🚀', 'That is no symbol'],
    ['HTML', '<b>BTC</b>', 'That is no symbol'],
    ['SQL', 'BTC/USDT; drop table', 'That is no symbol'],
  ])('meets %s with a clear sentence and stays', async (_, typed, sentence) => {
    const { alice } = trader
    await chooseStrategy(alice)

    const refusal = await hear(alice, typed, sentence)

    expect(labels(refusal)[0]).toEqual(['BTC/USDT', 'ETH/USDT'])
    await hear(alice, 'ETH/USDT', 'Lowest price · ETH/USDT')
  })

  test.each(['ethbtc', 'eth-btc', 'ETH_BTC', 'eth btc', ' Eth/Btc ', 'eth / btc'])(
    'understands %s as ETH/BTC',
    async (typed) => {
      await chooseStrategy(trader.alice)

      await hear(trader.alice, typed, 'Lowest price · ETH/BTC')
    },
  )
})
