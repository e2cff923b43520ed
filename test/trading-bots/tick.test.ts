import { expect, test } from 'vitest'
import { checkKey, suspectKey } from '../../src/keys/watch.ts'
import { getBot } from '../../src/trading-bots/bot-repo.ts'
import { pauseBot } from '../../src/trading-bots/pause-bot.ts'
import { createTick } from '../../src/trading-bots/tick.ts'
import { BTC_GRID, makeBot, atRest, ethGrid, openTicks } from './tick-stage.ts'

test('a tick in which nothing has moved costs one private request and writes no order', async () => {
  const stage = await openTicks()
  await atRest(stage)
  const orders = () => stage.db.selectFrom('trade_order').selectAll().orderBy('id').execute()
  const before = await orders()

  await stage.tickAfter(10)

  expect(stage.sent().toSorted()).toEqual(['GET /api/v3/account', 'GET /api/v3/ticker/price'])
  expect(before).toHaveLength(7)
  expect(await orders()).toEqual(before)
})

test('what fills, and what is cancelled by hand, is seen by the next tick', async () => {
  const stage = await openTicks()
  await atRest(stage)
  const { paper } = stage

  paper.setPrice('ETH/USDT', '2840')
  await stage.tickAfter(10)

  expect(paper.openOrders().map(({ side, symbol }) => `${side} ${symbol}`)).toContain(
    'sell ETH/USDT',
  )
  for (let i = 0; i < 4; i += 1) await stage.tickAfter(10)
  const [order] = paper.openOrders().filter(({ symbol }) => symbol === 'BTC/USDT')
  paper.cancelByHand(order?.id ?? 0)
  await stage.tickAfter(10)
  expect(paper.openOrders().filter(({ symbol }) => symbol === 'BTC/USDT')).toHaveLength(5)
})

test('everything is compared now and then, whatever the cheap look says', async () => {
  const stage = await openTicks()
  await atRest(stage)

  await stage.tickAfter(601)

  expect(stage.sent()).toContain('GET /api/v3/openOrders')
})

test('keys that tick in the same moment share one request for all prices', async () => {
  const stage = await openTicks()
  const other = await stage.link({ account: 'other' })
  const ticked = createTick(stage)
  const both = () => Promise.all([ticked(stage.key.id), ticked(other.id)])
  await stage.run({})
  await makeBot(stage, other, ethGrid)
  await both()
  stage.clock.advance(10_000)
  stage.sent()

  await both()

  expect(stage.sent().filter((path) => path.includes('ticker'))).toHaveLength(1)
})

test('a bot whose own code throws stops with a notice, and the others go on in the same tick', async () => {
  const stage = await openTicks()
  const broken = await stage.run({ parameters: { ...BTC_GRID, money: 'much' } })
  await stage.run(ethGrid)

  await stage.tick()

  expect(await getBot(stage.db, broken.id)).toMatchObject({ status: 'failed', reason: 'own-fault' })
  expect(await stage.notices()).toEqual(['bot-failed'])
  expect(stage.paper.openOrders()).toHaveLength(2)
})

test('a tick ends only when nothing of it is under way, also when one bot can’t be served', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  const paused = await stage.run({})
  await stage.tick()
  await stage.run(ethGrid)
  await pauseBot(stage, paused.id, 'cancel')
  paper.setTrading('BTC/USDT', false)

  await stage.tickAfter(10)

  const sent = await db
    .selectFrom('trade_order')
    .select('id')
    .where('status', '=', 'sent')
    .execute()
  expect(sent).toEqual([])
  expect(paper.openOrders().filter(({ symbol }) => symbol === 'ETH/USDT')).toHaveLength(2)
})

test('from the first refusal of a key on nothing is sent with it, until a probe is answered well', async () => {
  const { key, run, tick, tickAfter, sent, paper, refused, ...stage } = await openTicks()
  const core = { ...stage, paper }
  await run({})
  await tick()
  paper.setKeyState(key.apiKey, 'ip-blocked')
  await tickAfter(10)
  expect(refused).toContain(key.id)
  await suspectKey(stage, key.id)
  sent()

  for (let i = 0; i < 3; i += 1) await tickAfter(10)
  expect(sent()).toEqual([])

  paper.setKeyState(key.apiKey, 'active')
  await checkKey(
    core,
    key.id,
    async () => true,
    async () => undefined,
  )
  sent()
  await tickAfter(10)
  expect(sent()).not.toEqual([])
})

test('an order that was decided before its key was doubted is not sent after', async () => {
  const { key, run, tick, sent, ...stage } = await openTicks()
  const bot = await run({})
  const { arrived, release } = stage.holdNext('/api/v3/ticker/price')
  const ticking = tick()
  await arrived
  await suspectKey(stage, key.id)
  release()
  await ticking

  expect(sent().filter((path) => path.startsWith('POST'))).toEqual([])
  expect(await getBot(stage.db, bot.id)).toMatchObject({ status: 'running' })
})
