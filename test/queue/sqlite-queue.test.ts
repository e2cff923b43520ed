import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { commit } from '../../src/queue/core.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { aDatabase } from '../support/scratch.ts'
import { queueContract } from './queue-contract.ts'

describe('SqliteQueue', () => {
  queueContract({
    openDatabase: aDatabase,
    createQueue: (db, clock, log) => new SqliteQueue(db, clock, log),
  })

  test('does failed work again that the full disk did not let it give back', async () => {
    const db = await aDatabase()
    const clock = new HandClock()
    const events: string[] = []
    const log = createLog(
      'error',
      () => clock.now(),
      (line) => events.push((JSON.parse(line) as { event: string }).event),
    )
    const queue = new SqliteQueue(db, clock, log)
    let tries = 0
    queue.work('saga', { concurrency: 1 }, async () => {
      tries += 1
      if (tries === 1) throw new Error('The disk is full')
    })
    await queue.start()
    await sql`create trigger full before update of tries on wake begin select raise(abort, 'full'); end`.execute(
      db,
    )

    await commit({ db, queue }, (trx) => queue.wake(trx, { lane: 'saga', id: 'a', serialKey: 'a' }))
    await until(() => events.includes('queue-look-failed'))
    await sql`drop trigger full`.execute(db)
    clock.advance(1_000)
    await until(async () => (await db.selectFrom('wake').selectAll().execute())[0]?.claimed === 0)
    clock.advance(2_000)
    await until(() => tries === 2)

    expect(events).toContain('retry-failed')
    await queue.stop(0)
  })
})

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}
