import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { transact } from '../../src/db/transact.ts'
import type { Key } from '../../src/keys/key.ts'
import { checkKey, suspectKey } from '../../src/keys/watch.ts'
import { getBot, insertBot } from '../../src/trading-bots/bot-repo.ts'
import { pauseBot } from '../../src/trading-bots/pause-bot.ts'
import { createTick } from '../../src/trading-bots/tick.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { openKeys, type KeyStage } from '../keys/support.ts'

const BTC_GRID = { lower: '55000', upper: '65000', money: '1000', gridCount: '10' }
const ETH_GRID = { lower: '2700', upper: '3300', money: '200', gridCount: '4' }

interface TickStage extends KeyStage {
  key: Key & { apiKey: string }
  account: string
  tick: () => Promise<void>
  /** Seconds pass, then it ticks. */
  tickAfter: (seconds: number) => Promise<void>
  run: (bot: Partial<TradingBot>) => Promise<TradingBot>
  /** What was sent since the last call, by path. */
  sent: () => string[]
  notices: () => Promise<string[]>
}

/** A linked key of an account with 10,000 USDT, 1 ETH and 0.1 BTC. */
async function openTicks(): Promise<TickStage> {
  const stage = await openKeys()
  const key = await stage.link()
  const ticked = createTick(stage)
  const tick = () => ticked(key.id)
  let seen = 0
  return {
    ...stage,
    key,
    account: 'main',
    tick,
    tickAfter(seconds) {
      stage.clock.advance(seconds * 1_000)
      return tick()
    },
    run: (bot) => makeBot(stage, key, bot),
    sent() {
      const all = stage.paper.requests()
      const paths = all.slice(seen).map(({ method, path }) => `${method} ${path}`)
      seen = all.length
      return paths
    },
    async notices() {
      const rows = await stage.db
        .selectFrom('notice')
        .select('body')
        .orderBy('created_at')
        .execute()
      return rows.map(({ body }) => (JSON.parse(body) as { kind: string }).kind)
    },
  }
}

async function makeBot(
  { db, clock }: KeyStage,
  key: Key,
  overrides: Partial<TradingBot>,
): Promise<TradingBot> {
  const bot: TradingBot = {
    id: randomUUID(),
    userId: key.userId,
    keyId: key.id,
    name: 'Grid',
    strategy: 'grid',
    symbol: 'BTC/USDT',
    parameters: { ...BTC_GRID, feeRate: '0.001' },
    status: 'running',
    resting: 'keep',
    reason: undefined,
    createdAt: clock.now(),
    ...overrides,
  }
  await transact(db, (trx) => insertBot(trx, bot))
  return bot
}

const ethGrid = { symbol: 'ETH/USDT', parameters: { ...ETH_GRID, feeRate: '0.001' } }

/** Bots on two symbols, whose orders rest and were compared until that is believed. */
async function atRest(stage: TickStage): Promise<void> {
  await stage.run({})
  await stage.run(ethGrid)
  for (let i = 0; i < 4; i += 1) await stage.tickAfter(10)
  stage.sent()
}

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

test('a bot without money says how much its orders need, and the others go on', async () => {
  const stage = await openTicks()
  stage.paper.withdraw('USDT', '9950')
  const poor = await stage.run({})
  await stage.run({
    symbol: 'ETH/BTC',
    parameters: { lower: '0.04', upper: '0.06', money: '0.01', gridCount: '2', feeRate: '0.001' },
  })

  await stage.tick()

  const { shortage, ...bot } = await getBot(stage.db, poor.id)
  expect(bot).toMatchObject({ status: 'failed', reason: 'insufficient-funds' })
  expect(shortage).toMatchObject({ coin: 'USDT', present: new Big(50) })
  expect(shortage?.needed.gt(400)).toBe(true)
  expect(stage.paper.openOrders().map(({ symbol }) => symbol)).toContain('ETH/BTC')
})

test('coins taken away by hand stop the bot, which says what it holds and what is there', async () => {
  const stage = await openTicks()
  const { paper, account } = stage
  paper.withdraw('ETH', '1')
  const bot = await stage.run(ethGrid)
  await stage.tick()
  paper.setPrice('ETH/USDT', '2840')
  await stage.tickAfter(10)
  const sale = paper.openOrders().find(({ side }) => side === 'sell')
  paper.cancelByHand(sale?.id ?? 0)
  const [buy] = paper.trades()
  const held = buy?.amount.minus(buy.fee) ?? new Big(0)
  paper.withdraw('ETH', held.minus('0.001'), account)

  await stage.tickAfter(10)

  const failed = await getBot(stage.db, bot.id)
  expect(failed).toMatchObject({ status: 'failed', reason: 'coins-missing' })
  expect(failed.shortage).toEqual({ coin: 'ETH', needed: held, present: new Big('0.001') })
  expect(await stage.notices()).toContain('bot-failed')
})

