import { createHash } from 'node:crypto'
import { takeChanceAway } from '../world/seeded-process.ts'

takeChanceAway()

const { runHistory } = await import('./run-history.ts')
const { readTask, tell, tellLast } = await import('../task.ts')

/** One process of the histories, as `../worker.ts` is one of the schedules. */
const { first, step, count } = readTask()
const started = process.cpuUsage()
const counts = new Map<string, number>()
const digest = createHash('sha256')

for (let i = 0; i < count; i += 1) {
  const seed = first + i * step
  const { violations, tally, fingerprint } = await runHistory(seed)
  digest.update(fingerprint)
  for (const [what, times] of tally.counts) counts.set(what, (counts.get(what) ?? 0) + times)
  if (violations.length > 0) tell({ kind: 'failed', seed, violations })
  tell({ kind: 'ran', schedules: 1 })
}

const { user, system } = process.cpuUsage(started)
tellLast({
  kind: 'done',
  schedules: 0,
  cpuSeconds: (user + system) / 1e6,
  counts: [...counts],
  digest: digest.digest('hex'),
  grownMegabytes: 0,
})
