import { expect, test } from 'vitest'
import { createTick } from '../../src/trading-bots/tick.ts'
import type { TickResult } from '../../src/trading-bots/tick-trouble.ts'
import { getBot } from '../../src/trading-bots/bot-repo.ts'
import { listUnsettled } from '../../src/trading/order-repo.ts'
import { atRest, BTC_GRID, ethGrid, openTicks, type TickStage } from './tick-stage.ts'

/** What Binance answers when it does not know whether it did something. */
const NO_ANSWER = {
  kind: 'status',
  status: 504,
  body: '{"code":-1007,"msg":"Timeout waiting for response from backend server."}',
} as const

/** A stage whose ticks keep what was troubled. */
async function openTroubled() {
  const stage = await openTicks()
  const results: TickResult[] = []
  const ticked = createTick(stage, (_, result) => void results.push(result))
  return {
    ...stage,
    tick: () => ticked(stage.key.id),
    tickAfter: (seconds: number) => {
      stage.clock.advance(seconds * 1000)
      return ticked(stage.key.id)
    },
    /** Of the latest tick, as `symbol cause`. */
    troubles: (): string[] => {
      const result = results.at(-1)
      if (result?.outcome !== 'done') return [result?.outcome ?? 'none']
      return result.troubles.map(({ symbol, cause }) => `${symbol} ${cause}`)
    },
  }
}

/** An ETH buy at 2,850 fills; the bot sells it a level higher. */
async function tradesOn({ paper, tickAfter }: Pick<TickStage, 'paper' | 'tickAfter'>) {
  paper.setPrice('ETH/USDT', '2840')
  for (let i = 0; i < 4; i += 1) await tickAfter(10)
  const open = paper.openOrders().map(({ side, symbol }) => `${side} ${symbol}`)
  expect(open).toContain('sell ETH/USDT')
}

test('a pair whose every request is answered 504 for hours leaves the other bots theirs, and is not hammered', async () => {
  const stage = await openTroubled()
  const { paper, sent, tickAfter } = stage
  await atRest(stage)
  paper.fault({ symbol: 'BTC/USDT', times: Infinity, effect: NO_ANSWER })
  // What moves the account makes everything be compared.
  paper.deposit('USDT', '5')

  await tradesOn(stage)

  sent()
  const before = paper.requests().length
  for (let i = 0; i < 180; i += 1) await tickAfter(10)
  const ofBtc = paper
    .requests()
    .slice(before)
    .filter(({ status }) => status === 504)
  expect(ofBtc.length).toBeGreaterThan(3)
  // After a while one a minute.
  expect(ofBtc.length).toBeLessThan(40)
  const paths = sent()
  // The cheap look settles for the other bot: one request per tick, and a price.
  expect(paths.length).toBeLessThan(180 * 2 + 90)
})

test('an order of unknown outcome keeps its own slot only', async () => {
  const stage = await openTroubled()
  const { paper, db, key, tickAfter, troubles } = stage
  const bot = await stage.run({})
  await stage.run(ethGrid)
  paper.fault({ method: 'POST', path: '/api/v3/order', symbol: 'BTC/USDT', effect: NO_ANSWER })
  const ofOrder = { method: 'GET', path: '/api/v3/order', symbol: 'BTC/USDT' } as const
  paper.fault({ ...ofOrder, times: Infinity, effect: NO_ANSWER })

  await stage.tick()
  await tickAfter(30)

  expect(troubles()).toEqual(['BTC/USDT unanswered'])
  const sent = (await listUnsettled(db, { keyId: key.id })).filter(
    ({ status }) => status === 'sent',
  )
  expect(sent.map(({ botId }) => botId)).toEqual([bot.id])
  expect(paper.openOrders().filter(({ symbol }) => symbol === 'BTC/USDT')).toHaveLength(4)
  await tradesOn(stage)
})

test('a bot whose book fails does not hold up the others', async () => {
  const stage = await openTroubled()
  const { db, paper, clock, tickAfter, troubles } = stage
  const broken = await stage.run({})
  await stage.run(ethGrid)
  await stage.tick()
  paper.setPrice('BTC/USDT', '58500')
  await tickAfter(10)
  await db.updateTable('fill').set({ amount: 'much' }).where('bot_id', '=', broken.id).execute()
  clock.advance(86_400_000)

  await tradesOn(stage)

  expect(troubles()).toContain('BTC/USDT own-fault')
})

test('one pair without a price leaves the other bots theirs', async () => {
  const stage = await openTroubled()
  const { paper, troubles } = stage
  const bot = await stage.run({})
  await stage.run(ethGrid)
  await stage.tick()
  // The list of markets is an hour old at most: until then its price is asked for with the others.
  paper.delist('BTC/USDT')

  paper.setPrice('ETH/USDT', '2840')
  await stage.tickAfter(10)

  expect(paper.openOrders().map(({ side, symbol }) => `${side} ${symbol}`)).toContain(
    'sell ETH/USDT',
  )
  expect(troubles()).toContain('BTC/USDT unanswered')
  await stage.tickAfter(10)
  expect(troubles()).toEqual(['BTC/USDT unlisted'])
  expect((await getBot(stage.db, bot.id)).status).toBe('running')
})

test('a refused key ends the tick, and is no trouble of a bot', async () => {
  const stage = await openTroubled()
  await stage.run({})
  await stage.tick()
  stage.paper.setKeyState(stage.key.apiKey, 'ip-blocked')

  await stage.tickAfter(10)

  expect(stage.troubles()).toEqual(['put-off'])
  expect((await getBot(stage.db, (await stage.run({ name: 'Other' })).id)).status).toBe('running')
})

test('a bot that is to sell all waits for a cancel without an answer, and does not tick without a pause', async () => {
  const stage = await openTroubled()
  const { paper, db, tick, tickAfter } = stage
  const parameters = { ...BTC_GRID, feeRate: '0.001', stopPrice: '58600' }
  await stage.run({ parameters })
  for (let i = 0; i < 4; i += 1) await tickAfter(10)
  const callOff = paper.fault({ method: 'DELETE', times: Infinity, effect: NO_ANSWER })
  const planned = async () => {
    const wakes = await db.selectFrom('wake').select('lane').where('lane', '=', 'tick').execute()
    return wakes.map(({ lane }) => lane)
  }

  paper.setPrice('BTC/USDT', '58500')
  await tickAfter(10)
  await tick()
  await tick()

  expect(await planned()).toEqual([])
  callOff()
  await tickAfter(60)
  expect(await planned()).toEqual(['tick'])
})

test('a price that cannot be read is missing for its own pair only', async () => {
  const stage = await openTroubled()
  const { paper, tickAfter, troubles } = stage
  await stage.run({})
  await stage.run(ethGrid)
  const body = '[{"symbol":"BTCUSDT","price":"60000.00"},{"symbol":"ETHUSDT","price":"n/a"}]'
  const garbled = { kind: 'status', status: 200, body } as const
  paper.fault({ path: '/api/v3/ticker/price', times: Infinity, effect: garbled })

  for (let i = 0; i < 2; i += 1) await tickAfter(10)

  expect(new Set(paper.openOrders().map(({ symbol }) => symbol))).toEqual(new Set(['BTC/USDT']))
  expect(troubles()).toEqual(['ETH/USDT unanswered'])
})
