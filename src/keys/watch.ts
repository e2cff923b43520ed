import { addSeconds } from '../lib/clock.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { commit, type Core } from '../queue/core.ts'
import type { Trx } from '../db/schema.ts'
import { confirmWaits } from './confirm.ts'
import { KeyErased } from './connections.ts'
import { isFleetRefusal } from './fleet.ts'
import { listAskedSince, listWitnesses } from './fleet-repo.ts'
import { causeOf, judge, type Judgement, type Probe, type Transition } from './health.ts'
import type { Key } from './key.ts'
import type { KeyCore } from './key-core.ts'
import { endToTell } from './key-end.ts'
import { findKey, saveHealth } from './key-repo.ts'
import { nextCheck, type Watch } from './next-check.ts'
import { findPace } from './pace.ts'
import { rightsThatGrew, type Growth } from './rights-growth.ts'
import { doubtKey } from './watch-repo.ts'

/** What a probe found that the trader must hear of. */
export type KeyNews = Transition | Growth | 'ends-soon'

/** Called in the transaction that records the news. */
export type OnNews = (trx: Trx, news: { key: Key; what: KeyNews }) => Promise<void>

/** Called with what each probe found. */
export type OnProbed = (keyId: string, probe: Probe) => Promise<void>

/** Probes one key, records what that says of its health, and plans the next probe. */
export async function checkKey(
  core: KeyCore,
  keyId: string,
  isBusy: (key: Key) => Promise<boolean>,
  onNews: OnNews,
  onProbed: OnProbed = async () => undefined,
): Promise<void> {
  const before = await findKey(core.db, keyId)
  if (before === undefined || !['linked', 'disconnecting'].includes(before.status)) return

  const probe = await probeKey(core, keyId)
  if (probe === undefined) return
  await onProbed(keyId, probe)
  const watch = await watchOf(core, before, probe, await isBusy(before))
  const at = core.clock.now()
  const judgement = judge(before, probe, at, watch.doubts)
  const { key, news } = newsOf(before, judgement, at)
  const next = nextCheck(core, judgement, probe, watch)
  const isConfirming = key.health === 'suspect' && key.refusals > before.refusals
  const witnesses = isConfirming ? await listWitnesses(core.db, key, key.refusedSince ?? at) : []

  await commit(core, async (trx) => {
    // What was found is not about this key any more: ask anew.
    if (!(await saveHealth(trx, key, before))) return queueCheck(trx, core, keyId)
    for (const what of news) await onNews(trx, { key, what })
    for (const witness of witnesses) await queueCheck(trx, core, witness)
    await queueCheck(trx, core, keyId, next)
  })
  if (key.held && !before.held) {
    core.log.warn('key-held', { key: keyId, exchange: key.exchange, cause: key.cause })
  }
}

/**
 * Some call on the key was refused: until it is probed, which is at once, nothing is placed with it.
 * One that is doubted or dead already is only probed.
 */
export async function suspectKey(core: Core, keyId: string): Promise<void> {
  await commit(core, async (trx) => {
    await doubtKey(trx, keyId, core.clock.now())
    await queueCheck(trx, core, keyId)
  })
}

/** Plans a probe; one that is already planned for earlier stays. */
export async function queueCheck(
  trx: Trx,
  { queue }: Pick<KeyCore, 'queue'>,
  keyId: string,
  at?: Date,
): Promise<void> {
  await queue.wake(trx, { lane: 'watch', id: keyId, serialKey: `key:${keyId}`, ...(at && { at }) })
}

/** Asks the exchange what the key may do. Undefined when the key is erased. */
export async function probeKey(core: KeyCore, keyId: string): Promise<Probe | undefined> {
  try {
    return { kind: 'answered', rights: await core.connections.probe(keyId) }
  } catch (error) {
    if (error instanceof KeyErased) return undefined
    if (!(error instanceof ExchangeError)) throw error
    if (error.code === 'key-rejected') return { kind: 'refused', error }
    return { kind: 'unreachable', retryAt: error.retryAt, error }
  }
}

async function watchOf(core: KeyCore, key: Key, probe: Probe, busy: boolean): Promise<Watch> {
  const pace = await findPace(core, key.exchange)
  const confirmSeconds = confirmWaits(core.checks, key, busy)
  const { hasOperator } = core.checks
  const shared = await isShared(core, key, probe, { idle: pace.idle, confirmSeconds })
  return { busy, pace, doubts: { confirmSeconds, isShared: shared, hasOperator } }
}

/** Only asked where it matters: of a key that was refused before, or for something else. */
async function isShared(
  { db, clock }: KeyCore,
  key: Key,
  probe: Probe,
  { idle, confirmSeconds }: { idle: number; confirmSeconds: readonly number[] },
): Promise<boolean> {
  if (probe.kind !== 'refused' || key.refusedSince === undefined) return false
  const cause = causeOf(key, probe) ?? 'not-permitted'
  if (key.health === 'suspect') {
    const others = await listAskedSince(db, key, key.refusedSince)
    return isFleetRefusal(key, cause, others, idle)
  }
  if (cause === key.cause) return false
  // Those that are held back are asked at the pace of their last wait.
  const seconds = Math.max(idle, ...confirmSeconds)
  const lately = { ...key, refusedSince: addSeconds(clock.now(), -seconds) }
  const others = await listAskedSince(db, key, lately.refusedSince)
  const living = others.filter(({ health }) => health !== 'dead')
  return isFleetRefusal(lately, cause, living, Infinity)
}

/** The key as it goes on record, and what there is to tell of it. */
function newsOf(
  before: Key,
  { key, transition }: Judgement,
  at: Date,
): { key: Key; news: KeyNews[] } {
  const end = endToTell(key, at)
  const news: KeyNews[] = [
    ...(transition === undefined ? [] : [transition]),
    ...rightsThatGrew(before.rights, key.rights),
    ...(end === undefined ? [] : ['ends-soon' as const]),
  ]
  return { key: end === undefined ? key : { ...key, endTold: end }, news }
}
