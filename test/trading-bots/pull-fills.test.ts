import { expect, test } from 'vitest'
import { listFills } from '../../src/trading/fill-repo.ts'
import { aRunningGrid } from './bot-stage.ts'

const MONTH = 30 * 86_400_000

test('an order that fills over months, among a thousand trades of theirs, is asked about once each time', async () => {
  const stage = await aRunningGrid()
  const { paper, clock, db, botId, tick, orderAt } = stage
  const { id } = orderAt(59_000)
  const asked = () => paper.requests().filter(({ path }) => path === '/api/v3/myTrades').length
  paper.setBookDepth('BTC/USDT', '10')
  for (const part of ['0.0005', '0.0007']) {
    for (let trade = 0; trade < 40; trade += 1) {
      paper.setPrice('BTC/USDT', '60000')
      paper.placeByHand({ symbol: 'BTC/USDT', side: 'buy', amount: '0.01' })
      paper.placeByHand({ symbol: 'BTC/USDT', side: 'sell', amount: '0.01' })
    }
    paper.fillPartly(id, part)
    clock.advance(MONTH)
    const before = asked()
    await tick()
    await tick()
    expect(asked() - before).toBe(1)
  }

  expect(paper.trades().length).toBeGreaterThan(1_000)
  const fills = await listFills(db, [botId])
  expect(fills.map(({ amount }) => amount.toFixed())).toEqual(['0.0005', '0.0007'])
  expect(fills.map(({ tradeId }) => tradeId)).toEqual(
    paper.trades().flatMap((trade) => (trade.orderId === id ? [String(trade.id)] : [])),
  )
})

test('fills of an order that was told filled are awaited until all of them are listed', async () => {
  const stage = await aRunningGrid()
  const { paper, db, botId, keyId, tick } = stage
  paper.setPrice('BTC/USDT', '58500')
  // The list of trades comes from a cache that does not have it yet.
  const effect = { kind: 'status', status: 200, body: '[]' } as const
  paper.fault({ path: '/api/v3/myTrades', effect })
  const settled = async () => {
    const rows = await db
      .selectFrom('trade_order')
      .select('settled')
      .where('key_id', '=', keyId)
      .where('status', '=', 'filled')
      .execute()
    return rows.map((row) => row.settled)
  }

  await tick()
  expect(await settled()).toEqual([0])
  expect(paper.openOrders()).toHaveLength(4)

  await tick()
  expect(await settled()).toEqual([1])
  expect(await listFills(db, [botId])).toHaveLength(1)
  expect(paper.openOrders()).toHaveLength(5)
})
