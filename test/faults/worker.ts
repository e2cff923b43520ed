import { createHash } from 'node:crypto'
import { takeChanceAway } from './world/seeded-process.ts'

takeChanceAway()

const { Dice } = await import('./world/dice.ts')
const { draw } = await import('./storm/forecast.ts')
const { runSchedule } = await import('./run-schedule.ts')
const { readTask, tell, tellLast } = await import('./task.ts')

/** Often enough that a run can be followed, and stopped. */
const REPORT_EVERY = 25

const task = readTask()
const started = process.cpuUsage()
const counts = new Map<string, number>()
const digest = createHash('sha256')
/** A promise that fails unheard ends a process of Node: so it would end Undock's. */
const unheard: string[] = []
let heapAtFirst = 0

process.on('unhandledRejection', (error) =>
  unheard.push(`a failure that nobody hears: ${String(error)}`),
)

for (let i = 0; i < task.count; i += 1) {
  const seed = task.first + i * task.step
  const schedule = draw(seed, new Dice(seed, 'schedule'), { confinedPart: task.confined })
  const { violations: broken, tally, fingerprint } = await runSchedule(schedule)
  const violations = [...broken, ...unheard.splice(0)]
  digest.update(fingerprint)
  for (const [what, times] of tally.counts) counts.set(what, (counts.get(what) ?? 0) + times)
  if (violations.length > 0) tell({ kind: 'failed', seed, violations })
  if (i % REPORT_EVERY === REPORT_EVERY - 1) tell({ kind: 'ran', schedules: REPORT_EVERY })
  if (i === Math.min(500, Math.floor(task.count / 4))) heapAtFirst = heapInUse()
}

const { user, system } = process.cpuUsage(started)
tellLast({
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
