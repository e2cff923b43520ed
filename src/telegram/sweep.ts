import { addSeconds } from '../lib/clock.ts'
import { errorFields } from '../lib/log.ts'
import type { Db } from '../db/schema.ts'
import { commit } from '../queue/core.ts'
import type { Leadership } from '../queue/open-queue.ts'
import type { Lane } from '../queue/queue.ts'
import { findForgotten } from '../queue/wake-rows.ts'
import { listAwaited, wakeSender } from '../notices/outbox.ts'
import { listWatchedKeyIds } from '../keys/key-repo.ts'
import { turnAfter } from '../keys/pace.ts'
import { queueCheck } from '../keys/watch.ts'
import { listTickedKeyIds } from '../trading-bots/bot-repo.ts'
import { queueTick } from '../trading-bots/pause-bot.ts'
import { listRestoredKeyIds } from '../sagas/restore-repo.ts'
import { listOpenSagas, wakeSaga } from '../sagas/saga-repo.ts'
import type { Deps } from './deps.ts'
import { forgetOldUpdates, listUnhandled, wakeUpdate } from './inbox-repo.ts'

const EVERY_SECONDS = 30
/** Notices are woken by their causes; this is for those whose wake is lost, and wakes none too early. */
const LOST_NOTICE_SECONDS = 60

/**
 * Wakes whatever has something to do: a lost queue loses nothing. `forgotten` leaves alone what is
 * going to be woken anyhow.
 */
export async function sweep(
  deps: Deps,
  which: 'everything' | 'forgotten' = 'everything',
): Promise<void> {
  await forgetOldUpdates(deps)
  const choose = async <Thing>(lane: Lane, things: Thing[], idOf: (thing: Thing) => string) => {
    if (which === 'everything') return things
    const forgotten = await findForgotten(deps.db, lane, things.map(idOf))
    return things.filter((thing) => forgotten.has(idOf(thing)))
  }
  const same = (id: string) => id
  const updates = await choose('update', await listUnhandled(deps.db), ({ id }) => id)
  const sagas = await choose('saga', await listOpenSagas(deps.db), ({ id }) => id)
  const awaited = await choose('notice', await listAwaited(deps.db), same)
  const watched = await choose('watch', await listWatchedKeyIds(deps.db), same)
  const ticked = await choose('tick', await listKeysToTick(deps.db), same)
  const total = [updates, sagas, awaited, watched, ticked].reduce((n, of) => n + of.length, 0)
  if (total === 0) return
  const now = deps.clock.now()
  const later = addSeconds(now, LOST_NOTICE_SECONDS)
  const idle = deps.checks.idleSeconds
  await commit(deps, async (trx) => {
    for (const update of updates) await wakeUpdate(trx, deps, update)
    for (const saga of sagas) await wakeSaga(trx, deps, saga)
    for (const userId of awaited) await wakeSender(trx, deps, userId, later)
    for (const keyId of watched) await queueCheck(trx, deps, keyId, turnAfter(keyId, now, idle))
    for (const keyId of ticked) await queueTick(trx, deps, keyId)
  })
}

/** Sweeps now and then for what was forgotten, in the process that leads. Gives what ends it. */
export function keepSweeping(deps: Deps, leadership: Leadership): () => Promise<void> {
  let stopped = false
  let cancel = (): void => undefined
  let last = Promise.resolve()
  const round = async () => {
    try {
      if (leadership.leads) await sweep(deps, 'forgotten')
    } catch (error) {
      deps.log.warn('sweep-failed', errorFields(error))
    }
    plan()
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
