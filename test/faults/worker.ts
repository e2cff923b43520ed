import { createHash } from 'node:crypto'
import { takeChanceAway } from './world/seeded-process.ts'

takeChanceAway()

const { Dice } = await import('./world/dice.ts')
const { draw } = await import('./storm/forecast.ts')
const { runSchedule } = await import('./run-schedule.ts')
const { readTask, tell } = await import('./task.ts')

/** Often enough that a run can be followed, and stopped. */
const REPORT_EVERY = 25

const task = readTask()
const started = process.cpuUsage()
const counts = new Map<string, number>()
const digest = createHash('sha256')
let heapAtFirst = 0

for (let i = 0; i < task.count; i += 1) {
  const seed = task.first + i * task.step
  const schedule = draw(seed, new Dice(seed, 'schedule'))
  const { violations, tally, fingerprint } = await runSchedule(schedule)
  digest.update(fingerprint)
  for (const [what, times] of tally.counts) counts.set(what, (counts.get(what) ?? 0) + times)
  if (violations.length > 0) tell({ kind: 'failed', seed, violations })
  if (i % REPORT_EVERY === REPORT_EVERY - 1) tell({ kind: 'ran', schedules: REPORT_EVERY })
  if (i === Math.min(500, Math.floor(task.count / 4))) heapAtFirst = heapInUse()
}

const { user, system } = process.cpuUsage(started)
tell({
  kind: 'done',
  schedules: task.count % REPORT_EVERY,
  cpuSeconds: (user + system) / 1e6,
  counts: [...counts],
  digest: digest.digest('hex'),
  grownMegabytes: (heapInUse() - heapAtFirst) / 1e6,
})

function heapInUse(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
