import { sql } from 'kysely'
import type { Db, Trx } from '../db/schema.ts'
import type { Lane, Wake } from './queue.ts'

/** Claimed work sorts behind everything; a wake meanwhile brings it forward again. */
export const FAR = '9999-12-31T00:00:00.000Z'
/** Sorts before everything: what was under way when its process ended goes first again. */
export const FIRST = '1970-01-01T00:00:00.000Z'

/** Adds a wake, or brings the one that waits forward. Gives how it stands then. */
export async function putWake(
  trx: Trx,
  { lane, id, serialKey }: Pick<Wake, 'lane' | 'id' | 'serialKey'>,
  { runAt, home }: { runAt: string; home: number },
): Promise<{ claimed: number; runAt: string }> {
  const free = { seq: 0, claimed: 0, tries: 0, owner: 0, job: null }
  const row = await trx
    .insertInto('wake')
    .values({ lane, id, serial_key: serialKey, run_at: runAt, home, ...free })
    .onConflict((conflict) =>
      conflict.columns(['lane', 'id']).doUpdateSet((eb) => ({
        run_at: sql<string>`case when ${eb.ref('wake.run_at')} < ${runAt}
          then ${eb.ref('wake.run_at')} else ${runAt} end`,
        seq: eb('wake.seq', '+', 1),
      })),
    )
    .returning(['claimed', 'run_at'])
    .executeTakeFirstOrThrow()
  return { claimed: row.claimed, runAt: row.run_at }
}

/** Which of these have no wake in a lane: nobody would ever do them. */
export async function findForgotten(
  db: Db,
  lane: Lane,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.selectFrom('wake').select('id').where('lane', '=', lane).execute()
  return new Set(ids).difference(new Set(rows.map(({ id }) => id)))
}

/** When the first of what waits and was not due yet at `after` falls due. */
export async function findNextDue(db: Db, after: Date): Promise<Date | undefined> {
  const next = await db
    .selectFrom('wake')
    .select('run_at')
    .where('claimed', '=', sql.lit(0))
    .where('run_at', '>', after.toISOString())
    .orderBy('run_at')
    .limit(1)
    .executeTakeFirst()
  return next && new Date(next.run_at)
}

/** Work that waits although it was due at `before` already, by what it is serial with. */
export async function listOverdue(
  db: Db,
  lanes: readonly Lane[],
  before: Date,
): Promise<{ serialKey: string; since: Date }[]> {
  const rows = await db
    .selectFrom('wake')
    .select((eb) => ['serial_key', eb.fn.min('run_at').as('since')])
    .where('lane', 'in', [...lanes])
    .where('run_at', '<=', before.toISOString())
    .groupBy('serial_key')
    .execute()
  return rows.map((row) => ({ serialKey: row.serial_key, since: new Date(row.since) }))
}