test('while its symbol is halted a bot waits, is told of once, and goes on by itself', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  paper.setTrading('BTC/USDT', false)
  const bot = await stage.run({})

  for (let i = 0; i < 3; i += 1) await stage.tickAfter(30)

  expect(await getBot(db, bot.id)).toMatchObject({ status: 'running', reason: 'symbol-halted' })
  expect(await stage.notices()).toEqual(['bot-waits'])
  expect(paper.orders()).toEqual([])

  paper.setTrading('BTC/USDT', true)
  for (let i = 0; i < 4; i += 1) await stage.tickAfter(120)
  expect((await getBot(db, bot.id)).reason).toBeUndefined()
  expect(paper.openOrders()).toHaveLength(5)
  expect(await stage.notices()).toEqual(['bot-waits'])
})

test('a symbol that is halted between two looks at the markets makes its bot wait as well', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  await stage.run(ethGrid)
  await stage.tick()
  paper.setTrading('BTC/USDT', false)
  const bot = await stage.run({})

  await stage.tickAfter(10)

  expect(await getBot(db, bot.id)).toMatchObject({ status: 'running', reason: 'symbol-halted' })
  stage.sent()
  await stage.tickAfter(10)
  expect(stage.sent()).not.toContain('POST /api/v3/order')
})

test('an order far from the price waits until the exchange would take it', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  const bot = await stage.run({
    parameters: { lower: '10000', upper: '90000', money: '1000', gridCount: '2', feeRate: '0.001' },
  })

  await stage.tick()
  expect(paper.openOrders().map(({ price }) => price?.toFixed())).toEqual(['50000'])
  paper.setPrice('BTC/USDT', '49000')
  await stage.tickAfter(10)

  expect(paper.openOrders().map(({ side, price }) => `${side} ${price?.toFixed()}`)).toContain(
    'buy 10000',
  )
  expect((await getBot(db, bot.id)).status).toBe('running')
})

test('bots share the open orders that a symbol allows: the nearest rest, the others wait', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  const wide = { lower: '40000', upper: '59000', money: '900', gridCount: '100', feeRate: '0.001' }
  const bots = [await stage.run({ parameters: wide }), await stage.run({ parameters: wide })]
  for (let i = 0; i < 10; i += 1) {
    const byHand = { symbol: 'BTC/USDT', side: 'buy', amount: '0.001', price: '30000' } as const
    paper.placeByHand(byHand)
  }

  await stage.tick()
  await stage.tickAfter(10)

  expect(paper.openOrders()).toHaveLength(200)
  for (const { id } of bots) expect((await getBot(db, id)).status).toBe('running')
}, 30_000)

test('an order that another one of the account would have met is placed again, however often', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  const bot = await stage.run(ethGrid)
  await stage.tick()
  paper.setPrice('ETH/USDT', '2840')
  await stage.tickAfter(10)
  paper.setBookDepth('ETH/USDT', '1')

  for (let times = 0; times < 3; times += 1) {
    const sale = paper.openOrders().find(({ side }) => side === 'sell')
    const byHand = { symbol: 'ETH/USDT', side: 'buy', amount: '1', price: '3000' } as const
    paper.cancelByHand(paper.placeByHand(byHand).id)
    expect(paper.orders().find(({ id }) => id === sale?.id)?.status).toBe('EXPIRED_IN_MATCH')

    await stage.tickAfter(10)

    const again = paper.openOrders().find(({ side }) => side === 'sell')
    expect(again).toMatchObject({ price: sale?.price, amount: sale?.amount })
  }
  expect((await getBot(db, bot.id)).status).toBe('running')
  expect(await stage.notices()).toEqual([])
})

test('a bot whose symbol is delisted stops and says so, and the others go on', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  const gone = await stage.run({ symbol: 'GONE/USDT' })
  const other = await stage.run(ethGrid)

  await stage.tick()

  expect(await getBot(db, gone.id)).toMatchObject({ status: 'failed', reason: 'symbol-delisted' })
  expect((await getBot(db, other.id)).status).toBe('running')
  expect(paper.openOrders().length).toBeGreaterThan(0)
  expect(await stage.notices()).toEqual(['bot-failed'])
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
