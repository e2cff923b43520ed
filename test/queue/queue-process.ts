import { Secret } from '../../src/lib/secret.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Presence } from '../../src/db/presence.ts'
import { poolPostgres } from '../../src/db/postgres.ts'
import { commit } from '../../src/queue/core.ts'
import { PostgresQueue } from '../../src/queue/postgres-queue.ts'

// A process that takes one piece of work and never ends it. Its database is its argument.
const log = { debug() {}, info() {}, warn() {}, error() {} }
const { db, postgres } = poolPostgres(new Secret(process.argv[2] ?? ''), log)
const presence = new Presence(postgres, log)
await presence.start()
const queue = await PostgresQueue.open({ db, postgres, presence, clock: systemClock, log })
queue.work('saga', { concurrency: 1 }, (id) => {
  process.stdout.write(`took ${id}\n`)
  return Promise.race([])
})
await queue.start()
await commit({ db, queue }, (trx) => queue.wake(trx, { lane: 'saga', id: 'a', serialKey: 'a' }))
setInterval(() => undefined, 60_000)
