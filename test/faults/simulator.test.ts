import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { runFleet } from './fleet.ts'
import { MUTANTS } from './mutants/mutants.ts'
import { transplant } from './mutants/transplant.ts'
import { CONFINED_PART } from './task.ts'

// One process: the other tests have the rest of the machine.
const run = { jobs: 1, stopAtFailure: false }

test('40 schedules of all faults, a part of them with troubles of one pair, violate no law', async () => {
  const first = randomInt(1, 2 ** 31)

  const { failures } = await runFleet({ ...run, first, schedules: 40, confined: CONFINED_PART })

  process.stdout.write(`npm run simulate -- --schedules 40 --seed ${first}\n`)
  expect(failures).toEqual([])
}, 120_000)

test('the same seed gives the same run to the letter', async () => {
  const options = { ...run, first: 77, schedules: 3 }

  const [one, other] = await Promise.all([runFleet(options), runFleet(options)])

  expect(one.digest).toBe(other.digest)
  expect(one.counts).toEqual(other.counts)
}, 180_000)

test('a sale that is sent twice is found', async () => {
  const blind = MUTANTS.find(({ name }) => name.startsWith('blind retry'))
  if (blind === undefined) throw new Error('It is not kept any more')
  const { worker, remove } = transplant(blind)

  const search = { jobs: 1, stopAtFailure: true, first: 1, schedules: 200, worker }
  const { failures } = await runFleet(search)

  expect(failures.flatMap(({ violations }) => violations).join()).toMatch(
    /became two orders|more is sold/,
  )
  remove()
}, 180_000)
