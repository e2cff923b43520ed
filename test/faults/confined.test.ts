import { expect, test } from 'vitest'
import { TROUBLES } from './confined/troubles.ts'
import { runFleet } from './fleet.ts'

// One process, and seeds that are always the same: many more are run apart from the tests.
const run = { jobs: 1, stopAtFailure: false }

test('troubles of one order, bot or symbol violate no law of the exit', async () => {
  const { failures, counts } = await runFleet({ ...run, first: 1, schedules: 10, confined: 1 })

  expect(failures).toEqual([])
  expect(TROUBLES.filter(({ name }) => counts.has(name)).length).toBeGreaterThan(5)
}, 180_000)

test('no trouble of one order, bot or symbol leaks into others', async () => {
  const worker = new URL('isolation/worker.ts', import.meta.url)

  const { failures, counts } = await runFleet({ ...run, first: 2, schedules: 1, worker })

  expect(failures).toEqual([])
  expect(counts.get('a trader left')).toBe(1)
  expect(counts.get('trades')).toBeGreaterThan(10)
}, 180_000)

test('a standstill is told in time, once, and only to those whose work stands still', async () => {
  const worker = new URL('standstill/worker.ts', import.meta.url)

  const { failures, counts } = await runFleet({ ...run, first: 3, schedules: 2, worker })

  expect(failures).toEqual([])
  expect(counts.get('told: standstill')).toBeGreaterThan(0)
}, 180_000)
