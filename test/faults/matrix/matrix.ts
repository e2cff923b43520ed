import { runSchedule } from '../run-schedule.ts'
import { calmSchedule } from '../storm/calm-schedule.ts'
import type { Schedule } from '../storm/forecast.ts'
import { symbolsOf, type Scenario } from '../world/scenario.ts'
import { AFTER_FAULTS, Cell, DISTINCT_FAULTS, TROUBLES_AFTER, type AfterFault } from './cell.ts'

const FROM_PLAN = { decision: 'all', from: 'plan', bob: false } as const
const SCENARIOS = {
  'disconnect-1': { ...FROM_PLAN, kind: 'disconnect', positions: 1 },
  'disconnect-3': { ...FROM_PLAN, kind: 'disconnect', positions: 3 },
  'disconnect-10': { ...FROM_PLAN, kind: 'disconnect', positions: 10 },
  // A bot trades one symbol, so there is never more than one position to remove.
  remove: { ...FROM_PLAN, kind: 'remove', positions: 1 },
} as const satisfies Record<string, Scenario>

/** Which scenarios the matrix has. */
export type MatrixName = keyof typeof SCENARIOS

export function isMatrixName(name: string): name is MatrixName {
  return Object.hasOwn(SCENARIOS, name)
}

const TEN_MINUTES = 600_000

/** What comes after the crash at a point: nothing first, for it shows which faults have an occasion. */
const [NOTHING, ...FAULTS] = AFTER_FAULTS
const [, ...DISTINCT] = DISTINCT_FAULTS

/** A cell in which a law was violated. */
interface BadCell {
  point: number
  fault: string
  violations: string[]
}

/** What all cells of some points came to. */
export interface MatrixReport {
  points: number
  cells: number
  /** Cells whose fault has no occasion any more: they are as without it, to the letter. */
  alike: number
  bad: BadCell[]
}

/**
 * Runs every `step`-th point of a matrix, from `first` on: each with `every` fault, or with those
 * that come out differently.
 */
export async function runMatrix(
  name: MatrixName,
  { first, step, every }: { first: number; step: number; every: boolean },
): Promise<MatrixReport> {
  const calm = cellOf(name, 0, NOTHING)
  const { violations } = await runSchedule(scheduleOf(name, calm))
  if (violations.length > 0) throw new Error(`Cannot crash ${name}: ${violations.join(', ')}`)
  const { points } = calm
  const report: MatrixReport = { points, cells: 0, alike: 0, bad: [] }
  for (let point = 1 + first; point <= points; point += step) {
    const { chances } = await runCell(report, name, point, NOTHING)
    for (const fault of every ? FAULTS : DISTINCT) {
      if (chances.has(fault)) await runCell(report, name, point, fault)
      else report.alike += 1
    }
    // After each crash another one, or all of them.
    for (const trouble of every ? TROUBLES_AFTER : someTrouble(point)) {
      await runCell(report, name, point, trouble)
    }
  }
  return report
}

function someTrouble(point: number): readonly AfterFault[] {
  const at = point % TROUBLES_AFTER.length
  return TROUBLES_AFTER.slice(at, at + 1)
}

async function runCell(
  report: MatrixReport,
  name: MatrixName,
  point: number,
  after: AfterFault,
): Promise<Cell> {
  const cell = cellOf(name, point, after)
  const { violations } = await runSchedule(scheduleOf(name, cell, after))
  report.cells += 1
  if (violations.length > 0) report.bad.push({ point, fault: after.name, violations })
  return cell
}

function cellOf(name: MatrixName, point: number, after: AfterFault): Cell {
  return new Cell(calmSchedule(SCENARIOS[name]).temper.begins, point, after)
}

function scheduleOf(name: MatrixName, cell: Cell, after: AfterFault = NOTHING): Schedule {
  const calm = calmSchedule(SCENARIOS[name])
  const [symbol = ''] = symbolsOf(SCENARIOS[name])
  const troubles =
    after.kind === 'trouble'
      ? [{ at: 'crash' as const, symbol, trouble: after.trouble, stays: false }]
      : []
  return { ...calm, troubles, calmAfter: TEN_MINUTES, forecast: { ...calm.forecast, cell } }
}
