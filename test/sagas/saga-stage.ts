import { createLog } from '../../src/lib/log.ts'
import { commit, type Core } from '../../src/queue/core.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { startSaga } from '../../src/sagas/saga-repo.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { aDatabase } from '../support/scratch.ts'

export interface SagaStage extends Core {
  clock: HandClock
  logged: string[]
  /** Starts an exit of a key at its first step. */
  start: (keyId?: string) => Promise<string>
  /** The saga as it stands in the database. */
  stored: (id: string) => Promise<{
    step: string
    status: string
    fence: number
    tries: number
    run_at: string
    stepped_at: string | null
  }>
  /** When it is to be woken next; undefined when nobody will wake it. */
  wokenAt: (id: string) => Promise<string | undefined>
}

/** A database with a queue that nobody works on, and a clock that stands still. */
export async function openSagas(): Promise<SagaStage> {
  const clock = new HandClock()
  const db = await aDatabase()
  const logged: string[] = []
  const log = createLog(
    'debug',
    () => clock.now(),
    (line) => logged.push(line),
  )
  const core: Core = { db, clock, log, queue: new SqliteQueue(db, clock, log) }
  return {
    ...core,
    clock,
    logged,
    start: (keyId = 'key-1') =>
      commit(core, (trx) =>
        startSaga(trx, core, {
          kind: 'disconnect-key',
          userId: '7',
          keyId,
          subjectId: 'plan-1',
          step: 'cancel',
        }),
      ),
    stored: (id) =>
      db
        .selectFrom('saga')
        .select(['step', 'status', 'fence', 'tries', 'run_at', 'stepped_at'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
    async wokenAt(id) {
      const wakes = db.selectFrom('wake').select('run_at').where('lane', '=', 'saga')
      return (await wakes.where('id', '=', id).executeTakeFirst())?.run_at
    },
  }
}
