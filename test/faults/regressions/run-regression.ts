import { takeChanceAway } from '../world/seeded-process.ts'

takeChanceAway()

const { runSchedule } = await import('../run-schedule.ts')
const { REGRESSIONS } = await import('./regressions.ts')

/** One regression in a process of its own. */
const schedule = REGRESSIONS[process.argv[2] ?? '']
if (schedule === undefined) throw new RangeError('Cannot run it: there is no such regression')
const { violations, tally } = await runSchedule(schedule)
process.send?.({
  violations,
  ends: [...tally.counts.keys()].filter((name) => name.startsWith('an exit')),
})
