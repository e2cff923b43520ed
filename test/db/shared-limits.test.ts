import { expect, onTestFinished, test, vi } from 'vitest'
import { openSharedLimits } from '../../src/db/shared-limits.ts'
import type { Db } from '../../src/db/schema.ts'
import { RateLimit } from '../../src/exchange/rate-limit/rate-limit.ts'
import { addSeconds } from '../../src/lib/clock.ts'
import { createLog } from '../../src/lib/log.ts'
import { HandClock, NOON } from '../exchange/hand-clock.ts'
import { aDatabase, aPostgres } from '../support/scratch.ts'

const BUDGETS = { api: { weight: 100, seconds: 60, per: 'address' } } as const

/** One process of those that share a database. */
async function aProcess(db: Db, clock: HandClock) {
  const log = createLog(
    'error',
    () => clock.now(),
    () => undefined,
  )
  const { limits, close } = await openSharedLimits(db, clock, log)
  onTestFinished(close)
  const limit = new RateLimit({
    clock,
    name: 'binance',
    budgets: BUDGETS,
    per: 'address',
    shared: limits,
  })
  return {
    limits,
    limit,
    take: (weight: number, lane: 'exit' | 'routine' = 'exit') =>
      limit.take({ pool: 'api', weight }, lane),
    close,
  }
}

test('a process that starts anew spends only what the one before it has left', async () => {
  const [db, clock] = [await aDatabase(), new HandClock()]
  const before = await aProcess(db, clock)
  expect(await before.take(90)).toBeUndefined()
  await before.close()

  const { limits, take } = await aProcess(db, clock)

  expect(await take(10)).toBeUndefined()
  const wanted = {
    pool: 'binance:api',
    budget: BUDGETS.api,
    lane: 'exit',
    least: 1,
    most: 1,
  } as const
  // What was taken at noon may be spent for 5 seconds and counts for 61.8 more.
  expect(await limits.lease({ ...wanted, before: undefined })).toEqual(addSeconds(NOON, 66.8))
})

test('what a process held and did not spend in time is spent by nobody twice', async () => {
  const [db, clock] = [await aDatabase(), new HandClock()]
  const [one, other] = [await aProcess(db, clock), await aProcess(db, clock)]
  expect(await one.take(1, 'routine')).toBeUndefined()
  clock.advance(66_800)
  expect(await other.take(100)).toBeUndefined()

  let got: unknown = 'nothing yet'
  const taking = one.take(1, 'routine').then((retryAt) => (got = retryAt))
  await other.limits.lease({
    pool: 'binance:api',
    budget: BUDGETS.api,
    lane: 'routine',
    least: 1,
    most: 1,
    before: undefined,
  })
  await new Promise(setImmediate)
  expect(got).toBe('nothing yet')
  clock.advance(3_000)
  await taking

  expect(got).toEqual(addSeconds(NOON, 66.8 + 66.8))
})

test('a process that starts in a pause sends nothing until it ends', async () => {
  const [db, clock] = [await aDatabase(), new HandClock()]
  const before = await aProcess(db, clock)
  before.limit.pause(addSeconds(NOON, 90))
  before.limit.pause(addSeconds(NOON, 30))
  await before.close()

  const { take } = await aProcess(db, clock)

  expect(await take(1)).toEqual(addSeconds(NOON, 90))
  clock.advance(90_000)
  expect(await take(1)).toBeUndefined()
})

test('the other processes hear of a pause by themselves', async () => {
  const [{ db }, clock] = [await aPostgres(), new HandClock()]
  const [one, other] = [await aProcess(db, clock), await aProcess(db, clock)]

  one.limit.pause(addSeconds(NOON, 90))

  await vi.waitFor(() => expect(other.limit.pausedUntil()).toEqual(addSeconds(NOON, 90)), 5_000)
})

test('a database that fails makes everyone wait a second, and breaks nothing', async () => {
  const [db, clock] = [await aDatabase(), new HandClock()]
  const { limits } = await aProcess(db, clock)
  await db.destroy()

  limits.pause('binance', addSeconds(NOON, 90))
  const wanted = {
    pool: 'binance:api',
    budget: BUDGETS.api,
    lane: 'exit',
    least: 1,
    most: 1,
  } as const

  expect(await limits.lease({ ...wanted, before: undefined })).toEqual(addSeconds(NOON, 1))
  expect(limits.pausedUntil('binance')).toEqual(addSeconds(NOON, 90))
})
