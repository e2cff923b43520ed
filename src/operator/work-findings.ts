import { countBlocked } from '../notices/blocked-repo.ts'
import { listParked, type ParkedSaga } from '../sagas/parked-repo.ts'
import { findStuckExit } from '../sagas/stuck-exit-repo.ts'
import type { Db } from '../db/schema.ts'
import { ago } from '../telegram/english.ts'
import { finding, type Finding } from './finding.ts'
import { standstillFindings } from './standstill-findings.ts'
import {
  countDueNotices,
  countUnresolvedOrders,
  findOldestSaga,
  type Backlog,
} from './work-repo.ts'

const LATE_MS = 120_000

/** What is under way, and whether it moves. */
export async function workFindings(db: Db, now: Date): Promise<Finding[]> {
  return [
    await oldestSaga(db, now),
    parkedSagas(await listParked(db), now),
    backlog('orders of unknown outcome', await countUnresolvedOrders(db), now, ORDERS_LATE),
    backlog('notices to be sent', await countDueNotices(db), now, NOTICES_LATE),
    ...(await standstillFindings(db, now)),
    finding('people who blocked the bot', String(await countBlocked(db))),
  ]
}

async function oldestSaga(db: Db, now: Date): Promise<Finding> {
  const part = 'oldest open saga'
  const oldest = await findOldestSaga(db)
  if (oldest === undefined) return finding(part, 'none')
  const { kind, step, asks, createdAt, steppedAt } = oldest
  const says = `${kind}, began ${ago(createdAt, now)}, at step ${step} since ${ago(steppedAt, now)}${asks ? ', waits for its trader' : ''}`
  const stuck = await findStuckExit(db, now)
  if (stuck === undefined) return finding(part, says)
  return finding(
    part,
    `${says}; saga ${stuck.id} has not moved from step ${stuck.step} since ${ago(stuck.since, now)}`,
    true,
    'Look in the log for saga-step-failed with this id: it says what the exchange answers.',
  )
}

function parkedSagas(parked: readonly ParkedSaga[], now: Date): Finding {
  const each = parked.map(
    ({ id, kind, step, since }) => `${kind} at step ${step} since ${ago(since, now)} (saga ${id})`,
  )
  return finding(
    'sagas at a step that this version does not know',
    each.length === 0 ? 'none' : each.join('; '),
    each.length > 0,
    'Start the version of Undock that wrote them, or a newer one: they continue where they stopped.',
  )
}

function backlog(part: string, { count, oldest }: Backlog, now: Date, cure: string): Finding {
  if (oldest === undefined) return finding(part, String(count))
  const late = now.getTime() - oldest.getTime() > LATE_MS
  return finding(part, `${count}, the oldest from ${ago(oldest, now)}`, late, cure)
}

const ORDERS_LATE =
  'Undock asks the exchange about each until it knows. If it runs, look whether the exchange answers; if not, start it.'
const NOTICES_LATE =
  'If Undock runs, look in the log for telegram-unreachable; if not, start it: nothing of it is lost.'
