import { addSeconds } from '../lib/clock.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { EXCHANGE_FACTS } from '../exchange/known-exchanges.ts'
import { commit } from '../queue/core.ts'
import type { Trx } from '../db/schema.ts'
import { KeyErased } from './connections.ts'
import { judge, type Judgement, type Probe } from './health.ts'
import type { Key } from './key.ts'
import type { KeyCore } from './key-core.ts'
import { findKey, saveHealth } from './key-repo.ts'

/** A dead key is asked less often, in case it comes back. */
const DEAD_FACTOR = 3

/** Called in the transaction that records the transition. */
export type OnTransition = (
  trx: Trx,
  judgement: Required<Pick<Judgement, 'key' | 'transition'>>,
) => Promise<void>

/**
 * Probes one key, records what that says of its health, and plans the next probe.
 *
 * `busy` tells whether a bot runs on it: those keys are asked more often.
 */
export async function checkKey(
  core: KeyCore,
  keyId: string,
  busy: (key: Key) => Promise<boolean>,
  onTransition: OnTransition,
): Promise<void> {
  const key = await findKey(core.db, keyId)
  if (key === undefined || !['linked', 'disconnecting'].includes(key.status)) return

  const probe = await probeKey(core, keyId)
  if (probe === undefined) return
  const confirmSeconds = core.checks.confirmSeconds ?? EXCHANGE_FACTS[key.exchange].confirmSeconds
  const judgement = judge(key, probe, core.clock.now(), confirmSeconds)
  const seconds = judgement.confirmIn ?? (await usualWait(core, judgement.key, busy))

  await commit(core, async (trx) => {
    // What was found is not about this key any more: ask anew.
    if (!(await saveHealth(trx, judgement.key, key))) return queueCheck(trx, core, keyId)
    const { transition } = judgement
    if (transition !== undefined) await onTransition(trx, { key: judgement.key, transition })
    await queueCheck(trx, core, keyId, addSeconds(core.clock.now(), seconds))
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
    return error.code === 'key-rejected' ? { kind: 'refused', error } : { kind: 'unreachable' }
  }
}

async function usualWait(
  { checks }: KeyCore,
  key: Key,
  busy: (key: Key) => Promise<boolean>,
): Promise<number> {
  if (key.health === 'dead') return checks.idleSeconds * DEAD_FACTOR
  return (await busy(key)) ? checks.busySeconds : checks.idleSeconds
}
