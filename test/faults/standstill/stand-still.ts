import { runFleet } from '../fleet.ts'
import { takeChanceAway } from '../world/seeded-process.ts'

interface StandStill {
  first: number
  schedules: number
  jobs: number
  say: (line: string) => void
}

/**
 * Schedules of troubles that last: each standstill must be told in time, once, with one all-clear, and never
 * to those whose work goes on. True when all were.
 */
export async function standStill({ first, schedules, jobs, say }: StandStill): Promise<boolean> {
  say(`Standstills ${first} to ${first + schedules - 1}, in ${jobs} processes`)
  const worker = new URL('worker.ts', import.meta.url)
  const report = await runFleet({ first, schedules, jobs, stopAtFailure: false, worker })
  const { failures, cpuSeconds, counts } = report
  const perCore = Math.round(schedules / (cpuSeconds / 60))
  say(`${schedules} schedules, ${failures.length} violated a law; ${perCore} per minute and core`)
  for (const [what, times] of [...counts].toSorted(([a], [b]) => a.localeCompare(b)))
    say(`${String(times).padStart(9)}  ${what}`)
  for (const { seed, violations } of failures.slice(0, 20))
    say(`seed ${seed}: ${violations.join('; ')}`)
  const [earliest] = failures
  if (earliest !== undefined) for (const line of await retell(earliest.seed)) say(line)
  return failures.length === 0
}

async function retell(seed: number): Promise<string[]> {
  takeChanceAway()
  const { runStandstill } = await import('./run-standstill.ts')
  const { plan, told, violations } = await runStandstill(seed)
  const seconds = (ms: number) => `${Math.round(ms / 1000)} s`
  return [
    `\nThe story of seed ${seed} (npm run simulate -- --standstill 1 --seed ${seed}):`,
    JSON.stringify({ ...plan, troubles: undefined }),
    ...plan.troubles.map(
      ({ kind, symbol = 'the exchange', from, to }) =>
        `${symbol}: ${kind} from ${seconds(from)} to ${seconds(to)}`,
    ),
    ...told.map(({ userId, kind, at }) => `${seconds(at)}: ${userId} is told ${kind}`),
    ...violations.map((what) => `VIOLATED: ${what}`),
  ]
}
