import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { createBotWithKept, fetchStillThere, listAdoptable } from '../../src/sagas/adopt-kept.ts'
import { insertKept, listUnadopted } from '../../src/sagas/kept-repo.ts'
import { transact } from '../../src/db/transact.ts'
import { exportBots } from '../../src/exports/files.ts'
import {
  findKept,
  missingWords,
  startWithKept,
} from '../../src/telegram/trading-bots/kept-setup.ts'
import { positionsOf } from '../../src/trading-bots/positions.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { openKeys } from '../keys/support.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const AMOUNT = new Big('0.01')

async function aKeptPosition() {
  const stage = await openKeys()
  const key = await stage.link()
  const { id: keyId, userId, exchange, accountUid } = key
  const kept = {
    id: randomUUID(),
    userId,
    exchange,
    accountUid,
    planId: randomUUID(),
    symbol: 'BTC/USDT',
    amount: AMOUNT,
    averageCost: new Big('59059.06'),
    at: new Date(0),
  }
  await transact(stage.db, (trx) => insertKept(trx, kept))
  const parameters = { money: '100' }
  const request = { userId, keyId, strategy: 'dca', symbol: 'BTC/USDT', parameters } as const
  const begin = (id: string = randomUUID()) => createBotWithKept(stage, { ...request, id }, kept)
  return { ...stage, key, kept, request, begin }
}

test('createBotWithKept() puts the coins into one bot’s book at their cost, however often it is asked', async () => {
  const { db, key, kept, begin } = await aKeptPosition()

  const bot = (await begin()) as TradingBot
  expect(await begin(bot.id)).toMatchObject({ id: bot.id })
  expect(await begin()).toBe('taken')

  const [held] = await positionsOf(db, [bot])
  expect(held?.position.amount.eq(AMOUNT)).toBe(true)
  expect(held?.position.averageCost.toFixed()).toBe('59059.06')
  expect(await listUnadopted(db, key)).toEqual([])
  const files = await exportBots(db, [bot])
  expect(files.find(({ name }) => name === 'trades.csv')?.text).toContain(`kept-${kept.id}`)
})

test('fetchStillThere() gives what is free on the account and no bot’s already', async () => {
  const { paper, key, kept, begin, ...stage } = await aKeptPosition()
  const there = async () => (await fetchStillThere(stage, key, kept)).toFixed()
  const all = paper.balances().find(({ asset }) => asset === 'BTC')?.free ?? new Big(0)

  expect(await there()).toBe('0.01')
  paper.withdraw('BTC', all.minus('0.012'))
  expect(await there()).toBe('0.01')
  await begin()
  expect(await there()).toBe('0.002')
  paper.withdraw('BTC', '0.012')
  expect(await there()).toBe('0')
})

test('a bot is not started with more coins than are there by then, and with none when all are gone', async () => {
  const { paper, key, kept, request, begin: _, ...stage } = await aKeptPosition()
  const all = paper.balances().find(({ asset }) => asset === 'BTC')?.free ?? new Big(0)
  const found = await findKept(stage, EN, key.id, kept.id)
  if (!found.ok) throw new Error(found.sentence)
  const start = () => startWithKept(stage, EN, { ...request, id: randomUUID() }, found.kept)

  paper.withdraw('BTC', all.minus('0.004'))
  expect(await start()).toMatchObject({ sentence: expect.stringContaining('Fewer of the coins') })
  const fewer = await findKept(stage, EN, key.id, kept.id)
  expect(fewer.ok && missingWords(EN, fewer.kept)).toBe(
    'Of the 0.01 BTC that you kept, 0.004 BTC is free on the account now: the bot begins with that.',
  )
  paper.withdraw('BTC', '0.004')
  expect(await start()).toMatchObject({ sentence: expect.stringContaining('nothing is free') })
  expect(await listUnadopted(stage.db, key)).toHaveLength(1)
})

test('listAdoptable() leaves out what no bot could ever sell again', async () => {
  const { kept, key, request: _, begin: __, ...stage } = await aKeptPosition()
  const dust = { ...kept, id: randomUUID(), amount: new Big('0.00000489') }
  await transact(stage.db, (trx) => insertKept(trx, dust))

  expect((await listAdoptable(stage, key)).map(({ id }) => id)).toEqual([kept.id])
})
