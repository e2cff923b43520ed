import { describe } from 'vitest'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { aSqlite } from '../support/scratch.ts'
import type { QueueDriver } from './queue-stage.ts'
import { wakeContract } from './wake-contract.ts'
import { workContract } from './work-contract.ts'

const driver: QueueDriver = async () => {
  const db = await aSqlite()
  return {
    db,
    openProcess: async (clock, log) => ({
      queue: new SqliteQueue(db, clock, log),
      die: async () => undefined,
      close: async () => undefined,
    }),
  }
}

describe('SqliteQueue', () => {
  wakeContract(driver, { backlog: 10_000 })
  workContract(driver)
})
