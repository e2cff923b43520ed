import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { NewOrder } from '../../../src/exchange/exchange.ts'
import { NOON } from '../hand-clock.ts'
import { openKraken } from './open-kraken.ts'

const ORDER: NewOrder = {
  symbol: 'BTC/USDT',
  clientOrderId: 'b00000000000000001',
  side: 'buy',
  amount: new Big('0.02'),
  price: new Big('50000'),
  timeInForce: 'GTC',
  sentAt: NOON,
}

async function aTrader() {
  const world = await openKraken()
  const key = world.kraken.createKey()
  const exchange = world.exchanges.connect('kraken', key).exit
  const coins = (asset: string) =>
    world.kraken
      .balances()
      .find((one) => one.asset === asset)
      ?.free.toFixed()
  return { ...world, key, exchange, coins }
}

test('an order whose client id an open one has is looked up, never taken for refused', async () => {
  const { kraken, exchange } = await aTrader()
  await exchange.placeOrder(ORDER)

  await expect(exchange.placeOrder(ORDER)).rejects.toMatchObject({ code: 'outcome-unknown' })

  expect(kraken.openOrders()).toHaveLength(1)
})

test('an order that Kraken itself lost sight of is looked up', async () => {
  const { kraken, exchange } = await aTrader()
  const effect = { kind: 'unknown-after' } as const
  kraken.fault({ method: 'POST', path: '/0/private/AddOrder', effect })

  await expect(exchange.placeOrder(ORDER)).rejects.toMatchObject({ code: 'outcome-unknown' })

  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'open' })
})

test('an order whose id Kraken never gave is none', async () => {
  const { exchange } = await aTrader()

  expect(await exchange.findOrderById('BTC/USDT', 'OZZZZZ-ZZZZZ-ZZZZZZ')).toBeUndefined()
})

test('fees are taken in the quote, of sells too, and are read as what was taken', async () => {
  const { exchange, coins } = await aTrader()
  const sell = { ...ORDER, side: 'sell', timeInForce: 'IOC', amount: new Big('0.005') } as const

  const { id, cost } = await exchange.placeOrder(sell)

  const [fill] = await exchange.fetchOrderFills('BTC/USDT', id)
  const [fee] = fill?.fees === 'unknown' ? [] : (fill?.fees ?? [])
  expect(fee).toMatchObject({ coin: 'USDT' })
  expect(fee?.amount.eq(cost.times('0.001'))).toBe(true)
  expect(coins('BTC')).toBe('0.095')
  expect(coins('USDT')).toBe(cost.times('0.999').plus(10_000).toFixed())
})

test('cancelling at once is dear, and what Kraken refuses for it is tried again', async () => {
  const { clock, kraken, exchange } = await aTrader()
  const ids = Array.from({ length: 7 }, (_, i) => `b${i}`)
  for (const clientOrderId of ids) {
    await exchange.placeOrder({
      ...ORDER,
      clientOrderId,
      amount: new Big('0.001'),
      sentAt: clock.now(),
    })
  }
  const cancelAll = () =>
    Promise.allSettled(
      kraken
        .openOrders()
        .map(({ clientOrderId }) => exchange.cancelOrder({ ...ORDER, clientOrderId })),
    )

  await cancelAll()
  clock.advance(60_000)
  await cancelAll()

  expect(kraken.openOrders()).toEqual([])
})

test('an order that leaves at the last moment of its window has time to arrive', async () => {
  const { clock, exchange } = await aTrader()
  await exchange.fetchAccount()

  clock.advance(4_900)

  expect(await exchange.placeOrder(ORDER)).toMatchObject({ status: 'open' })
})
