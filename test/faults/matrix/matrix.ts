import { runSchedule } from '../run-schedule.ts'
import { calmSchedule } from '../storm/calm-schedule.ts'
import type { Schedule } from '../storm/forecast.ts'
import type { Scenario } from '../world/scenario.ts'
import { AFTER_FAULTS, Cell, DISTINCT_FAULTS, type AfterFault } from './cell.ts'

/** Which scenarios the matrix has. */
export type MatrixName = 'disconnect-1' | 'disconnect-3' | 'disconnect-10' | 'remove-1'

const FROM_PLAN = { decision: 'all', from: 'plan', bob: false } as const
const SCENARIOS: Readonly<Record<MatrixName, Scenario>> = {
  'disconnect-1': { ...FROM_PLAN, kind: 'disconnect', positions: 1 },
  'disconnect-3': { ...FROM_PLAN, kind: 'disconnect', positions: 3 },
  'disconnect-10': { ...FROM_PLAN, kind: 'disconnect', positions: 10 },
  'remove-1': { ...FROM_PLAN, kind: 'remove', positions: 1 },
}

const TEN_MINUTES = 600_000

/** A cell in which a law was violated. */
export interface BadCell {
  point: number
  fault: string
  violations: string[]
}

/**
 * Runs every `step`-th cell of a matrix, from `first` on: each point with `every` fault, or with
 * those that come out differently.
 */
export async function runMatrix(
  name: MatrixName,
  { first, step, every }: { first: number; step: number; every: boolean },
): Promise<{ points: number; cells: number; bad: BadCell[] }> {
  const calm = new Cell(0, { kind: 'none', name: 'nothing' })
  const { violations } = await runSchedule(scheduleOf(name, calm))
  if (violations.length > 0) throw new Error(`Cannot crash ${name}: ${violations.join(', ')}`)
  const points = calm.points
  const all = Array.from({ length: points }, (_, i) => i + 1).flatMap((point) =>
    (every ? AFTER_FAULTS : DISTINCT_FAULTS).map((after) => ({ point, after })),
  )
  const mine = all.filter((_, i) => i % step === first)
  const bad: BadCell[] = []
  for (const { point, after } of mine) {
    const found = await runCell(name, point, after)
    if (found.length > 0) bad.push({ point, fault: after.name, violations: found })
  }
  return { points, cells: mine.length, bad }
}

async function runCell(name: MatrixName, point: number, after: AfterFault): Promise<string[]> {
  const { violations } = await runSchedule(scheduleOf(name, new Cell(point, after)))
  return violations
}

function scheduleOf(name: MatrixName, cell: Cell): Schedule {
  const calm = calmSchedule(SCENARIOS[name])
  return { ...calm, calmAfter: TEN_MINUTES, forecast: { ...calm.forecast, cell } }
}
