import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { NewOrder } from '../../../src/exchange/exchange.ts'
import { NOON } from '../hand-clock.ts'
import { uuidOf } from './ids.ts'
import { openCoinbase } from './open-coinbase.ts'

const ORDER: NewOrder = {
  symbol: 'BTC/USDT',
  clientOrderId: 'b00000000000000001',
  side: 'buy',
  amount: new Big('0.03'),
  price: new Big('50000'),
  timeInForce: 'GTC',
  sentAt: NOON,
}

test('fills of one moment are told in their order, over as many pages as there are', async () => {
  const { coinbase, exchanges } = await openCoinbase()
  const exchange = exchanges.connect('coinbase', coinbase.createKey()).exit
  const { id } = await exchange.placeOrder(ORDER)
  for (let i = 0; i < 250; i += 1) coinbase.fillPartly(coinbase.openOrders()[0]?.id ?? 0, '0.0001')
  const before = coinbase.requests().length

  const { fills: since } = await exchange.fetchFills('BTC/USDT', NOON)
  const ofOrder = await exchange.fetchOrderFills('BTC/USDT', id)

  const there = coinbase.trades().map((trade) => uuidOf('trade', trade.id))
  expect(since.map((fill) => fill.id)).toEqual(there)
  expect(ofOrder.map((fill) => fill.id)).toEqual(there)
  expect(coinbase.requests().slice(before)).toHaveLength(6)
})
