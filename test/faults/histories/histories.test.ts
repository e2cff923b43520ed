import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { runFleet } from '../fleet.ts'

test('16 random lives of bots end with the books of the exchange', async () => {
  const first = randomInt(1, 2 ** 31)
  const worker = new URL('worker.ts', import.meta.url)
  const jobs = availableParallelism()

  const { failures, counts } = await runFleet({
    first,
    schedules: 16,
    jobs,
    stopAtFailure: false,
    worker,
  })

  process.stdout.write(`npm run simulate -- --histories 16 --seed ${first}\n`)
  expect(failures).toEqual([])
  expect(counts.get('trades')).toBeGreaterThan(50)
}, 180_000)
