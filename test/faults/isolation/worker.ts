import { takeChanceAway } from '../world/seeded-process.ts'

takeChanceAway()

const { runTwins } = await import('./twins.ts')
const { readTask, tell, tellLast } = await import('../task.ts')

/** One process of the twins, as `../worker.ts` is one of the schedules. */
const { first, step, count } = readTask()
const started = process.cpuUsage()
const counts = new Map<string, number>()

for (let i = 0; i < count; i += 1) {
  const seed = first + i * step
  const { violations, tally } = await runTwins(seed)
  for (const [what, times] of tally.counts) counts.set(what, (counts.get(what) ?? 0) + times)
  if (violations.length > 0) tell({ kind: 'failed', seed, violations })
  tell({ kind: 'ran', schedules: 1 })
}

const { user, system } = process.cpuUsage(started)
const cpuSeconds = (user + system) / 1e6
tellLast({
  kind: 'done',
  schedules: 0,
  cpuSeconds,
  counts: [...counts],
  digest: '',
  grownMegabytes: 0,
})
