import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { runFleet } from './fleet.ts'
import { MUTANTS } from './mutants/mutants.ts'
import { transplant } from './mutants/transplant.ts'

const jobs = availableParallelism()
const run = { jobs, stopAtFailure: false }

test('300 schedules of all faults violate no law', async () => {
  const chance = randomInt(1, 2 ** 31)
  const [known, random] = [
    await runFleet({ ...run, first: 1, schedules: 200 }),
    await runFleet({ ...run, first: chance, schedules: 100 }),
  ]

  process.stdout.write(`npm run simulate -- --schedules 100 --seed ${chance}\n`)
  expect([...known.failures, ...random.failures]).toEqual([])
}, 120_000)

test('the same seed gives the same run to the letter', async () => {
  const options = { ...run, jobs: 1, first: 77, schedules: 6 }

  const [one, other] = [await runFleet(options), await runFleet(options)]

  expect(one.digest).toBe(other.digest)
  expect(one.counts).toEqual(other.counts)
}, 60_000)

test('every mutant can still be made', () => {
  for (const mutant of MUTANTS) transplant(mutant).remove()

  expect(MUTANTS.length).toBeGreaterThanOrEqual(15)
})

test('a sale that is sent twice is found', async () => {
  const blind = MUTANTS.find(({ name }) => name.startsWith('blind retry'))
  if (blind === undefined) throw new Error('It is not kept any more')
  const { worker, remove } = transplant(blind)

  const { failures } = await runFleet({ ...run, first: 1, schedules: 60, worker })

  expect(failures.flatMap(({ violations }) => violations).join()).toMatch(
    /became two orders|more is sold/,
  )
  remove()
}, 60_000)
