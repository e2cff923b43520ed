import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { systemClock } from '../../../src/lib/clock.ts'
import { createPaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'

const BTC = 'BTC/USDT'

test('reset() puts everything back to the beginning and tells so', async () => {
  const exchange = createPaperExchange({ clock: systemClock, seed: 1 })
  const [balances, symbols] = [exchange.balances(), exchange.symbols()]
  const past = exchange.pastPrices(BTC, 12)
  const key = exchange.createKey()
  exchange.placeByHand({ symbol: BTC, side: 'buy', amount: '0.01' })
  exchange.placeByHand({ symbol: BTC, side: 'buy', amount: '0.01', price: '50000' })
  exchange.setPrice(BTC, '40000')
  exchange.setMaintenance(true)
  exchange.setLatency(60_000)
  exchange.fault({ path: '/api/v3/time', effect: { kind: 'drop' } })
  const told: string[] = []
  exchange.onChange(({ kind }) => told.push(kind))

  exchange.reset()

  expect(exchange.balances()).toEqual(balances)
  expect(exchange.symbols()).toEqual(symbols)
  expect(exchange.pastPrices(BTC, 12)).toEqual(past)
  const lists = [exchange.keys(), exchange.orders(), exchange.openOrders(), exchange.trades()]
  expect(lists).toEqual([[], [], [], []])
  expect(exchange.requests()).toEqual([])
  expect(told).toEqual(['maintenance', 'reset'])
  expect((await exchange.app.request('/api/v3/time')).status).toBe(200)
  expect(exchange.createKey().apiKey).not.toBe(key.apiKey)
})

test('reset() answers at once what a slow exchange held back', async () => {
  const exchange = createPaperExchange({ clock: systemClock, seed: 1 })
  exchange.setLatency(60_000)
  const answer = exchange.app.request('/api/v3/time')
  await new Promise((resolve) => {
    setImmediate(resolve)
  })

  exchange.reset()

  expect((await answer).status).toBe(200)
})

test('after reset() orders are numbered and matched as at first', () => {
  const exchange = createPaperExchange({ clock: systemClock, seed: 1 })
  const place = () => exchange.placeByHand({ symbol: BTC, side: 'buy', amount: '0.1' })
  const first = place()

  exchange.reset()

  const again = place()
  expect([again.id, again.cost.toFixed()]).toEqual([first.id, first.cost.toFixed()])
  expect(exchange.balances()[1]?.free.gt(new Big('0.19'))).toBe(true)
})
