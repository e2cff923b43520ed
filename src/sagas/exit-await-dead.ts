import { addSeconds } from '../lib/clock.ts'
import type { Trx } from '../db/schema.ts'
import { confirmWaits } from '../keys/confirm.ts'
import { judge, type Judgement, type Probe } from '../keys/health.ts'
import { UNDOUBTED, type Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { eraseKey, getKey, saveHealth } from '../keys/key-repo.ts'
import { probeKey } from '../keys/watch.ts'
import { tell } from '../notices/outbox.ts'
import { getPlan } from './exit-plan-repo.ts'
import { scrubAfterErase } from './exit-finish.ts'
import type { Step } from './saga.ts'

const LONGEST_HOURS = 24

/**
 * The sealed key does nothing but a read-only probe now and then. It is erased when the exchange
 * itself refuses it, again and again so that it is sure, or after 24 hours, and the trader is told
 * which of the two it was.
 */
export const awaitDead: Step<KeyCore> = async (core, { saga }) => {
  const plan = await getPlan(core.db, saga.subjectId)
  const before = await getKey(core.db, saga.keyId)
  const now = core.clock.now()
  const probe = await probeKey(core, saga.keyId)
  if (probe === undefined) return { go: 'next', step: 'scrub' }

  const { key, confirmIn } = judgeSealed(core, before, probe)
  const dead = key.health === 'dead'
  const ended = new Date(plan.facts.endedAt ?? saga.createdAt)
  const isTimeUp = now >= addSeconds(ended, LONGEST_HOURS * 3_600)
  if (!dead && (!isTimeUp || probe.kind === 'refused')) {
    const until = addSeconds(now, confirmIn ?? core.checks.idleSeconds)
    const write = async (trx: Trx) => void (await saveHealth(trx, key, before))
    return { go: 'wait', until, write }
  }
  core.connections.drop(saga.keyId)
  return {
    go: 'next',
    step: 'scrub',
    write: async (trx) => {
      await saveHealth(trx, key, before)
      await eraseKey(trx, saga.keyId, now)
      await tell(trx, core, {
        userId: saga.userId,
        notice: { kind: 'key-erased', keyId: saga.keyId, refusedByExchange: dead },
        id: `key-erased:${plan.id}`,
      })
    },
  }
}

/** Only a refusal counts here: a key that lost a right still opens the account. */
function judgeSealed({ clock, checks }: KeyCore, key: Key, probe: Probe): Judgement {
  const at = clock.now()
  if (probe.kind !== 'answered') {
    const confirmSeconds = confirmWaits(checks, key, false)
    return judge(key, probe, at, { confirmSeconds, isShared: false, hasOperator: false })
  }
  const { rights } = probe
  return { key: { ...key, ...UNDOUBTED, rights, checkedAt: at } }
}

/** The last step of every exit that erased a key. */
export const scrub: Step<KeyCore> = async (core, { saga }) => {
  await scrubAfterErase(core, saga.keyId)
  return { go: 'done' }
}
