import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { PriceFeed } from '../../src/exchange/markets/price-feed.ts'
import { ManualClock } from '../support/manual-clock.ts'

/** A feed whose requests are answered one by one, by hand; every price is the request's number. */
function aFeed() {
  const clock = new ManualClock()
  const asked: string[][] = []
  const answers: { give: () => void; fail: () => void }[] = []
  const feed = new PriceFeed(clock, (symbols) => {
    const number = asked.push(symbols)
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, Big>>()
    answers.push({
      give: () => resolve(new Map(symbols.map((symbol) => [symbol, new Big(number)]))),
      fail: () => reject(new Error('no prices')),
    })
    return promise
  })
  return {
    clock,
    asked,
    feed,
    answer: (n: number) => answers[n],
    turn: () => new Promise(setImmediate),
  }
}

describe('PriceFeed', () => {
  test('asks once for all who ask at the same moment', async () => {
    const { feed, asked, answer, turn } = aFeed()

    const all = Promise.all([feed.pricesOf(['A'], 0), feed.pricesOf(['B', 'A'], 0)])
    await turn()
    answer(0)?.give()

    const [one, other] = await all
    expect([...one.keys(), ...other.keys()]).toEqual(['A', 'B', 'A'])
    expect(asked).toEqual([['A', 'B']])
  })

  test('joins what is under way, and asks anew for what it lacks once that is answered', async () => {
    const { feed, asked, answer, turn } = aFeed()
    const first = feed.pricesOf(['A'], 0)
    await turn()

    const joined = feed.pricesOf(['A'], 0)
    const more = feed.pricesOf(['B'], 0)
    await turn()
    expect(asked).toEqual([['A']])
    answer(0)?.give()
    await Promise.all([first, joined])
    await turn()
    answer(1)?.give()

    expect((await more).get('B')).toEqual(new Big(2))
    expect(asked).toEqual([['A'], ['A', 'B']])
  })

  test('gives a price again only to those who take one that is so old', async () => {
    const { clock, feed, asked, answer, turn } = aFeed()
    const first = feed.pricesOf(['A'], 1)
    await turn()
    answer(0)?.give()
    await first

    clock.advance(0.9)
    expect((await feed.pricesOf(['A'], 1)).get('A')).toEqual(new Big(1))
    const fresh = feed.pricesOf(['A'], 0)
    await turn()
    answer(1)?.give()

    expect((await fresh).get('A')).toEqual(new Big(2))
    expect(asked).toHaveLength(2)
  })

  test('fails for all who wait, and asks anew for the next', async () => {
    const { feed, answer, turn } = aFeed()
    const both = Promise.allSettled([feed.pricesOf(['A'], 1), feed.pricesOf(['A'], 1)])
    await turn()
    answer(0)?.fail()
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])

    const next = feed.pricesOf(['A'], 1)
    await turn()
    answer(1)?.give()
    expect((await next).get('A')).toEqual(new Big(2))
  })

  test('forgets symbols that nobody has asked for in a while', async () => {
    const { clock, feed, asked, answer, turn } = aFeed()
    const first = feed.pricesOf(['A'], 0)
    await turn()
    answer(0)?.give()
    await first

    clock.advance(121)
    void feed.pricesOf(['B'], 0)
    await turn()

    expect(asked.at(-1)).toEqual(['B'])
  })
})
