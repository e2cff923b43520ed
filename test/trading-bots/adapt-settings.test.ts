import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import type { Market } from '../../src/exchange/market.ts'
import { STRATEGIES } from '../../src/strategies/strategies.ts'
import type { Parameters } from '../../src/strategies/strategy.ts'
import {
  adaptSettings,
  type Adapted,
  type MoveTarget,
} from '../../src/trading-bots/adapt-settings.ts'
import { aMarket, aSituation, someDca, someParameters } from '../strategies/builders.ts'

function aGrid(overrides: Parameters = {}, symbol = 'BTC/USDT') {
  return { strategy: 'grid', symbol, parameters: someParameters(overrides) } as const
}

function aDca(overrides: Parameters = {}) {
  return { strategy: 'dca', symbol: 'BTC/USDT', parameters: someDca(overrides) } as const
}

/** An exchange with these markets, price 100, fee 0.2 %. */
function aTarget(...markets: Partial<Market>[]): MoveTarget {
  const all = markets.map((market) => aMarket(market))
  return {
    markets: new Map(all.map((market) => [market.symbol, market])),
    prices: new Map(all.map(({ symbol }) => [symbol, new Big(100)])),
    feeRate: new Big('0.002'),
    now: new Date('2026-01-01T12:00:00Z'),
  }
}

/** Changes and questions in short. */
function told(adapted: Adapted): unknown {
  if (adapted.kind !== 'fits') return adapted
  return [
    ...adapted.changes.map(
      ({ name, from, to, cause }) => `${name} ${from.toFixed()} → ${to.toFixed()}: ${cause}`,
    ),
    ...adapted.asks.map((ask) =>
      ask.kind === 'coin'
        ? `${ask.from} → ${ask.to}?`
        : `money ${ask.given.toFixed()} → ${ask.needed.toFixed()}?`,
    ),
  ]
}

