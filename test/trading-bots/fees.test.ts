import { expect, test } from 'vitest'
import { Big } from 'big.js'
import { feeIn, feesBeside } from '../../src/exchange/fees.ts'
import { listFills } from '../../src/trading/fill-repo.ts'
import { sum } from '../../src/trading/sum.ts'
import { aRunningGrid, gained, type BotStage } from './bot-stage.ts'

/** A grid whose account pays its fees in BNB, which is at 600 USDT. */
async function aGridPayingInBnb(): Promise<BotStage> {
  const stage = await aRunningGrid()
  stage.paper.deposit('BNB', '1')
  stage.paper.payFeesInBnb(true)
  return stage
}

test('fees in a third coin are in the cost and the profit, at what they were worth', async () => {
  const stage = await aGridPayingInBnb()
  const { paper, tick, db, botId } = stage

  for (const price of ['58500', '59500', '60500', '57500']) {
    paper.setPrice('BTC/USDT', price)
    await tick()
  }

  const fills = await listFills(db, [botId])
  expect(fills.length).toBeGreaterThan(3)
  for (const { fees, feeValue } of fills) {
    expect(feesBeside(fees)).toMatchObject([{ coin: 'BNB' }])
    expect(feeValue?.toFixed()).toBe(feeIn(fees, 'BNB').times(600).toFixed())
  }
  const { amount, realized, cost, fees, unvaluedFees } = await stage.position()
  const worth = sum(fills.map(({ feeValue }) => feeValue ?? new Big(0)))
  expect(amount.toFixed()).toBe(gained(stage, 'BTC', '0.1').toFixed())
  expect(realized.minus(cost).toFixed()).toBe(gained(stage, 'USDT', '10000').minus(worth).toFixed())
  expect(fees.get('BNB')?.toFixed()).toBe(gained(stage, 'BNB', '1').neg().toFixed())
  expect(unvaluedFees.size).toBe(0)
})

test('a fee without a price stays unknown, is shown as such, and is valued once there is one', async () => {
  const stage = await aGridPayingInBnb()
  const { paper, tick } = stage
  paper.setPrice('BTC/USDT', '58500')
  paper.fault({
    path: '/api/v3/ticker/price',
    effect: { kind: 'status', status: 503, body: '<html></html>' },
  })

  await tick()

  const before = await stage.position()
  const [fill] = await listFills(stage.db, [stage.botId])
  expect([...before.unvaluedFees.keys()]).toEqual(['BNB'])
  const fee = feeIn(fill?.fees ?? [], 'BNB')
  expect(before.unvaluedFees.get('BNB')?.toFixed()).toBe(fee.toFixed())
  expect(before.cost.toFixed()).toBe(fill?.cost.toFixed())

  await tick()

  const after = await stage.position()
  expect(after.unvaluedFees.size).toBe(0)
  expect(after.cost.minus(before.cost).toFixed()).toBe(fee.times(600).toFixed())
})
