import type { Tally } from './storm/tally.ts'
import { readTask, tell, tellLast } from './task.ts'

/** Runs all seeds of this process, and tells whoever started it what they came to. */
export async function workThrough(
  run: (seed: number) => Promise<{ violations: string[]; tally: Tally }>,
): Promise<void> {
  const { first, step, count } = readTask()
  const started = process.cpuUsage()
  const counts = new Map<string, number>()
  for (let i = 0; i < count; i += 1) {
    const seed = first + i * step
    const { violations, tally } = await run(seed)
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
    digest: '',
    grownMegabytes: 0,
  })
}
