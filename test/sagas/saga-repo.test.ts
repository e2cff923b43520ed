import { expect, test } from 'vitest'
import { commit } from '../../src/queue/core.ts'
import {
  answerSaga,
  endSagaOfKey,
  findSagaOfKey,
  isOwned,
  listAnswers,
  listOpenSagas,
  moveSaga,
  parkSaga,
  takeUp,
} from '../../src/sagas/saga-repo.ts'
import type { Saga } from '../../src/sagas/saga.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { openSagas, type SagaStage } from './saga-stage.ts'

const STEP = {
  step: 'check',
  status: 'active',
  runAt: NOON,
  tries: 0,
  failure: undefined,
  at: NOON,
} as const

async function taken(stage: SagaStage, id: string): Promise<Saga> {
  const saga = await takeUp(stage.db, id)
  if (saga === undefined) throw new Error(`Nobody can take up ${id}`)
  return saga
}

test('only the latest that took a saga up may write', async () => {
  const stage = await openSagas()
  const id = await stage.start()
  const first = await taken(stage, id)
  const second = await taken(stage, id)

  expect(second.fence).toBe(first.fence + 1)
  expect(await commit(stage, (trx) => isOwned(trx, first))).toBe(false)
  expect(await commit(stage, (trx) => isOwned(trx, second))).toBe(true)
  expect(await commit(stage, (trx) => moveSaga(trx, first, STEP))).toBe(false)
  expect(await commit(stage, (trx) => parkSaga(trx, first, { runAt: NOON, at: NOON }))).toBe(
    undefined,
  )
  expect(await stage.stored(id)).toMatchObject({ step: 'cancel', status: 'active' })
  expect(await commit(stage, (trx) => moveSaga(trx, second, STEP))).toBe(true)
})

test('a saga that was ended from outside belongs to nobody any more', async () => {
  const stage = await openSagas()
  const id = await stage.start()
  const saga = await taken(stage, id)
  await commit(stage, (trx) => endSagaOfKey(trx, 'key-1', 'disconnect-key', NOON))

  expect(await commit(stage, (trx) => isOwned(trx, saga))).toBe(false)
  expect(await commit(stage, (trx) => moveSaga(trx, saga, STEP))).toBe(false)
  expect(await takeUp(stage.db, id)).toBe(undefined)
})

test('endSagaOfKey() ends only its kind, and only of that key', async () => {
  const stage = await openSagas()
  await stage.start('key-1')
  await stage.start('key-2')

  await commit(stage, (trx) => endSagaOfKey(trx, 'key-1', 'dead-key', NOON))
  expect((await listOpenSagas(stage.db)).length).toBe(2)
  await commit(stage, (trx) => endSagaOfKey(trx, 'key-1', 'disconnect-key', NOON))

  expect((await listOpenSagas(stage.db)).map(({ keyId }) => keyId)).toEqual(['key-2'])
})

test('a key has one saga at a time, a parked one included', async () => {
  const stage = await openSagas()
  const id = await stage.start()
  const saga = await taken(stage, id)
  await commit(stage, (trx) => parkSaga(trx, saga, { runAt: NOON, at: NOON }))

  await expect(stage.start()).rejects.toThrow(/unique/i)
  expect((await findSagaOfKey(stage.db, 'key-1'))?.status).toBe('parked')
})

test('stepped_at stays while a step is tried again, and moves with each change of step or status', async () => {
  const stage = await openSagas()
  const id = await stage.start()
  const at = (seconds: number) => new Date(NOON.getTime() + seconds * 1000)
  const steppedAt = async (change: Partial<Parameters<typeof moveSaga>[2]>) => {
    const saga = await taken(stage, id)
    await commit(stage, (trx) => moveSaga(trx, saga, { ...STEP, ...change }))
    return (await stage.stored(id)).stepped_at
  }

  expect(await steppedAt({ step: 'cancel', at: at(1) })).toBe(null)
  expect(await steppedAt({ step: 'check', at: at(2) })).toBe(at(2).toISOString())
  expect(await steppedAt({ step: 'check', at: at(3) })).toBe(at(2).toISOString())
  expect(await steppedAt({ step: 'check', status: 'waiting', at: at(4) })).toBe(at(4).toISOString())
})

test('of several answers by one name the newest counts, and an answer wakes the saga', async () => {
  const stage = await openSagas()
  const id = await stage.start()
  await stage.db.deleteFrom('wake').execute()
  for (const value of ['sell', 'keep']) {
    stage.clock.advance(1_000)
    await commit(stage, (trx) =>
      answerSaga(trx, stage, { id, keyId: 'key-1' }, { name: 'q', value }),
    )
  }

  expect(await listAnswers(stage.db, id)).toEqual(new Map([['q', 'keep']]))
  expect(await stage.wokenAt(id)).toBe(new Date(NOON.getTime() + 1_000).toISOString())
})
