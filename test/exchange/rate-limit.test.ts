import { expect, test } from 'vitest'
import type { Budget } from '../../src/exchange/rate-limit/budget.ts'
import { RateLimit } from '../../src/exchange/rate-limit/rate-limit.ts'
import type { Part } from '../../src/exchange/rate-limit/shared-limits.ts'
import { addSeconds } from '../../src/lib/clock.ts'
import type { Lane } from '../../src/exchange/rate-limit/rate-window.ts'
import { HandClock, NOON } from './hand-clock.ts'

function perMinute(weight: number): Budget {
  return { weight, seconds: 60, per: 'address' }
}

function aLimit(budget = 100) {
  const clock = new HandClock()
  const budgets = { api: perMinute(budget), other: perMinute(budget) }
  const limit = new RateLimit({ clock, name: 'binance', budgets, per: 'address' })
  const done: string[] = []
  const take = (name: string, weight: number, lane: Lane, pool = 'api') =>
    void limit
      .take({ pool, weight }, lane)
      .then((retryAt) => done.push(retryAt ? `${name} not before ${retryAt.toISOString()}` : name))
  /** Who got an answer since the last time, by name; the clock stands still. */
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve()
    return done.splice(0).toSorted()
  }
  return { clock, limit, take, settle }
}

test('RateLimit lets routine calls use half of the budget', async () => {
  const { clock, take, settle } = aLimit()
  for (const name of ['a', 'b']) take(name, 25, 'routine')
  clock.advance(60_000)
  take('c', 25, 'routine')

  expect(await settle()).toEqual(['a', 'b'])

  clock.advance(1_799)
  expect(await settle()).toEqual([])
  clock.advance(1)
  expect(await settle()).toEqual(['c'])
})

test('RateLimit sends a routine call away that waits too long, so that no exit waits behind it', async () => {
  const { clock, take, settle } = aLimit()
  take('full', 50, 'routine')
  take('routine', 10, 'routine')
  clock.advance(2_999)
  expect(await settle()).toEqual(['full'])

  clock.advance(1)
  expect(await settle()).toEqual(['routine not before 2026-03-02T12:01:01.800Z'])

  clock.advance(60_000)
  take('later', 10, 'routine')
  expect(await settle()).toEqual(['later'])
})

test('RateLimit lets who was sent away come back when all that it asks for fits, not the first of it alone', async () => {
  const { clock, take, settle } = aLimit(14)
  for (let i = 0; i < 6; i += 1) {
    take('look', 1, 'routine')
    clock.advance(10_000)
  }
  await settle()
  take('look', 1, 'routine')
  take('fills', 3, 'routine')
  clock.advance(3_000)
  const [sentAway = ''] = await settle()
  const [, retryAt = ''] = /^fills not before (.*)$/.exec(sentAway) ?? []

  clock.advance(new Date(retryAt).getTime() - clock.now().getTime())
  take('look', 1, 'routine')
  take('fills', 3, 'routine')
  expect(await settle()).toEqual(['fills', 'look'])
})

test('RateLimit lets exits use all that is left', async () => {
  const { take, settle } = aLimit()
  take('routine', 50, 'routine')
  take('exit', 50, 'exit')
  take('exit 2', 1, 'exit')

  expect(await settle()).toEqual(['exit', 'routine'])
})

test('RateLimit serves exits first, however late they came', async () => {
  const { clock, take, settle } = aLimit()
  take('full', 100, 'exit')
  clock.advance(60_000)
  take('routine', 10, 'routine')
  clock.advance(1_000)
  take('exit', 95, 'exit')
  expect(await settle()).toEqual(['full'])

  clock.advance(1_000)
  expect(await settle()).toEqual(['exit'])

  clock.advance(1_000)
  expect(await settle()).toEqual(['routine not before 2026-03-02T12:02:03.600Z'])
})

test('RateLimit counts a minute and its lateness from each call, not from the full minute', async () => {
  const { clock, take, settle } = aLimit()
  take('a', 50, 'exit')
  clock.advance(40_000)
  take('b', 50, 'exit')
  take('c', 100, 'exit')
  clock.advance(20_000)
  expect(await settle()).toEqual(['a', 'b'])

  clock.advance(41_799)
  expect(await settle()).toEqual([])

  clock.advance(1)
  expect(await settle()).toEqual(['c'])
})

test('RateLimit keeps pools apart', async () => {
  const { take, settle } = aLimit()
  take('a', 100, 'exit')
  take('b', 100, 'exit', 'other')

  expect(await settle()).toEqual(['a', 'b'])
})

test('pause() sends everyone away until then', async () => {
  const { clock, limit, take, settle } = aLimit()
  take('full', 100, 'exit')
  take('waiting', 1, 'exit')
  await settle()

  limit.pause(addSeconds(NOON, 120))
  take('new', 1, 'exit', 'other')

  const when = '2026-03-02T12:02:00.000Z'
  expect(await settle()).toEqual([`new not before ${when}`, `waiting not before ${when}`])
  clock.advance(120_000)
  take('later', 1, 'routine')
  expect(await settle()).toEqual(['later'])
})

test('pause() never shortens a longer pause', async () => {
  const { limit, take, settle } = aLimit()
  limit.pause(addSeconds(NOON, 120))
  limit.pause(addSeconds(NOON, 10))
  take('a', 1, 'exit')

  expect(await settle()).toEqual(['a not before 2026-03-02T12:02:00.000Z'])
})

test('take() turns down routine calls beyond 500, until their turn can come', async () => {
  const { take, settle } = aLimit()
  take('full', 100, 'exit')
  for (let i = 0; i < 501; i++) take(`call ${i}`, 1, 'routine')

  expect(await settle()).toEqual(['call 500 not before 2026-03-02T12:01:01.800Z', 'full'])
})

test('take() turns no exit down: 700 at once get their turns at the pace of the budget', async () => {
  const { clock, take, settle } = aLimit()
  for (let i = 0; i < 700; i++) take(`cancel ${i}`, 1, 'exit')
  const served = [await settle()]
  for (let minute = 1; minute < 7; minute++) {
    clock.advance(61_800)
    served.push(await settle())
  }

  expect(served.map((some) => some.length)).toEqual([100, 100, 100, 100, 100, 100, 100])
  expect(served.flat().filter((name) => name.includes('not before'))).toEqual([])
})

test('take() turns no exit down while the first part of a shared budget is still fetched', async () => {
  const clock = new HandClock()
  const leased = Promise.withResolvers<Part>()
  const limit = new RateLimit({
    clock,
    name: 'binance',
    budgets: { api: perMinute(1_000) },
    per: 'address',
    shared: { pausedUntil: () => undefined, pause: () => undefined, lease: () => leased.promise },
  })
  const turns = Promise.all(
    Array.from({ length: 700 }, () => limit.take({ pool: 'api', weight: 1 }, 'exit')),
  )
  leased.resolve({ id: 'a-part', weight: 1_000, until: addSeconds(NOON, 5) })

  expect((await turns).filter((retryAt) => retryAt !== undefined)).toEqual([])
})
