import { runFleet } from '../fleet.ts'
import { takeChanceAway } from '../world/seeded-process.ts'

interface LiveThrough {
  first: number
  histories: number
  jobs: number
  verbose: boolean
  say: (line: string) => void
}

/**
 * Random lives of bots of all strategies, with crashes between any two calls. Prints the rate, what
 * broke, and the story of the first that did. True when nothing did.
 */
export async function liveThrough(options: LiveThrough): Promise<boolean> {
  const { first, histories, jobs, verbose, say } = options
  say(`Histories ${first} to ${first + histories - 1}, in ${jobs} processes`)
  const worker = new URL('worker.ts', import.meta.url)
  const report = await runFleet({ first, schedules: histories, jobs, stopAtFailure: false, worker })
  const { failures, cpuSeconds, counts } = report
  const perCore = Math.round(histories / (cpuSeconds / 60))
  say(`${histories} histories, ${failures.length} violated a law; ${perCore} per minute and core`)
  say(`${counts.get('trades') ?? 0} trades, ${counts.get('restart') ?? 0} restarts`)
  if (verbose) {
    for (const [what, times] of [...counts].toSorted(([a], [b]) => a.localeCompare(b)))
      say(`${String(times).padStart(9)}  ${what}`)
  }
  for (const { seed, violations } of failures.slice(0, 20))
    say(`seed ${seed}: ${violations.join('; ')}`)

  const toTell = failures[0]?.seed ?? (histories === 1 && verbose ? first : undefined)
  if (toTell !== undefined) {
    takeChanceAway()
    const { retellHistory } = await import('./retell.ts')
    say(
      `\nThe story of seed ${toTell} (npm run simulate -- --histories 1 --seed ${toTell} --verbose):`,
    )
    for (const line of await retellHistory(toTell)) say(line)
  }
  return failures.length === 0
}
