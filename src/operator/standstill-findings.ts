import type { Db } from '../db/schema.ts'
import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import type { StandstillCause } from '../notices/notice.ts'
import { listHostStandstills } from '../sagas/standstill-repo.ts'
import { ago, count } from '../telegram/english.ts'
import { finding, type Finding } from './finding.ts'

/** Work that was due and has not been completed for 5 minutes or more. */
export async function standstillFindings(db: Db, now: Date): Promise<Finding[]> {
  const part = 'work that stands still'
  const open = await listHostStandstills(db)
  if (open.length === 0) return [finding(part, 'none')]
  return open.map(({ exchange, cause, since, traders }) => {
    const says = `${EXCHANGE_FACTS[exchange].name}: ${cause}, since ${ago(since, now)}, for ${count(traders, 'trader')}`
    return finding(part, says, true, CURES[cause])
  })
}

const NO_CURE = 'Nothing to do here: Undock keeps trying and has notified the traders concerned.'
const CURES = {
  unreachable:
    'Look whether this machine reaches the exchange, and what the exchange says of its state.',
  errors: NO_CURE,
  silence:
    'Wait for the end of the ban. If it comes again, something else sends requests from this address.',
  'own-limit': 'Too many keys for one address: give Undock another one, or fewer keys.',
  pair: NO_CURE,
  'key-doubted': 'Look whether the address that requests leave by is still the one in EGRESS_IPS.',
  'own-fault':
    'Look in the log for work-failed and queue-look-failed; restart Undock if nothing moves.',
} as const satisfies Record<StandstillCause, string>
