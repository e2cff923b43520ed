import { sql } from 'kysely'
import type { Db } from '../db/schema.ts'
import { ROUTES, type Deliveries } from './deliveries.ts'
import { callOthers } from './hand-over.ts'
import type { Lane } from './queue.ts'
import { FIRST } from './wake-rows.ts'

/** Puts back what a process holds, or alone may do, because it is gone: others do it, and first. */
export async function releaseProcess(
  db: Db,
  deliveries: Deliveries,
  instance: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const held = await trx
      .selectFrom('wake')
      .select(['lane', 'id', 'job'])
      .where('owner', '=', instance)
      .forUpdate()
      .execute()
    for (const { lane, id, job } of held) {
      await trx
        .updateTable('wake')
        .set({ claimed: 0, owner: 0, job: null, run_at: FIRST })
        .where('lane', '=', lane)
        .where('id', '=', id)
        .execute()
      const [jobId = '', attempt] = job?.split(':') ?? []
      await deliveries.end(trx, lane as Lane, { id: jobId, retryCount: Number(attempt) })
    }
    await trx
      .updateTable('wake')
      .set({ home: 0, claimed: 0 })
      .where('home', '=', instance)
      .execute()
    await callOthers(trx)
  })
}

/** Processes that hold something, or alone may do it. */
export async function listHolders(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('wake')
    .select('owner as instance')
    .where('owner', '!=', 0)
    .union(db.selectFrom('wake').select('home as instance').where('home', '!=', 0))
    .execute()
  return rows.map(({ instance }) => instance)
}

/**
 * Puts back what nobody will come for: held by a process that froze, or handed over by a delivery
 * that is lost. What is to be done stands in `wake`, so losing every delivery loses nothing.
 */
export async function releaseStranded(db: Db): Promise<number> {
  const queues = [...new Set(Object.values(ROUTES).map(({ queue }) => queue))]
  const { rows } = await sql<{ lane: string; id: string; owner: number; job: string | null }>`
    select lane, id, owner, job from wake where claimed = 1 and not exists (
      select from pgboss.job
      where name in (${sql.join(queues)}) and singleton_key = wake.serial_key
        and case when owner = 0 then state in ('created', 'retry', 'active')
            else state = 'active' and id::text || ':' || retry_count::text = wake.job end
    )`.execute(db)
  for (const { lane, id, owner, job } of rows) {
    await db
      .updateTable('wake')
      .set({ claimed: 0, owner: 0, job: null, run_at: FIRST })
      .where('lane', '=', lane)
      .where('id', '=', id)
      .where('owner', '=', owner)
      .where('job', 'is not distinct from', job)
      .where('claimed', '=', 1)
      .execute()
  }
  return rows.length
}
