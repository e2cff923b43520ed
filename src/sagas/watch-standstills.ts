import { addSeconds } from '../lib/clock.ts'
import { errorFields } from '../lib/log.ts'
import type { KeyCore } from '../keys/key-core.ts'
import type { LateWork } from '../keys/late-work.ts'
import type { HostNotice } from '../notices/notice.ts'
import { tellOperators } from '../notices/operators.ts'
import { tell } from '../notices/outbox.ts'
import { commit } from '../queue/core.ts'
import type { Leadership } from '../queue/open-queue.ts'
import { collectFailing, type FailingAlone } from './collect-failing.ts'
import {
  endStandstills,
  isStillUsed,
  listOpenStandstills,
  openStandstill,
} from './standstill-repo.ts'
import {
  forOperators,
  judgeStandstills,
  nameOf,
  type Place,
  type Standstill,
  type Verdict,
} from './standstill.ts'

const LOOK_SECONDS = 30
/** Looks so far apart mean that the host slept. */
const SLEPT_SECONDS = 90
/** A standstill is over when nothing has failed for so long. */
const CLEAR_SECONDS = 60

interface Watch extends KeyCore {
  operatorIds: readonly string[]
  late: LateWork
}

/** Looks now and then for work that stands still, and tells its traders and the operators. Returns what ends it. */
export function watchStandstills(watch: Watch, leadership: Leadership): () => Promise<void> {
  const look = createLook(watch, leadership)
  let stopped = false
  let cancel = (): void => undefined
  let last = Promise.resolve()
  const round = async () => {
    await look().catch((error: unknown) =>
      watch.log.warn('standstill-look-failed', errorFields(error)),
    )
    plan()
  }
  const plan = () => {
    if (stopped) return
    cancel = watch.clock.after(LOOK_SECONDS * 1000, () => {
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

/** One look; it remembers when the last ended, and since when nothing fails where something did. */
function createLook(watch: Watch, leadership: Leadership): () => Promise<void> {
  const started = watch.clock.now()
  const memory: Memory = {
    lookedAt: started,
    awakeSince: started,
    clearSince: new Map(),
    alone: new Map(),
  }
  return async () => {
    const now = watch.clock.now()
    const gap = now.getTime() - memory.lookedAt.getTime()
    if (gap < 0 || gap > SLEPT_SECONDS * 1000) memory.awakeSince = now
    try {
      await watch.late.load()
      await watch.late.noteHanging()
      if (leadership.leads) await lookForStandstills(watch, memory)
    } finally {
      memory.lookedAt = watch.clock.now()
    }
  }
}

interface Memory {
  lookedAt: Date
  awakeSince: Date
  clearSince: Map<string, Date>
  alone: FailingAlone
}

async function lookForStandstills(
  watch: Watch,
  { awakeSince, clearSince, alone }: Memory,
): Promise<void> {
  const now = watch.clock.now()
  const failing = await collectFailing(watch, alone)
  const open = await listOpenStandstills(watch.db)
  const all = [...failing, ...forOperators(failing)]
  const { begun, cleared } = judgeStandstills(all, open, { now, awakeSince })
  for (const one of begun) await begin(watch, one)
  const names = new Set(cleared.map(nameOf))
  for (const name of clearSince.keys()) if (!names.has(name)) clearSince.delete(name)
  for (const one of cleared) {
    const since = clearSince.get(nameOf(one)) ?? now
    clearSince.set(nameOf(one), since)
    if (addSeconds(since, CLEAR_SECONDS) <= now) await end(watch, one)
  }
}

async function begin(watch: Watch, one: Verdict['begun'][number]): Promise<void> {
  const { userId, exchange, scope, cause, since, until } = one
  const opened = await commit(watch, async (trx) => {
    if (!(await openStandstill(trx, one, watch.clock.now()))) return false
    if (userId === '') return true
    const facts = {
      exchange,
      scope,
      cause,
      since: since.toISOString(),
      until: until?.toISOString(),
    }
    await tell(trx, watch, { userId, notice: { kind: 'standstill', ...facts }, id: idOf(one) })
    return true
  })
  if (opened && userId === '') {
    await tellHost(watch, { kind: 'host-standstill', exchange, cause }, one)
  }
}

async function end(watch: Watch, place: Place): Promise<void> {
  const { userId, exchange, scope } = place
  const ended = await commit(watch, async (trx) => {
    const over = await endStandstills(trx, place, watch.clock.now())
    // Where nothing is due any more, nothing works again.
    if (userId === '' || over.length === 0 || !(await isStillUsed(trx, place))) return over
    const told = over.map((one) => idOf(one))
    const since = over.map((one) => one.since.toISOString()).toSorted()[0] ?? ''
    const notice = { kind: 'standstill-over', exchange, scope, since, told } as const
    await tell(trx, watch, { userId, notice, id: `over:${told[0]}` })
    return over
  })
  if (userId !== '') return
  for (const one of ended) {
    await tellHost(watch, { kind: 'host-standstill-over', exchange, cause: one.cause }, one)
  }
}

function tellHost(watch: Watch, notice: HostNotice, { exchange, cause, since }: Standstill) {
  return tellOperators(
    watch,
    watch.operatorIds,
    notice,
    `${exchange}:${cause}:${since.toISOString()}`,
  )
}

function idOf({ userId, exchange, scope, cause, since }: Standstill): string {
  return ['standstill', userId, exchange, scope, cause, since.toISOString()].join(':')
}
