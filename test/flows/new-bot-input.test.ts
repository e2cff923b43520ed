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
    await say(trader.alice, 'BTC/USDT', 'new-bot-question')
    await say(trader.alice, '55000', 'new-bot-question')
    await say(trader.alice, '65000', 'new-bot-question')
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
    const refusal = await hear(trader.alice, typed, 'new-bot-refused')
    expect(refusal.text).toContain(sentence)

    const suggestion = expect.stringMatching(/^Use \d+ USDT$/)
    expect(labels(refusal)).toEqual([[suggestion], ['Cancel']])
  })

  test.each([
    ['1,5', '1.5', 'new-bot-refused', 'Money must be at least'],
    ['.5', '0.5', 'new-bot-refused', 'Money must be at least'],
    ['50.000,5', '50000.5', 'new-bot-refused', 'Money must be at most'],
    ['1 000', '1000', 'new-bot-question', 'how many grids'],
  ] as const)(
    'asks of %s whether %s was meant, and a tap says yes',
    async (typed, meant, then, words) => {
      const { alice } = trader

      const question = await hear(alice, typed, 'new-bot-did-you-mean')

      expect(labels(question)).toEqual([[`Yes, ${meant}`], ['Cancel']])
      expect((await tap(alice, `Yes, ${meant}`, then)).text).toContain(words)
    },
  )
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

    const refusal = await hear(alice, typed, 'new-bot-refused')
    expect(refusal.text).toContain(sentence)

    expect(labels(refusal)[0]).toEqual(['BTC/USDT', 'ETH/USDT'])
    expect((await hear(alice, 'ETH/USDT', 'new-bot-question')).text).toContain(
      'Lowest price · ETH/USDT',
    )
  })

  test.each(['ethbtc', 'eth-btc', 'ETH_BTC', 'eth btc', ' Eth/Btc ', 'eth / btc'])(
    'understands %s as ETH/BTC',
    async (typed) => {
      await chooseStrategy(trader.alice)

      expect((await hear(trader.alice, typed, 'new-bot-question')).text).toContain(
        'Lowest price · ETH/BTC',
      )
    },
  )
})
