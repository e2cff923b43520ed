import { addSeconds } from '../lib/clock.ts'
import { transact } from '../db/transact.ts'
import { confirmWaits } from '../keys/confirm.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { getKey, listKeysByIds, listSuspects } from '../keys/key-repo.ts'
import type { Key } from '../keys/key.ts'
import {
  dropLateRow,
  lastAnswers,
  listLateOfTraders,
  type LateOfTrader,
} from '../keys/late-work-repo.ts'
import { listOverdue } from '../queue/wake-rows.ts'
import { listFailingExits } from './saga-repo.ts'
import { failsAloneSince, LATE_CHECK_SECONDS, LATE_SECONDS, type Failing } from './standstill.ts'

type Core = Pick<KeyCore, 'db' | 'clock' | 'checks'>

/** Since when each pair of a key fails alone; kept from one look to the next. */
export type FailingAlone = Map<string, Date>

/** All due work that can't be completed just now, whether it is late already or not. */
export async function collectFailing(core: Core, alone: FailingAlone): Promise<Failing[]> {
  const [onKeys, doubted, exits, queued] = [
    await ofKeys(core, alone),
    await ofDoubtedKeys(core),
    await ofExits(core),
    await ofQueue(core),
  ]
  return [...onKeys, ...doubted, ...exits, ...queued]
}

/** What is not due any more is forgotten: once it is due again, it counts from then. */
async function ofKeys({ db, clock }: Core, alone: FailingAlone): Promise<Failing[]> {
  const rows = await listLateOfTraders(db)
  const over = rows.filter(({ due }) => !due)
  if (over.length > 0) {
    await transact(db, async (trx) => {
      for (const row of over) await dropLateRow(trx, row)
    })
  }
  const answers = await lastAnswers(db)
  const known = new Map(alone)
  alone.clear()
  return rows
    .filter(({ due }) => due)
    .flatMap((row) => {
      const name = `${row.kind} ${row.keyId} ${row.symbol}`
      const failing = { since: row.since, before: known.get(name) }
      const aloneSince = failsAloneSince(failing, answers.get(row.exchange), clock.now())
      if (aloneSince === undefined) return toFailing(row)
      alone.set(name, aloneSince)
      // The next check of an idle key is minutes away, and the exchange answers again.
      if (row.kind === 'check') return []
      if (row.symbol === '') return toFailing(row)
      const pair = { scope: row.symbol, cause: 'pair', causeSince: aloneSince } as const
      return { ...toFailing(row), ...pair, since: aloneSince }
    })
}

function toFailing(row: LateOfTrader): Failing {
  const { userId, exchange, cause, since, causeSince, until, kind } = row
  const allowed = kind === 'check' ? LATE_CHECK_SECONDS : LATE_SECONDS
  return { userId, exchange, scope: '', cause, since, causeSince, until, allowed }
}

/** A doubted key has until the last of its confirming probes: then it is dead or well. */
async function ofDoubtedKeys({ db, checks }: Core): Promise<Failing[]> {
  return (await listSuspects(db)).map((key) => {
    const since = key.refusedSince ?? key.checkedAt
    const confirming = confirmWaits(checks, key, false).reduce((sum, seconds) => sum + seconds, 0)
    const allowed = confirming + LATE_SECONDS
    return { ...placeOf(key), cause: 'key-doubted', since, causeSince: since, allowed }
  })
}

/** Exits that fail; one that waits for a moment that its progress names is not late. */
async function ofExits({ db, clock }: Core): Promise<Failing[]> {
  const failing: Failing[] = []
  for (const { keyId, failure } of await listFailingExits(db)) {
    if (failure.until !== undefined && new Date(failure.until) > clock.now()) continue
    const since = new Date(failure.since)
    const trouble = failure.trouble ?? 'own-fault'
    const cause = trouble === 'key-refused' ? 'key-doubted' : trouble
    const place = placeOf(await getKey(db, keyId))
    failing.push({ ...place, cause, since, causeSince: since, allowed: LATE_SECONDS })
  }
  return failing
}

/** Work that nobody takes up, whatever it is. */
async function ofQueue({ db, clock }: Core): Promise<Failing[]> {
  const now = clock.now()
  const overdue = [
    ...(await listOverdue(db, ['tick', 'saga'], addSeconds(now, -LATE_SECONDS))),
    ...(await listOverdue(db, ['watch'], addSeconds(now, -LATE_CHECK_SECONDS))),
  ]
  if (overdue.length === 0) return []
  const sinceOf = new Map(overdue.map(({ serialKey, since }) => [serialKey, since]))
  const ids = [...sinceOf.keys()].flatMap((serialKey) => /^key:(.+)$/.exec(serialKey)?.[1] ?? [])
  return (await listKeysByIds(db, ids)).map((key) => {
    const since = sinceOf.get(`key:${key.id}`) ?? now
    const of = { cause: 'own-fault', since, causeSince: since, allowed: LATE_SECONDS } as const
    return { ...placeOf(key), ...of }
  })
}

function placeOf({ userId, exchange }: Key) {
  return { userId, exchange, scope: '' }
}
