import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runFleet } from './fleet.ts'
import { runWholeMatrices } from './matrix/matrix-fleet.ts'
import { liveThrough } from './histories/live-through.ts'
import { compareTwins } from './isolation/compare-twins.ts'
import { standStill } from './standstill/stand-still.ts'
import { CONFINED_PART } from './task.ts'
import { takeChanceAway } from './world/seeded-process.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    verbose: { type: 'boolean', default: false },
    matrix: { type: 'string' },
    histories: { type: 'string' },
    isolation: { type: 'string' },
    standstill: { type: 'string' },
    // Troubles of one order, bot or symbol in all schedules, or in none.
    confined: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
    week: { type: 'boolean', default: false },
    keys: { type: 'string', default: '1000' },
    days: { type: 'string', default: '7' },
  },
})

/** From so many schedules on, a fault that was never met is a fault of the simulator. */
const MEETS_ALL_FROM = 20_000
/** What the schedules of one process may leave behind. */
const MOST_MEGABYTES = 60

const first = Number(values.seed ?? randomInt(1, 2 ** 31))
const schedules = Number(values.schedules)
const jobs = Number(values.jobs)
const confined = values.plain ? 0 : values.confined ? 1 : CONFINED_PART

async function simulate(): Promise<boolean> {
  say(`Schedules ${first} to ${first + schedules - 1}, in ${jobs} processes`)
  const started = performance.now()
  let shown = 0
  const report = await runFleet({
    first,
    schedules,
    jobs,
    stopAtFailure: false,
    confined,
    onFailure: (seed) => say(`seed ${seed} violated a law`),
    onProgress(done) {
      if (done - shown < schedules / 20) return
      shown = done
      const minutes = (performance.now() - started) / 60_000
      say(`${done} schedules, ${Math.round(done / minutes / jobs)} per minute and process`)
    },
  })
  const { failures, cpuSeconds, counts, grownMegabytes } = report
  const perCore = Math.round(schedules / (cpuSeconds / 60))
  say(`${schedules} schedules, ${failures.length} violated a law; ${perCore} per minute and core`)
  if (values.verbose) showCounts(counts)
  for (const { seed, violations } of failures.slice(0, 20))
    say(`seed ${seed}: ${violations.join('; ')}`)
  const [earliest] = failures
  if (earliest !== undefined) await tellStory(earliest.seed)
  const unmet = schedules >= MEETS_ALL_FROM && !values.plain ? await listUnmet(counts) : []
  for (const name of unmet) say(`never met: ${name}`)
  const leaks = schedules >= 1_000 && grownMegabytes > MOST_MEGABYTES
  if (leaks) say(`memory grew by ${Math.round(grownMegabytes)} MB`)
  return failures.length === 0 && unmet.length === 0 && !leaks
}

/** An exhaustive crash matrix, each fault after each crash: of the removal, or of so many positions. */
async function crashEverywhere(which: string): Promise<boolean> {
  const { isMatrixName } = await import('./matrix/matrix.ts')
  const name = which === 'remove' ? which : `disconnect-${which}`
  if (!isMatrixName(name)) throw new RangeError(`Cannot crash ${which}: 1, 3, 10 or remove`)
  const started = performance.now()
  const [report] = (await runWholeMatrices([name], { jobs, every: true })).values()
  const { points = 0, cells = 0, alike = 0, bad = [] } = report ?? {}
  const seconds = Math.round((performance.now() - started) / 1000)
  say(
    `${name}: ${points} points, ${cells} cells and ${alike} more that are as one of them, ${bad.length} violated a law; ${seconds} s`,
  )
  for (const { point, fault, violations } of bad.slice(0, 20)) {
    say(`crash at point ${point}, then ${fault}: ${violations.join('; ')}`)
  }
  return points > 0 && bad.length === 0
}

async function run(): Promise<boolean> {
  if (values.week) {
    const { liveWeek } = await import('./week/live-week.ts')
    return liveWeek({ seed: first, keys: Number(values.keys), days: Number(values.days), say })
  }
  if (values.histories !== undefined) {
    const { verbose } = values
    return liveThrough({ first, histories: Number(values.histories), jobs, verbose, say })
  }
  if (values.isolation !== undefined) {
    const { verbose } = values
    return compareTwins({ first, pairs: Number(values.isolation), jobs, verbose, say })
  }
  if (values.standstill !== undefined) {
    return standStill({ first, schedules: Number(values.standstill), jobs, say })
  }
  return values.matrix === undefined ? simulate() : crashEverywhere(values.matrix)
}

function showCounts(counts: ReadonlyMap<string, number>): void {
  for (const [what, times] of [...counts].toSorted(([a], [b]) => a.localeCompare(b)))
    say(`${String(times).padStart(9)}  ${what}`)
}

/** Runs one schedule again and tells all of it. */
async function tellStory(seed: number): Promise<void> {
  takeChanceAway()
  const { retell } = await import('./retell.ts')
  const which = values.plain ? ' --plain' : values.confined ? ' --confined' : ''
  const again = `--schedules 1 --seed ${seed}${which} --verbose`
  say(`\nThe story of seed ${seed} (npm run simulate -- ${again}):`)
  for (const line of await retell(seed, confined)) say(line)
}

async function listUnmet(counts: ReadonlyMap<string, number>): Promise<string[]> {
  const { EXPECTED } = await import('./storm/expected.ts')
  return EXPECTED.filter((name) => !counts.has(name))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const clean = await run()
const { matrix, histories, isolation, standstill, week } = values
const others = [matrix, histories, isolation, standstill]
const ofSchedules = others.every((one) => one === undefined) && !week
if (clean && ofSchedules && schedules === 1 && values.verbose) await tellStory(first)
process.exit(clean ? 0 : 1)
