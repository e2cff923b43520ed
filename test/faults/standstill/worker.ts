import { takeChanceAway } from '../world/seeded-process.ts'

takeChanceAway()

const { runStandstill } = await import('./run-standstill.ts')
const { workThrough } = await import('../work-through.ts')

/** One process of the standstills, as `../worker.ts` is one of the schedules. */
await workThrough(runStandstill)
