import type { Big } from 'big.js'
import { expect, test } from 'vitest'
import { createPaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { anExchange, HandClock } from './support.ts'

function priceOf(exchange: ReturnType<typeof anExchange>['exchange'], symbol: string): Big {
  const found = exchange.symbols().find((each) => each.symbol === symbol)
  if (!found) throw new RangeError(symbol)
  return found.price
}

function walked(seed: number): unknown {
  const { exchange } = anExchange(seed)
  const keys = [exchange.createKey(), exchange.createKey()]
  for (let i = 0; i < 50; i++) exchange.step()
  return {
    keys,
    prices: exchange.symbols().map(({ price, open }) => [price.toFixed(), open.toFixed()]),
  }
}

test('the same seed gives the same keys, prices and past, another seed others', () => {
  expect(walked(1)).toEqual(walked(1))
  expect(walked(1)).not.toEqual(walked(2))
})

test('crosses follow the prices of their assets, unless set by hand', () => {
  const { exchange } = anExchange()
  exchange.setPrice('ETH/USDT', '6000')
  expect(priceOf(exchange, 'ETH/BTC').toFixed()).toBe('0.1')

  exchange.setPrice('ETH/BTC', '0.11')
  expect(priceOf(exchange, 'ETH/BTC').toFixed()).toBe('0.11')
  expect(priceOf(exchange, 'ETH/USDT').toFixed()).toBe('6000')

  exchange.movePrice('BTC/USDT', 100)
  expect(priceOf(exchange, 'ETH/BTC').toFixed()).toBe('0.055')
})

test('every price is a multiple of its tick, and every cost has 8 decimals at most', () => {
  const { exchange } = anExchange()
  for (let i = 0; i < 20; i++) exchange.step()

  for (const { price, tickSize, stepSize } of exchange.symbols()) {
    expect(price.mod(tickSize).toFixed()).toBe('0')
    expect(tickSize.times(stepSize).gte('0.00000001')).toBe(true)
  }
})

test('prices walk while it is started and nothing is left when it is stopped', () => {
  const clock = new HandClock()
  const exchange = createPaperExchange({ clock, seed: 3, walkSeconds: 2 })
  const first = priceOf(exchange, 'BTC/USDT')
  exchange.start()
  exchange.start()
  expect(clock.waiting).toBe(1)

  clock.advance(60_000)
  const later = priceOf(exchange, 'BTC/USDT')
  exchange.stop()

  expect(later.eq(first)).toBe(false)
  expect(later.div(first).minus(1).abs().lt('0.05')).toBe(true)
  expect(clock.waiting).toBe(0)
})

test('a price is refused that is not above zero, and a market that is not traded', () => {
  const { exchange } = anExchange()

  expect(() => exchange.setPrice('BTC/USDT', '0')).toThrow(RangeError)
  expect(() => exchange.movePrice('BTC/USDT', -100)).toThrow(RangeError)
  expect(() => exchange.setPrice('BTC/EUR', '1')).toThrow('Cannot find BTC/EUR')
})
