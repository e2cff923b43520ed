import { expect, test } from 'vitest'
import { getBot } from '../../src/trading-bots/bot-repo.ts'
import { resumeBot } from '../../src/trading-bots/pause-bot.ts'
import { ethGrid, openTicks, type TickStage } from './tick-stage.ts'

const LOT_SIZE = {
  kind: 'status',
  status: 400,
  body: '{"code":-1013,"msg":"Filter failure: LOT_SIZE"}',
} as const

function ethOrders({ paper }: TickStage): string[] {
  return paper
    .openOrders()
    .filter(({ symbol }) => symbol === 'ETH/USDT')
    .map(({ side, price, amount }) => `${side} ${amount?.toFixed()} at ${price?.toFixed()}`)
}

test('an order that a new step refuses is fitted and placed again in the same tick', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  const bot = await stage.run(ethGrid)
  await stage.tick()
  const [resting] = ethOrders(stage)
  paper.setFilters('ETH/USDT', { stepSize: '0.001', tickSize: '1' })
  paper.setPrice('ETH/USDT', '2840')

  await stage.tickAfter(10)

  expect(ethOrders(stage)).toContain('sell 0.017 at 3000')
  // What rests still fits well enough: it is not placed again for its last digit.
  expect(ethOrders(stage)).toContain(resting)
  expect(stage.sent().filter((path) => path.startsWith('DELETE'))).toEqual([])
  expect(await getBot(db, bot.id)).toMatchObject({ status: 'running' })
  expect(await stage.notices()).toEqual([])
})

test('an order that the rules of now refuse as well stops its bot, after one new list of markets', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  const bot = await stage.run(ethGrid)
  const other = await stage.run({})
  const order = { method: 'POST', path: '/api/v3/order', symbol: 'ETH/USDT' } as const
  paper.fault({ ...order, times: Infinity, effect: LOT_SIZE })

  await stage.tick()
  await stage.tickAfter(10)

  expect(await getBot(db, bot.id)).toMatchObject({ status: 'failed', reason: 'order-rejected' })
  expect(stage.sent().filter((path) => path.includes('exchangeInfo'))).toHaveLength(2)
  expect(await getBot(db, other.id)).toMatchObject({ status: 'running' })
  expect(paper.openOrders()).toHaveLength(5)
})

test('without a new list of markets a refused order stops nobody: its bot tries again later', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  const bot = await stage.run(ethGrid)
  const order = { method: 'POST', path: '/api/v3/order', symbol: 'ETH/USDT' } as const
  await stage.run({})
  paper.fault({ ...order, times: 2, effect: LOT_SIZE })
  const down = { kind: 'status', status: 503, body: '' } as const
  await stage.exchanges.markets('binance').fetchMarkets()
  paper.fault({ path: '/api/v3/exchangeInfo', effect: down })

  await stage.tick()
  expect(await getBot(db, bot.id)).toMatchObject({ status: 'running' })
  expect(ethOrders(stage)).toEqual([])
  await stage.tickAfter(61)

  expect(ethOrders(stage)).toHaveLength(2)
})

test('a bot that an old rule stopped works as soon as it is resumed', async () => {
  const stage = await openTicks()
  const { paper, db } = stage
  paper.setFilters('ETH/USDT', { minNotional: '500' })
  const bot = await stage.run(ethGrid)
  await stage.tick()
  expect(await getBot(db, bot.id)).toMatchObject({ status: 'failed', reason: 'order-rejected' })

  paper.setFilters('ETH/USDT', { minNotional: '5' })
  await resumeBot(stage, bot.id)
  await stage.tickAfter(61)

  expect(await getBot(db, bot.id)).toMatchObject({ status: 'running' })
  expect(ethOrders(stage)).toHaveLength(2)
})
