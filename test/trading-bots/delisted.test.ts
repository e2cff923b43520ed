import { expect, test } from 'vitest'
import { getBot } from '../../src/trading-bots/bot-repo.ts'
import { resumeBot } from '../../src/trading-bots/pause-bot.ts'
import { followDelisted } from '../../src/trading/delisted-orders.ts'
import { listUnsettled } from '../../src/trading/order-repo.ts'
import { serveDialect } from '../exchange/dialect-server.ts'
import { atRest, openTicks, type TickStage } from './tick-stage.ts'

/** Orders on ETH/USDT as they are on record. */
async function ordersOf({ db }: TickStage): Promise<string[]> {
  const rows = await db
    .selectFrom('trade_order')
    .select(['status', 'reason', 'settled'])
    .where('symbol', '=', 'ETH/USDT')
    .orderBy('created_at')
    .execute()
  return rows.map(({ status, reason, settled }) => `${status} ${reason ?? ''} ${settled}`)
}

/** The pair leaves the list, and two lists a minute apart have lacked it. */
async function goes(stage: TickStage, orders: 'stay' | 'taken-out'): Promise<void> {
  stage.paper.delist('ETH/USDT', { orders })
  await stage.tickAfter(3_601)
  await stage.tickAfter(61)
}

test('orders of a pair that is gone end once the account’s list has lacked them for a minute', async () => {
  const stage = await openTicks()
  await atRest(stage)
  await goes(stage, 'taken-out')

  expect(await ordersOf(stage)).toEqual(['open  0', 'open  0'])
  await stage.tickAfter(61)

  expect(await ordersOf(stage)).toEqual(['cancelled delisted 1', 'cancelled delisted 1'])
  expect(await stage.notices()).toEqual(['pair-gone'])
  expect(stage.paper.openOrders().length).toBe(5)
})

test('orders of a pair that is gone stay open while the account’s list has them', async () => {
  const stage = await openTicks()
  await atRest(stage)
  await goes(stage, 'stay')

  for (let i = 0; i < 5; i += 1) await stage.tickAfter(120)

  expect(await ordersOf(stage)).toEqual(['open  0', 'open  0'])
  stage.sent()
  for (let i = 0; i < 60; i += 1) await stage.tickAfter(10)
  // The other bot costs one private request a tick; the account's list is fetched less and less often.
  expect(stage.sent().filter((path) => path === 'GET /api/v3/openOrders').length).toBeLessThan(66)
  expect(await stage.notices()).toEqual(['pair-gone'])
})

test('fills that can’t be read any more are counted by what the order had told', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  await atRest(stage)
  const none = { kind: 'status', status: 200, body: '[]' } as const
  paper.fault({ path: '/api/v3/myTrades', times: Infinity, effect: none })
  paper.setPrice('ETH/USDT', '2840')
  await stage.tickAfter(10)

  await goes(stage, 'taken-out')
  await stage.tickAfter(61)

  expect(await listUnsettled(db, { keyId: stage.key.id })).toHaveLength(5)
  const fills = await db.selectFrom('fill').select(['trade_id', 'fees']).execute()
  expect(fills).toHaveLength(1)
  expect(fills[0]).toMatchObject({ fees: 'unknown' })
  expect(fills[0]?.trade_id).toMatch(/^unread-/)
})

test('a bot whose pair is listed again can be resumed, and places its orders again', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  await atRest(stage)
  await goes(stage, 'taken-out')
  await stage.tickAfter(61)
  const bot = (await db.selectFrom('trading_bot').selectAll().execute()).find(
    ({ symbol }) => symbol === 'ETH/USDT',
  )
  expect(bot).toMatchObject({ status: 'failed', reason: 'symbol-delisted' })

  await resumeBot(stage, bot?.id ?? '')
  await stage.tickAfter(10)
  expect((await getBot(db, bot?.id ?? '')).status).toBe('failed')

  paper.relist('ETH/USDT')
  await resumeBot(stage, bot?.id ?? '')
  await stage.tickAfter(61)
  await stage.tickAfter(10)
  expect((await getBot(db, bot?.id ?? '')).status).toBe('running')
  expect(paper.openOrders().filter(({ symbol }) => symbol === 'ETH/USDT')).toHaveLength(2)
  expect(await stage.notices()).toEqual(['pair-gone'])
})

test('where orders are listed by pair only, those of a pair that is gone end unseen after a day', async () => {
  const stage = await openTicks()
  await atRest(stage)
  const { connection, asked } = await serveDialect('mexc', () => ({ body: '{}' }))
  const orders = (await listUnsettled(stage.db, { keyId: stage.key.id })).filter(
    ({ symbol }) => symbol === 'ETH/USDT',
  )

  expect(await followDelisted(stage, connection.routine, orders)).toBe('unlistable')
  stage.clock.advance(86_399_000)
  await followDelisted(stage, connection.routine, orders)
  expect(await ordersOf(stage)).toEqual(['open  0', 'open  0'])
  stage.clock.advance(2_000)
  await followDelisted(stage, connection.routine, orders)

  expect(await ordersOf(stage)).toEqual([
    'cancelled delisted-unseen 1',
    'cancelled delisted-unseen 1',
  ])
  expect(asked).toEqual([])
})

test('a sale that was never answered is not said to have sold nothing when its pair goes', async () => {
  const stage = await openTicks()
  const { db } = stage
  await atRest(stage)
  await db
    .updateTable('trade_order')
    .set({ status: 'sent', exchange_order_id: null, time_in_force: 'IOC', side: 'sell' })
    .where('symbol', '=', 'ETH/USDT')
    .execute()
  await goes(stage, 'taken-out')
  await stage.tickAfter(61)
  await stage.tickAfter(61)

  expect(await ordersOf(stage)).toEqual(['sent  0', 'sent  0'])
})

test('an order whose end was assumed is asked about again once its pair is listed again', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  await atRest(stage)
  paper.setPrice('ETH/USDT', '2840')
  await goes(stage, 'taken-out')
  await stage.tickAfter(61)
  await stage.tickAfter(61)
  expect(await ordersOf(stage)).toEqual(['cancelled delisted 1', 'cancelled delisted 1'])
  expect(await db.selectFrom('fill').selectAll().execute()).toEqual([])

  paper.relist('ETH/USDT')
  await stage.tickAfter(3_601)
  await stage.tickAfter(61)

  expect((await ordersOf(stage)).toSorted()).toEqual(['cancelled  1', 'filled  1'])
  const fills = await db.selectFrom('fill').select(['trade_id', 'fees']).execute()
  expect(fills).toHaveLength(1)
  expect(fills[0]?.trade_id).not.toMatch(/^unread-/)
})

test('fills that could not be read while a pair was gone are read once it is listed again', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  await atRest(stage)
  const none = { kind: 'status', status: 200, body: '[]' } as const
  const callOff = paper.fault({ path: '/api/v3/myTrades', times: Infinity, effect: none })
  paper.setPrice('ETH/USDT', '2840')
  await stage.tickAfter(10)
  await goes(stage, 'taken-out')
  await stage.tickAfter(61)
  expect(await db.selectFrom('fill').select('fees').execute()).toEqual([{ fees: 'unknown' }])

  callOff()
  paper.relist('ETH/USDT')
  await stage.tickAfter(3_601)
  await stage.tickAfter(61)

  const fills = await db.selectFrom('fill').select(['trade_id', 'fees']).execute()
  expect(fills).toHaveLength(1)
  expect(fills[0]?.trade_id).not.toMatch(/^unread-/)
  expect(fills[0]?.fees).not.toBe('unknown')
})
