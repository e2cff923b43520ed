import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOfUtcDay } from '../../src/lib/utc-day.ts'
import { addSeconds } from '../../src/lib/clock.ts'
import { transact } from '../../src/db/transact.ts'
import { closeBooks } from '../../src/trading-bots/close-books.ts'
import { booksOf, positionsOf } from '../../src/trading-bots/positions.ts'
import { listClosedBooks } from '../../src/trading/closed-book-repo.ts'
import { putFeeValues } from '../../src/trading/fee-repo.ts'
import { insertFills, listFills } from '../../src/trading/fill-repo.ts'
import { insertOrders } from '../../src/trading/order-repo.ts'
import { newIntent, type Order } from '../../src/trading/order.ts'
import { positionOf } from '../../src/trading/position.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aRunningGrid, type BotStage } from './bot-stage.ts'

const HOUR = 3_600

/** An order of the grid to hang fills on. */
async function anOrder({ db, keyId, botId }: BotStage): Promise<Order> {
  const order = newIntent(
    {
      userId: '7',
      keyId,
      botId,
      planId: undefined,
      slot: 'cell:1',
      symbol: 'BTC/USDT',
      side: 'buy',
      timeInForce: 'GTC',
      price: new Big(100),
      amount: new Big(1_000),
    },
    NOON,
  )
  await transact(db, (trx) => insertOrders(trx, [order]))
  return order
}

interface FillKind {
  isBuy: boolean
  /** In which its fees were taken. */
  coins: readonly string[] | 'unknown'
}

let latestTrade = 0

function aFill(at: Date, { isBuy = true, coins = ['BTC'] }: Partial<FillKind> = {}) {
  latestTrade += 1
  return {
    id: String(latestTrade),
    orderId: '1',
    symbol: 'BTC/USDT',
    side: isBuy ? ('buy' as const) : ('sell' as const),
    price: new Big(100),
    amount: new Big(isBuy ? 2 : 1),
    cost: new Big(200 + latestTrade),
    fees: coins === 'unknown' ? coins : coins.map((coin) => ({ amount: new Big('0.003'), coin })),
    at,
  }
}

/** What is told: from the closed book on. */
async function told({ db, clock, bot }: BotStage) {
  const bots = [await bot()]
  const [held] = await positionsOf(db, bots)
  const [books] = await booksOf(db, bots, startOfUtcDay(clock.now()))
  return { now: held?.position, position: books?.position, atDayStart: books?.atDayStart }
}

/** What all fills come to, from the first one on. */
async function countedAnew({ db, clock, botId }: BotStage) {
  const fills = await listFills(db, [botId])
  const position = positionOf(fills, 'BTC', 'USDT')
  const day = startOfUtcDay(clock.now())
  const earlier = fills.filter((fill) => fill.at < day)
  return { now: position, position, atDayStart: positionOf(earlier, 'BTC', 'USDT') }
}

test('books that are closed each day tell what all fills come to, however late these are recorded', async () => {
  const stage = await aRunningGrid()
  const { db, clock, keyId } = stage
  const order = await anOrder(stage)
  const record = (fill: ReturnType<typeof aFill>) =>
    transact(db, (trx) => insertFills(trx, [{ order, fill }]))
  const act = fc.oneof(
    fc.record({
      do: fc.constant('record' as const),
      hoursAgo: fc.integer({ min: 0, max: 80 }),
      isBuy: fc.boolean(),
      coins: fc.oneof(fc.constant('unknown' as const), fc.subarray(['BTC', 'USDT', 'BNB', 'GT'])),
    }),
    fc.record({ do: fc.constant('close' as const) }),
    fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
    fc.record({
      do: fc.constant('value' as const),
      coins: fc.subarray(['BNB', 'GT'], { minLength: 1 }),
    }),
  )
  // One history after another on one bot: what is closed in one is reopened by the next.
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 10 }), async (acts) => {
      for (const one of acts) {
        const now = clock.now()
        if (one.do === 'record') await record(aFill(addSeconds(now, -one.hoursAgo * HOUR), one))
        if (one.do === 'close') await closeBooks(stage, [await stage.bot()])
        if (one.do === 'wait') clock.advance(one.hours * HOUR * 1000)
        if (one.do === 'value') {
          const coins = one.coins.toSorted()
          const rates = new Map(coins.map((coin) => [coin, new Big(600)]))
          await transact(db, (trx) =>
            putFeeValues(trx, keyId, { symbol: 'BTC/USDT', coins }, rates),
          )
        }
        expect(await told(stage)).toEqual(await countedAnew(stage))
      }
    }),
    { numRuns: 15 },
  )
})

test('a closed book spares the reading of what is in it', async () => {
  const stage = await aRunningGrid()
  const { db, clock, botId } = stage
  const order = await anOrder(stage)
  await transact(db, (trx) =>
    insertFills(trx, [{ order, fill: aFill(addSeconds(NOON, -30 * HOUR)) }]),
  )
  await stage.tick()

  const [book] = await listClosedBooks(db, [botId])
  expect(book?.before).toEqual(startOfUtcDay(NOON))
  expect(await listFills(db, [botId], book?.before)).toEqual([])
  // A fill that is told again is no new one, and one of today is not in the book.
  const again = await listFills(db, [botId])
  await transact(db, (trx) =>
    insertFills(
      trx,
      again.map((fill) => ({ order, fill: { ...fill, id: fill.tradeId } })),
    ),
  )
  await transact(db, (trx) => insertFills(trx, [{ order, fill: aFill(NOON) }]))
  expect(await listClosedBooks(db, [botId])).toHaveLength(1)
  await transact(db, (trx) =>
    insertFills(trx, [{ order, fill: aFill(addSeconds(NOON, -13 * HOUR)) }]),
  )
  expect(await listClosedBooks(db, [botId])).toEqual([])
  clock.advance(HOUR * 1000)
  expect(await told(stage)).toEqual(await countedAnew(stage))
})

test('a bot that was never seen has books too', async () => {
  const stage = await aRunningGrid()
  const nobody = { ...(await stage.bot()), id: randomUUID() }

  const [books] = await booksOf(stage.db, [nobody], NOON)

  expect(books?.position.amount.toFixed()).toBe('0')
})
