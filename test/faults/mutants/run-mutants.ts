import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runFleet } from '../fleet.ts'
import { MUTANTS, type Mutant } from './mutants.ts'
import { transplant } from './transplant.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: '' },
  },
})

const first = Number(values.seed)
const schedules = Number(values.schedules)
const jobs = Number(values.jobs)

/** Runs the simulator against a mutant until a law is violated. False when it survives. */
async function kill(mutant: Mutant): Promise<boolean> {
  const { worker, remove } = transplant(mutant)
  try {
    const run = { first, schedules, jobs, stopAtFailure: true }
    const [failure] = (await runFleet({ ...run, worker })).failures
    if (failure === undefined) {
      say(`SURVIVED  ${mutant.name}: ${schedules} schedules found nothing`)
      return false
    }
    const { seed, violations } = failure
    const needed = seed - first + 1
    const baseline = await runFleet({ first: seed, schedules: 1, jobs: 1, stopAtFailure: true })
    const clean = baseline.failures.length === 0
    say(
      `${clean ? 'killed' : 'NOT ITS OWN'}  ${mutant.name}: ${needed} schedules (${violations[0]})`,
    )
    return clean
  } finally {
    remove()
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const survivors: string[] = []
const chosen = MUTANTS.filter(({ name }) => name.includes(values.only))
for (const mutant of chosen) if (!(await kill(mutant))) survivors.push(mutant.name)
say(`${chosen.length - survivors.length} of ${chosen.length} mutants killed`)
process.exit(survivors.length === 0 ? 0 : 1)
