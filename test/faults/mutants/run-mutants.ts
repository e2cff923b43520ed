import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runFleet } from '../fleet.ts'
import type { Mutant } from './mutant.ts'
import { MUTANTS } from './mutants.ts'
import { ROOT, transplant, type Transplant } from './transplant.ts'
import { passes } from './run-tests.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '20000' },
    pairs: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: '' },
  },
})

const first = Number(values.seed)
const jobs = Number(values.jobs)

/** How the hunt for a mutant ended; `not its own`: the same is found without it. */
interface Verdict {
  verdict: 'killed' | 'SURVIVED' | 'NOT ITS OWN'
  how: string
}

/** Runs what must find a mutant, until it does. */
async function kill({ killedBy = 'schedules', ...mutant }: Mutant): Promise<Verdict> {
  const changed = transplant(mutant)
  try {
    if (typeof killedBy === 'object') return await killByTests(changed, killedBy.test)
    return await killByRuns(changed, killedBy)
  } finally {
    changed.remove()
  }
}

async function killByTests({ folder }: Transplant, file: string): Promise<Verdict> {
  if (await passes(folder, file)) return { verdict: 'SURVIVED', how: `${file} passes` }
  const clean = await passes(ROOT, file)
  return { verdict: clean ? 'killed' : 'NOT ITS OWN', how: `${file} fails` }
}

async function killByRuns(
  { worker, pairsWorker }: Transplant,
  killedBy: 'schedules' | 'confined' | 'isolation',
): Promise<Verdict> {
  const isPairs = killedBy === 'isolation'
  const count = Number(isPairs ? values.pairs : values.schedules)
  const what = isPairs ? 'pairs' : 'schedules'
  const how = { stopAtFailure: true, confined: killedBy === 'confined' ? 1 : 0 }
  const [failure] = (
    await runFleet({
      ...how,
      first,
      schedules: count,
      jobs,
      worker: isPairs ? pairsWorker : worker,
    })
  ).failures
  if (failure === undefined) return { verdict: 'SURVIVED', how: `${count} ${what} found nothing` }
  const { seed, violations } = failure
  const ours = isPairs ? { worker: new URL('../isolation/worker.ts', import.meta.url) } : {}
  const baseline = await runFleet({ ...how, ...ours, first: seed, schedules: 1, jobs: 1 })
  const clean = baseline.failures.length === 0
  const needed = `${seed - first + 1} ${what} (${violations[0]?.slice(0, 200)})`
  return { verdict: clean ? 'killed' : 'NOT ITS OWN', how: needed }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const chosen = MUTANTS.filter(({ name }) => name.includes(values.only))
let killed = 0
for (const mutant of chosen) {
  const { verdict, how } = await kill(mutant)
  say(`${verdict}  ${mutant.name}: ${how}`)
  if (verdict === 'killed') killed += 1
}
say(`${killed} of ${chosen.length} mutants killed`)
process.exit(killed === chosen.length ? 0 : 1)
