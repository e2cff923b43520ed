import { describe } from 'vitest'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { aDatabase } from '../support/scratch.ts'
import { queueContract } from './queue-contract.ts'

describe('SqliteQueue', () => {
  queueContract({
    openDatabase: aDatabase,
    createQueue: (db, clock, log) => new SqliteQueue(db, clock, log),
  })
})
