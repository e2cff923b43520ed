import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { startOfUtcDay } from '../../src/lib/utc-day.ts'
import { transact } from '../../src/db/transact.ts'
import { booksOf } from '../../src/trading-bots/positions.ts'
import { closeBooks } from '../../src/trading-bots/close-books.ts'
import { listClosedBooks } from '../../src/trading/closed-book-repo.ts'
import { listFills } from '../../src/trading/fill-repo.ts'
import { listOrdersById, listUnsettled } from '../../src/trading/order-repo.ts'
import type { Order } from '../../src/trading/order.ts'
import { settleWithoutFills } from '../../src/trading/settle-without-fills.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aRunningGrid, type BotStage } from './bot-stage.ts'
import { anExecutedOrder, recordFill } from './executed-order.ts'

async function held(stage: BotStage): Promise<string> {
  const { amount, cost, unknownFees } = await stage.position()
  return `${amount.toFixed()} for ${cost.toFixed()}, ${unknownFees} unknown`
}

test.each<[string, Partial<Order>, string]>([
  ['a buy without any fill is held', {}, '1 for 49000, 1 unknown'],
  ['an open order too', { status: 'open' }, '1 for 49000, 1 unknown'],
  ['what is settled is in the fills', { settled: true }, '0 for 0, 0 unknown'],
  ['without its cost it counts at its limit', { cost: new Big(0) }, '1 for 50000, 1 unknown'],
  ['a sale lowers what is held', { side: 'sell' }, '-1 for 0, 1 unknown'],
])('a position has what orders executed: %s', async (_, changes, expected) => {
  const stage = await aRunningGrid()

  await anExecutedOrder(stage, changes)

  expect(await held(stage)).toBe(expected)
})

test('fills take the place of what an order reported, part by part', async () => {
  const stage = await aRunningGrid()
  const order = await anExecutedOrder(stage)

  await recordFill(stage, order, { amount: '0.4', cost: '19600' })

  expect(await held(stage)).toBe('0.999 for 49000, 1 unknown')
  const [books] = await booksOf(stage.db, [await stage.bot()], startOfUtcDay(NOON))
  expect(books?.position.amount.toFixed()).toBe('0.999')
  expect(books?.position.unclearAmount.toFixed()).toBe('0.6')
  expect(books?.atDayStart.amount.toFixed()).toBe('0')
})

test('a closed book holds fills only', async () => {
  const stage = await aRunningGrid()
  const order = await anExecutedOrder(stage)
  await recordFill(stage, order, { amount: '0.4', cost: '19600' })

  stage.clock.advance(36 * 3_600_000)
  await closeBooks(stage, [await stage.bot()])

  const [book] = await listClosedBooks(stage.db, [stage.botId])
  expect(book?.tally.amount.toFixed()).toBe('0.399')
  expect(book?.tally.unknownFees).toBe(0)
  expect(await held(stage)).toBe('0.999 for 49000, 1 unknown')
})

test('settleWithoutFills() records what is missing as one fill with unknown fees, once', async () => {
  const stage = await aRunningGrid()
  const { db, keyId, botId } = stage
  const order = await anExecutedOrder(stage)
  await recordFill(stage, order, { amount: '0.4', cost: '19600' })

  for (let times = 0; times < 2; times += 1) {
    await transact(db, (trx) => settleWithoutFills(trx, order, NOON))
  }

  const fills = await listFills(db, [botId])
  expect(fills.map(({ tradeId }) => tradeId)).toEqual([`of-${order.id}`, `unread-${order.id}`])
  expect(fills[1]).toMatchObject({ slot: 'cell:0', side: 'buy', fees: 'unknown', at: NOON })
  const [, { amount, cost, price, feeValue } = {}] = fills
  expect([amount, cost, price].map((one) => one?.toFixed())).toEqual(['0.6', '29400', '49000'])
  expect(feeValue).toBeUndefined()
  expect((await listUnsettled(db, { keyId })).map(({ id }) => id)).not.toContain(order.id)
  expect(await listOrdersById(db, [order.id])).toMatchObject([{ settled: true }])
  expect(await held(stage)).toBe('0.999 for 49000, 1 unknown')
})

test('settleWithoutFills() leaves an order alone that may still be filled', async () => {
  const stage = await aRunningGrid()
  const order = await anExecutedOrder(stage, { status: 'open' })

  const settling = transact(stage.db, (trx) => settleWithoutFills(trx, order, NOON))

  await expect(settling).rejects.toThrow(RangeError)
  expect(await listFills(stage.db, [stage.botId])).toEqual([])
})
