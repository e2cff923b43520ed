import { Presence } from '../../src/db/presence.ts'
import { PostgresQueue } from '../../src/queue/postgres-queue.ts'
import { aPostgres } from '../support/scratch.ts'
import type { QueueDriver } from './queue-stage.ts'

/** Processes that share one database, each with its own lock in it. */
export const postgresDriver: QueueDriver = async () => {
  const { db, postgres } = await aPostgres()
  return {
    db,
    async openProcess(clock, log) {
      const presence = new Presence(postgres, log)
      await presence.start()
      const queue = await PostgresQueue.open({ db, postgres, presence, clock, log })
      return {
        queue,
        die: () => presence.close(),
        async close() {
          await queue.close()
          await presence.close()
        },
      }
    },
  }
}
