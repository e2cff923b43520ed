import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { getBot } from '../../src/trading-bots/bot-repo.ts'
import { ethGrid, openTicks } from './tick-stage.ts'

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
  // One list that lacks it may be a bad answer.
  expect((await getBot(db, gone.id)).status).toBe('running')
  await stage.tickAfter(61)

  expect(await getBot(db, gone.id)).toMatchObject({ status: 'failed', reason: 'symbol-delisted' })
  expect((await getBot(db, other.id)).status).toBe('running')
  expect(paper.openOrders().length).toBeGreaterThan(0)
  expect(await stage.notices()).toEqual(['pair-gone'])
})
