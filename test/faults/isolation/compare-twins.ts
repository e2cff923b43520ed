import { runFleet } from '../fleet.ts'
import { takeChanceAway } from '../world/seeded-process.ts'

interface CompareTwins {
  first: number
  pairs: number
  jobs: number
  verbose: boolean
  say: (line: string) => void
}

/**
 * Runs plans with and without troubles that one order, symbol or bot has. Prints the rate, what leaked into
 * others, and the story of the first pair that did. True when nothing did.
 */
export async function compareTwins(options: CompareTwins): Promise<boolean> {
  const { first, pairs, jobs, verbose, say } = options
  say(`Pairs ${first} to ${first + pairs - 1}, in ${jobs} processes`)
  const worker = new URL('worker.ts', import.meta.url)
  const report = await runFleet({ first, schedules: pairs, jobs, stopAtFailure: false, worker })
  const { failures, cpuSeconds, counts } = report
  const perCore = Math.round(pairs / (cpuSeconds / 60))
  say(`${pairs} pairs, ${failures.length} in which a fault leaked; ${perCore} per minute and core`)
  say(`${counts.get('trades') ?? 0} trades, ${counts.get('a trader left') ?? 0} exits`)
  if (verbose) {
    for (const [what, times] of [...counts].toSorted(([a], [b]) => a.localeCompare(b)))
      say(`${String(times).padStart(9)}  ${what}`)
  }
  for (const { seed, violations } of failures.slice(0, 20))
    say(`seed ${seed}: ${violations.slice(0, 3).join('; ')}`)

  const toTell = failures[0]?.seed ?? (pairs === 1 && verbose ? first : undefined)
  if (toTell !== undefined) for (const line of await retell(toTell)) say(line)
  return failures.length === 0
}

/** All of a pair: its troubles, what happened beside them, and what leaked. */
async function retell(seed: number): Promise<string[]> {
  takeChanceAway()
  const { runTwins } = await import('./twins.ts')
  const { plan, events, violations } = await runTwins(seed, { traced: true })
  const seconds = (ms: number | undefined) =>
    ms === undefined ? 'the end' : `${Math.round(ms / 1000)} s`
  return [
    `\nThe story of seed ${seed} (npm run simulate -- --isolation 1 --seed ${seed} --verbose):`,
    ...plan.troubles.map(
      ({ trouble, symbol, from, to }) =>
        `${symbol}, from ${seconds(from)} to ${seconds(to)}: ${trouble.name}`,
    ),
    ...events,
    ...violations.map((what) => `VIOLATED: ${what}`),
  ]
}
