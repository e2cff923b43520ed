import { availableParallelism } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import { runWholeMatrices } from './matrix/matrix-fleet.ts'
import type { MatrixName, MatrixReport } from './matrix/matrix.ts'

const NAMES = ['disconnect-1', 'disconnect-3', 'remove'] as const

describe('an exit that is killed at any point, and meets any fault afterwards, keeps every law', () => {
  let reports = new Map<MatrixName, MatrixReport>()

  beforeAll(async () => {
    reports = await runWholeMatrices(NAMES, { jobs: availableParallelism(), every: false })
  }, 600_000)

  test.each([
    { name: 'disconnect-1', what: 'a disconnect with one position' },
    { name: 'disconnect-3', what: 'a disconnect with three' },
    { name: 'remove', what: 'the removal of a bot, which has one position and never more' },
  ] as const)('$what', ({ name }) => {
    const { points = 0, cells, alike, bad } = reports.get(name) ?? {}

    process.stdout.write(
      `${name}: ${points} points, ${cells} cells, ${alike} more that are as one of them\n`,
    )
    expect(bad).toEqual([])
    expect(points).toBeGreaterThan(25)
  })
})
