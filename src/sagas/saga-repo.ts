import { randomUUID } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { Core } from '../queue/core.ts'
import {
  STEP_NAMES,
  type Saga,
  type SagaFailure,
  type SagaKind,
  type StepName,
  type StepOf,
} from './saga.ts'

/** A saga that begins, at a step of its kind. */
type Start = Pick<Saga, 'userId' | 'keyId' | 'subjectId'> & {
  at?: Date
} & { [Kind in SagaKind]: { kind: Kind; step: StepOf<Kind> } }[SagaKind]

/** Starts a saga in the transaction of its cause. @throws when the key has one already. */
export async function startSaga(trx: Trx, core: Core, start: Start): Promise<string> {
  const id = randomUUID()
  const now = core.clock.now().toISOString()
  await trx
    .insertInto('saga')
    .values({
      id,
      kind: start.kind,
      user_id: start.userId,
      key_id: start.keyId,
      subject_id: start.subjectId,
      step: start.step,
      status: 'active',
      version: 1,
      fence: 0,
      run_at: (start.at ?? core.clock.now()).toISOString(),
      tries: 0,
      data: '{}',
      created_at: now,
      updated_at: now,
      stepped_at: null,
    })
    .execute()
  await wakeSaga(trx, core, { id, keyId: start.keyId }, start.at)
  return id
}

/** Plans the saga's next look. */
export async function wakeSaga(
  trx: Trx,
  { queue }: Pick<Core, 'queue'>,
  { id, keyId }: Pick<Saga, 'id' | 'keyId'>,
  at?: Date,
): Promise<void> {
  await queue.wake(trx, { lane: 'saga', id, serialKey: `key:${keyId}`, ...(at && { at }) })
}

/** The saga that works on a key, if any. */
export async function findSagaOfKey(db: Db, keyId: string): Promise<Saga | undefined> {
  const row = await db
    .selectFrom('saga')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('status', '!=', sql.lit('done' as const))
    .executeTakeFirst()
  return row && toSaga(row)
}

/** Sagas that still have something to do, for the sweep at start. */
export async function listOpenSagas(db: Db): Promise<Saga[]> {
  const rows = await db.selectFrom('saga').selectAll().where('status', '!=', 'done').execute()
  return rows.map(toSaga)
}

/** Exits that run and whose last step failed. */
export async function listFailingExits(db: Db): Promise<(Saga & { failure: SagaFailure })[]> {
  const rows = await db
    .selectFrom('saga')
    .selectAll()
    .where('kind', 'in', ['disconnect-key', 'remove-bot'])
    .where('status', '=', 'active')
    .where('tries', '>', 0)
    .execute()
  return rows.map(toSaga).flatMap((saga) => {
    const { failure } = saga
    return failure === undefined ? [] : [{ ...saga, failure }]
  })
}

/** Records a trader's answer and wakes the saga. False when the saga is done: nobody would read it. */
export async function answerSaga(
  trx: Trx,
  core: Core,
  saga: Pick<Saga, 'id' | 'keyId'>,
  answer: { name: string; value: string },
): Promise<boolean> {
  const open = await trx
    .selectFrom('saga')
    .select('id')
    .where('id', '=', saga.id)
    .where('status', '!=', 'done')
    .executeTakeFirst()
  if (open === undefined) return false
  await trx
    .insertInto('saga_answer')
    .values({
      id: randomUUID(),
      saga_id: saga.id,
      ...answer,
      created_at: core.clock.now().toISOString(),
    })
    .execute()
  await wakeSaga(trx, core, saga)
  return true
}

/** Answers by name, the newest of each. */
export async function listAnswers(db: Db, sagaId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('saga_answer')
    .select(['name', 'value'])
    .where('saga_id', '=', sagaId)
    .orderBy('created_at')
    .execute()
  return new Map(rows.map(({ name, value }) => [name, value]))
}

/** Ends a saga from outside: its cause is gone. */
export async function endSagaOfKey(
  trx: Trx,
  keyId: string,
  kind: SagaKind,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('saga')
    .set((eb) => ({ status: 'done', fence: eb('fence', '+', 1), updated_at: at.toISOString() }))
    .where('key_id', '=', keyId)
    .where('kind', '=', kind)
    .where('status', '!=', sql.lit('done' as const))
    .execute()
}

/** Takes the saga up under a new fence; undefined when it is done. */
export async function takeUp(db: Db, id: string): Promise<Saga | undefined> {
  const row = await db
    .updateTable('saga')
    .set((eb) => ({ fence: eb('fence', '+', 1) }))
    .where('id', '=', id)
    .where('status', '!=', 'done')
    .returningAll()
    .executeTakeFirst()
  return row && toSaga(row)
}

/** Moves the saga on, if `fence` still holds. */
export async function moveSaga(
  trx: Trx,
  saga: Saga,
  to: Pick<Saga, 'step' | 'status' | 'tries' | 'failure'> & { runAt: Date; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('saga')
    .set((eb) => ({
      ...(to.step !== 'unknown' && { step: to.step }),
      status: to.status,
      run_at: to.runAt.toISOString(),
      tries: to.tries,
      data: JSON.stringify({ failure: to.failure }),
      updated_at: to.at.toISOString(),
      stepped_at: eb
        .case()
        .when(eb.or([eb('step', '!=', to.step), eb('status', '!=', to.status)]))
        .then(to.at.toISOString())
        .else(eb.ref('stepped_at'))
        .end(),
    }))
    .where('id', '=', saga.id)
    .where('fence', '=', saga.fence)
    .where('status', '!=', 'done')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * Parks the saga where it stands, if `fence` still holds. Gives the kind and the step that it has on
 * record.
 */
export async function parkSaga(
  trx: Trx,
  { id, fence, status }: Saga,
  { runAt, at }: { runAt: Date; at: Date },
): Promise<{ kind: string; step: string } | undefined> {
  return trx
    .updateTable('saga')
    .set({
      status: 'parked',
      run_at: runAt.toISOString(),
      updated_at: at.toISOString(),
      ...(status !== 'parked' && { stepped_at: at.toISOString() }),
    })
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('status', '!=', 'done')
    .returning(['kind', 'step'])
    .executeTakeFirst()
}

/** Whether the fence still holds. */
export async function isOwned(trx: Trx, { id, fence }: Saga): Promise<boolean> {
  const row = await trx
    .selectFrom('saga')
    .select('fence')
    .where('id', '=', id)
    .where('status', '!=', 'done')
    .executeTakeFirst()
  return row?.fence === fence
}

function toSaga(row: Selectable<Schema['saga']>): Saga {
  return {
    id: row.id,
    kind: kindOf(row.kind),
    userId: row.user_id,
    keyId: row.key_id,
    subjectId: row.subject_id,
    step: stepOf(row),
    status: row.status,
    fence: row.fence,
    tries: row.tries,
    failure: (JSON.parse(row.data) as Pick<Saga, 'failure'>).failure,
    createdAt: new Date(row.created_at),
  }
}

function kindOf(kind: string): Saga['kind'] {
  return Object.hasOwn(STEP_NAMES, kind) ? (kind as SagaKind) : 'unknown'
}

function stepOf(row: Pick<Selectable<Schema['saga']>, 'kind' | 'step'>): Saga['step'] {
  const kind = kindOf(row.kind)
  const names: readonly StepName[] = kind === 'unknown' ? [] : STEP_NAMES[kind]
  return names.find((name) => name === row.step) ?? 'unknown'
}
