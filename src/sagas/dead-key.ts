import { addSeconds } from '../lib/clock.ts'
import type { Trx } from '../db/schema.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import type { Growth } from '../keys/rights-growth.ts'
import type { KeyNews, OnNews } from '../keys/watch.ts'
import type { Notice } from '../notices/notice.ts'
import { tell } from '../notices/outbox.ts'
import { listBotsOfKey, moveBots } from '../trading-bots/bot-repo.ts'
import { dropHandWork, listHandWork, putHandWork } from './hand-work-repo.ts'
import type { Step, StepOf } from './saga.ts'
import { endSagaOfKey, findSagaOfKey, startSaga, wakeSaga } from './saga-repo.ts'
import type { Steps } from './engine.ts'
import { lastKnown } from './truth.ts'

type DeadKeyStep = StepOf<'dead-key'>

/** Hours after the death. */
const REMINDERS = {
  'remind-1': 1,
  'remind-6': 6,
  'remind-24': 24,
} as const satisfies Record<DeadKeyStep, number>

/**
 * The exchange refuses the key for good: bots stop, the hand-work list is written and told, once.
 * An exit that is under way takes over instead and tells it in its receipt.
 */
export async function startDeadKey(trx: Trx, core: KeyCore, key: Key): Promise<void> {
  const at = core.clock.now()
  const exit = await findSagaOfKey(trx, key.id)
  if (exit !== undefined) {
    await wakeSaga(trx, core, exit)
    return
  }
  const bots = await listBotsOfKey(trx, key.id)
  const ids = bots.map((bot) => bot.id)
  const pause = { to: 'paused', at, resting: 'keep', reason: 'dead-key' } as const
  await moveBots(trx, ids, { from: ['running', 'removing'], ...pause })
  await putHandWork(trx, key, await lastKnown(trx, key, bots), at)
  await startSaga(trx, core, {
    kind: 'dead-key',
    userId: key.userId,
    keyId: key.id,
    subjectId: key.id,
    step: 'remind-1',
    at: addSeconds(at, 3_600),
  })
  await tellDeath(trx, core, key)
}

/** The key works again, or has been replaced: the list is void. */
export async function endDeadKey(trx: Trx, core: KeyCore, key: Key): Promise<void> {
  await dropHandWork(trx, key.id)
  await endSagaOfKey(trx, key.id, 'dead-key', core.clock.now())
}

/** What follows from what a probe found. */
export function onKeyNews(core: KeyCore): OnNews {
  return (trx, { key, what }) => FOLLOWS[what](trx, core, key)
}

const FOLLOWS: Record<KeyNews, (trx: Trx, core: KeyCore, key: Key) => Promise<void>> = {
  died: startDeadKey,
  'cause-changed': tellOtherCause,
  async 'came-back'(trx, core, key) {
    await endDeadKey(trx, core, key)
    const notice = { kind: 'key-back', keyId: key.id } as const
    await tellOnce(trx, core, key, notice, key.checkedAt.toISOString())
  },
  'may-withdraw': (trx, core, key) => tellGrowth(trx, core, key, 'may-withdraw'),
  unbound: (trx, core, key) => tellGrowth(trx, core, key, 'unbound'),
  async 'ends-soon'(trx, core, key) {
    if (key.endTold === undefined) return
    const { at, days } = key.endTold
    const notice = { kind: 'key-ends-soon', keyId: key.id } as const
    await tellOnce(trx, core, key, notice, `${at.toISOString()}:${days}`)
  },
}

/** Once for each cause, from the first refusal until the key answers again. */
async function tellDeath(trx: Trx, core: KeyCore, key: Key): Promise<void> {
  const { id: keyId, cause, refusedSince } = key
  const notice = { kind: 'key-dead', keyId, cause } as const
  await tellOnce(trx, core, key, notice, `${refusedSince?.toISOString()}:${cause}`)
}

/** A dead key is refused for something else now. An exit tells it itself. */
async function tellOtherCause(trx: Trx, core: KeyCore, key: Key): Promise<void> {
  const saga = await findSagaOfKey(trx, key.id)
  if (saga === undefined || saga.kind === 'dead-key') await tellDeath(trx, core, key)
}

function tellGrowth(trx: Trx, core: KeyCore, key: Key, growth: Growth): Promise<void> {
  const notice = { kind: 'key-grew', keyId: key.id, growth } as const
  return tellOnce(trx, core, key, notice, `${growth}:${key.checkedAt.toISOString()}`)
}

/** Tells the key's owner, once per `cause`. */
async function tellOnce(
  trx: Trx,
  core: KeyCore,
  { id, userId }: Key,
  notice: Notice,
  cause: string,
): Promise<void> {
  await tell(trx, core, { userId, notice, id: `${notice.kind}:${id}:${cause}` })
}

/** Reminds after 1, 6 and 24 hours, until every line is ticked off. */
export const DEAD_KEY_STEPS: Steps<KeyCore, DeadKeyStep> = {
  'remind-1': remind('remind-1', 'remind-6'),
  'remind-6': remind('remind-6', 'remind-24'),
  'remind-24': remind('remind-24', undefined),
}

function remind(step: DeadKeyStep, next: DeadKeyStep | undefined) {
  const run: Step<KeyCore, DeadKeyStep> = async (core, { saga }) => {
    const due = addSeconds(saga.createdAt, REMINDERS[step] * 3_600)
    if (core.clock.now() < due) return { go: 'wait', until: due }

    const key = await findKey(core.db, saga.keyId)
    const open = (await listHandWork(core.db, saga.keyId)).filter((line) => !line.done)
    if (key?.health !== 'dead' || open.length === 0) return { go: 'done' }
    const write = (trx: Trx) =>
      tell(trx, core, {
        userId: saga.userId,
        notice: { kind: 'hand-work-reminder', keyId: saga.keyId, hours: REMINDERS[step] },
        id: `hand-work:${saga.id}:${step}`,
      })
    return next === undefined ? { go: 'done', write } : { go: 'next', step: next, write }
  }
  return run
}
