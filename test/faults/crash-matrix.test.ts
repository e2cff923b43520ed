import { availableParallelism } from 'node:os'
import { describe, expect, test } from 'vitest'
import { runWholeMatrix } from './matrix/matrix-fleet.ts'

const jobs = availableParallelism()

describe('an exit that is killed at any point, and meets any fault afterwards, keeps every law', () => {
  test.each(['disconnect-1', 'remove-1', 'disconnect-3'] as const)(
    '%s',
    async (name) => {
      const { points, cells, bad } = await runWholeMatrix(name, { jobs, every: false })

      process.stdout.write(`${name}: ${points} points, ${cells} cells\n`)
      expect(bad).toEqual([])
      expect(points).toBeGreaterThan(30)
    },
    120_000,
  )
})
