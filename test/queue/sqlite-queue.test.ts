import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { aDatabase } from '../support/scratch.ts'
import { queueContract } from './queue-contract.ts'

queueContract('SqliteQueue', {
  openDatabase: aDatabase,
  createQueue: (db, clock, log) => new SqliteQueue(db, clock, log),
})