describe('adaptSettings()', () => {
  test('keeps everything but the fee rate where the rules are the same', () => {
    const adapted = adaptSettings(aGrid({ feeRate: '0.001' }), aTarget({}))

    expect(adapted).toMatchObject({
      kind: 'fits',
      symbol: 'BTC/USDT',
      parameters: { ...aGrid().parameters, feeRate: '0.002' },
      changes: [],
      asks: [],
    })
  })

  test('rounds prices down to the tick there', () => {
    const bot = aGrid({ lower: '90.55', upper: '110', stopPrice: '80.25' })

    expect(told(adaptSettings(bot, aTarget({ tickSize: new Big('0.5') })))).toEqual([
      'lower 90.55 → 90.5: price-step',
      'stopPrice 80.25 → 80: price-step',
    ])
  })

  test.each<[string, Partial<Market>, string]>([
    ['orders would be too small', { minCost: new Big(60) }, 'gridCount 10 → 3: minimum'],
    ['steps of the price are too large', { tickSize: new Big(4) }, 'gridCount 10 → 5: price-step'],
  ])('lowers the number of grids where %s', (_, market, change) => {
    const bot = aGrid({ lower: '88', upper: '108', gridCount: '10' })

    expect(told(adaptSettings(bot, aTarget(market)))).toEqual([change])
  })

  test('lowers the number of grids that a higher fee would make lose', () => {
    const bot = aGrid({ gridCount: '40', money: '2000' })

    expect(told(adaptSettings(bot, { ...aTarget({}), feeRate: new Big('0.005') }))).toEqual([
      expect.stringMatching(/^gridCount 40 → 1\d: fee$/),
    ])
  })

  test('lowers safety orders, then raises the base order, and never the money', () => {
    const bot = aDca({ money: '120', baseOrder: '20', safetyOrders: '5' })
    const adapted = adaptSettings(bot, aTarget({ minCost: new Big(25) }))

    expect(told(adapted)).toEqual([
      'safetyOrders 5 → 3: minimum',
      expect.stringMatching(/^baseOrder 20 → 25\.\d: minimum$/),
    ])
    expect(adapted).toMatchObject({ parameters: { money: '120' } })
  })

  test('asks for more money where the minimum needs it, and takes what was agreed to', () => {
    const bot = aGrid({ money: '20', gridCount: '2' })
    const target = aTarget({ minCost: new Big(50) })

    const asked = told(adaptSettings(bot, target))
    expect(asked).toEqual([
      'gridCount 2 → 1: minimum',
      expect.stringMatching(/^money 20 → 6\d(\.\d)?\?$/),
    ])
    expect(told(adaptSettings(bot, target, new Big(70)))).toEqual([
      'money 20 → 70: agreed',
      'gridCount 2 → 1: minimum',
    ])
  })

  test('asks again where what was agreed to is not enough any more', () => {
    const adapted = adaptSettings(
      aGrid({ money: '20' }),
      aTarget({ minCost: new Big(500) }),
      new Big(70),
    )

    expect(adapted).toMatchObject({ asks: [{ kind: 'money', given: new Big(20) }] })
  })

  test('asks whether the money may be another dollar, where only that is traded', () => {
    const adapted = adaptSettings(aGrid(), aTarget({ symbol: 'BTC/USDC', quote: 'USDC' }))

    expect(adapted).toMatchObject({ kind: 'fits', symbol: 'BTC/USDC' })
    expect(told(adapted)).toEqual(['USDT → USDC?'])
  })

  test('takes the same symbol before another quote', () => {
    const target = aTarget({ symbol: 'BTC/USDC', quote: 'USDC' }, {})

    expect(adaptSettings(aGrid(), target)).toMatchObject({ symbol: 'BTC/USDT', asks: [] })
  })

  test.each<[string, string, Partial<Market>]>([
    ['is not listed', 'BTC/USDT', { symbol: 'ETH/USDT', base: 'ETH' }],
    ['is halted', 'BTC/USDT', { active: false }],
    ['has its prices in no dollar', 'BTC/ETH', { symbol: 'BTC/USDT' }],
    ['is traded for euros only', 'BTC/USDT', { symbol: 'BTC/EUR', quote: 'EUR' }],
  ])('gives no settings for a symbol that %s', (_, symbol, market) => {
    expect(adaptSettings(aGrid({}, symbol), aTarget(market))).toEqual({ kind: 'not-traded' })
  })

  test('says in words what only the trader can decide: the range, a price that is reached', () => {
    expect(adaptSettings(aGrid({ lower: '100' }), aTarget({}))).toEqual({
      kind: 'refused',
      symbol: 'BTC/USDT',
      sentence: 'Lowest price must be at most 99.99 USDT, under the price now: 90 USDT would do.',
    })
    expect(adaptSettings(aGrid({ upper: '90.01' }), aTarget({}))).toMatchObject({ kind: 'refused' })
  })

  test('gives no settings without a price', () => {
    const target = { ...aTarget({}), prices: new Map<string, Big>() }

    expect(adaptSettings(aGrid(), target)).toEqual({ kind: 'no-price', symbol: 'BTC/USDT' })
  })

  test.each(['1', '5', '25', '80', '300'])(
    'gives settings with which every order is taken at a minimum of %s',
    (minCost) => {
      const market = { minCost: new Big(minCost), tickSize: new Big('0.1') }
      const situation = aSituation({ market: aMarket(market), feeRate: new Big('0.002') })
      for (const bot of [aGrid({ gridCount: '20' }), aDca({ volumeScale: '2' })]) {
        const adapted = adaptSettings(bot, aTarget(market))
        if (adapted.kind !== 'fits') throw new TypeError(`Cannot fit a ${bot.strategy}`)

        const preview = STRATEGIES[bot.strategy].preview(adapted.parameters, situation)
        expect(preview).toMatchObject({ ok: true })
      }
    },
  )
})
