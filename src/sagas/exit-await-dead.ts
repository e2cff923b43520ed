import { addSeconds } from '../lib/clock.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { eraseKey } from '../keys/key-repo.ts'
import { probeKey } from '../keys/watch.ts'
import { tell } from '../notices/outbox.ts'
import { getPlan } from './exit-plan-repo.ts'
import { scrubAfterErase } from './exit-finish.ts'
import type { Step } from './saga.ts'

const LONGEST_HOURS = 24

/**
 * The sealed key does nothing but a read-only probe now and then. It is erased when the exchange
 * itself refuses it, or after 24 hours, and the trader is told which of the two it was.
 */
export const awaitDead: Step<KeyCore> = async (core, { saga }) => {
  const plan = await getPlan(core.db, saga.subjectId)
  const now = core.clock.now()
  const probe = await probeKey(core, saga.keyId)
  if (probe === undefined) return { go: 'next', step: 'scrub' }

  const refused = probe.kind === 'refused'
  const ended = new Date(plan.facts.endedAt ?? saga.createdAt)
  if (!refused && now < addSeconds(ended, LONGEST_HOURS * 3_600)) {
    return { go: 'wait', until: addSeconds(now, core.checks.idleSeconds) }
  }
  core.connections.drop(saga.keyId)
  return {
    go: 'next',
    step: 'scrub',
    write: async (trx) => {
      await eraseKey(trx, saga.keyId, now)
      await tell(trx, core, {
        userId: saga.userId,
        notice: { kind: 'key-erased', keyId: saga.keyId, refusedByExchange: refused },
        id: `key-erased:${plan.id}`,
      })
    },
  }
}

/** The last step of every exit that erased a key. */
export const scrub: Step<KeyCore> = async (core, { saga }) => {
  await scrubAfterErase(core, saga.keyId)
  return { go: 'done' }
}
