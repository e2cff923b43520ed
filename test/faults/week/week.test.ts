import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { runWeek } from './week.ts'

test('in a day of outages no living key is called dead, and each dead one is told of once in time', async () => {
  const seed = randomInt(1, 2 ** 31)
  process.stdout.write(`npm run simulate -- --week --keys 24 --days 0.5 --seed ${seed}\n`)

  const { broken, counts } = await runWeek({ seed, keys: 24, days: 0.5 })

  expect(broken).toEqual([])
  expect(counts.get('answered well')).toBeGreaterThan(1_000)
}, 60_000)
