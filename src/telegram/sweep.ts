import { addSeconds } from '../lib/clock.ts'
import { errorFields } from '../lib/log.ts'
import { purge } from '../db/purge.ts'
import type { Db, Trx } from '../db/schema.ts'
import { commit } from '../queue/core.ts'
import type { Leadership } from '../queue/open-queue.ts'
import type { Lane } from '../queue/queue.ts'
import { findForgotten } from '../queue/wake-rows.ts'
import { listAwaited, wakeSender } from '../notices/outbox.ts'
import { listWatchedKeyIds } from '../keys/key-repo.ts'
import { turnAfter } from '../keys/pace.ts'
import { shredExpired } from '../keys/shred-expired.ts'
import { queueCheck } from '../keys/watch.ts'
import { listTickedKeyIds } from '../trading-bots/bot-repo.ts'
import { queueTick } from '../trading-bots/pause-bot.ts'
import { listRestoredKeyIds } from '../sagas/restore-repo.ts'
import { listOpenSagas, wakeSaga } from '../sagas/saga-repo.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { listUnhandled, wakeUpdate } from './inbox-repo.ts'

const EVERY_SECONDS = 30
/** Rounds between two purges: ten minutes. */
const ROUNDS_PER_PURGE = 20
/** Notices are woken by their causes; this is for those whose wake is lost, and wakes none too early. */
const LOST_NOTICE_SECONDS = 60

/**
 * Wakes whatever has something to do: a lost queue loses nothing. `forgotten` leaves alone what is
 * going to be woken anyhow. A lane that can't be swept leaves the others theirs.
 */
export async function sweep(
  deps: KeyCore,
  which: 'everything' | 'forgotten' = 'everything',
): Promise<void> {
  const now = deps.clock.now()
  const later = addSeconds(now, LOST_NOTICE_SECONDS)
  const idle = deps.checks.idleSeconds
  const same = (id: string) => id
  const lane = async <Thing>(
    name: Lane,
    list: (db: Db) => Promise<Thing[]>,
    idOf: (thing: Thing) => string,
    wake: (trx: Trx, thing: Thing) => Promise<void>,
  ): Promise<void> => {
    try {
      const things = await list(deps.db)
      const forgotten =
        which === 'everything' ? undefined : await findForgotten(deps.db, name, things.map(idOf))
      const chosen = things.filter((thing) => forgotten?.has(idOf(thing)) ?? true)
      if (chosen.length === 0) return
      await commit(deps, async (trx) => {
        for (const thing of chosen) await wake(trx, thing)
      })
    } catch (error) {
      deps.log.warn('sweep-failed', { lane: name, ...errorFields(error) })
    }
  }
  await lane(
    'update',
    listUnhandled,
    ({ id }) => id,
    (trx, one) => wakeUpdate(trx, deps, one),
  )
  await lane(
    'saga',
    listOpenSagas,
    ({ id }) => id,
    (trx, one) => wakeSaga(trx, deps, one),
  )
  await lane('notice', listAwaited, same, (trx, id) => wakeSender(trx, deps, id, later))
  await lane('watch', listWatchedKeyIds, same, (trx, id) =>
    queueCheck(trx, deps, id, turnAfter(id, now, idle)),
  )
  await lane('tick', listKeysToTick, same, (trx, id) => queueTick(trx, deps, id))
}

/** Sweeps now and then for what was forgotten, and purges, in the process that leads. Gives what ends it. */
export function keepSweeping(deps: KeyCore, leadership: Leadership): () => Promise<void> {
  let stopped = false
  let rounds = 0
  let shredded = true
  let cancel = (): void => undefined
  let last = Promise.resolve()
  const round = async () => {
    if (leadership.leads) {
      await sweep(deps, 'forgotten')
      await shred()
      if (rounds % ROUNDS_PER_PURGE === 0) await purge(deps.db, deps.log, deps.clock.now())
    }
    rounds += 1
    plan()
  }
  const shred = async () => {
    try {
      shredded = await shredExpired(deps, { again: !shredded })
    } catch (error) {
      deps.log.warn('expired-not-shredded', errorFields(error))
    }
  }
  const plan = () => {
    if (stopped) return
    cancel = deps.clock.after(EVERY_SECONDS * 1000, () => {
      last = round()
    })
  }
  plan()
  return async () => {
    stopped = true
    cancel()
    await last
  }
}

async function listKeysToTick(db: Db): Promise<string[]> {
  return [...new Set([...(await listTickedKeyIds(db)), ...(await listRestoredKeyIds(db))])]
}
