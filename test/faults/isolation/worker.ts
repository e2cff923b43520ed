import { takeChanceAway } from '../world/seeded-process.ts'

takeChanceAway()

const { runTwins } = await import('./twins.ts')
const { workThrough } = await import('../work-through.ts')

/** One process of the pairs, as `../worker.ts` is one of the schedules. */
await workThrough(runTwins)
