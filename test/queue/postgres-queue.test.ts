import { describe, test } from 'vitest'
import { expect } from 'vitest'
import { postgresDriver } from './postgres-driver.ts'
import { macrotask, openStage } from './queue-stage.ts'
import { wakeContract } from './wake-contract.ts'
import { workContract } from './work-contract.ts'

describe('PostgresQueue', () => {
  wakeContract(postgresDriver, { backlog: 2_000 })
  workContract(postgresDriver)

  test('takes no word of work that outlived its process', async () => {
    const { queue, wake, another, die, idle, db } = await openStage(postgresDriver)
    const started = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    queue.work('saga', { concurrency: 1 }, async () => {
      started.resolve()
      await gate.promise
    })
    await queue.start()
    await wake({ id: 'a' })
    await started.promise
    await die()
    const second = await another()
    const held = Promise.withResolvers<void>()
    const taken = Promise.withResolvers<void>()
    second.work('saga', { concurrency: 1 }, async () => {
      taken.resolve()
      await held.promise
    })
    await second.start()
    await taken.promise

    gate.resolve()
    await macrotask(200)
    expect(await db.selectFrom('wake').select('id').execute()).toEqual([{ id: 'a' }])

    held.resolve()
    await idle()
    expect(await db.selectFrom('wake').select('id').execute()).toEqual([])
  })
})
