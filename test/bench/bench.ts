import { benchBooks } from './books.ts'
import { benchExits } from './exits.ts'
import { benchInbox } from './inbox.ts'
import { benchLink } from './link.ts'
import { benchMemory } from './memory.ts'
import { benchProbes } from './probes.ts'
import { benchResume } from './resume.ts'
import { benchSigning } from './signing.ts'
import { benchTicks } from './ticks.ts'

/**
 * Ratios, each of figures that were taken in turn in one run: look at those, not at the
 * milliseconds. `npm run bench -- exits` runs one part alone.
 */
const PARTS = {
  books: benchBooks,
  exits: benchExits,
  inbox: benchInbox,
  link: benchLink,
  memory: benchMemory,
  probes: benchProbes,
  resume: benchResume,
  signing: benchSigning,
  ticks: benchTicks,
}

const wanted = process.argv.slice(2)
for (const [name, run] of Object.entries(PARTS)) {
  if (wanted.length === 0 || wanted.includes(name)) await run()
}
