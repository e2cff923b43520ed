import { takeChanceAway } from '../world/seeded-process.ts'

takeChanceAway()

const { runSchedule } = await import('../run-schedule.ts')
const { REGRESSIONS } = await import('./regressions.ts')

/** By the name of the regression: what it violated, and how the exit ended. */
export type Told = Record<string, { violations: string[]; ends: string[] }>

/** All regressions in a process of their own: chance and time are not what they were in it. */
const told: Told = {}
for (const [name, schedule] of Object.entries(REGRESSIONS)) {
  const { violations, tally } = await runSchedule(schedule)
  const ends = [...tally.counts.keys()].filter((what) => what.startsWith('an exit'))
  told[name] = { violations, ends }
}
process.send?.(told)
