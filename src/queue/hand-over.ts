import { sql } from 'kysely'
import { WAKE_CHANNEL } from '../db/presence.ts'
import type { Db, Trx } from '../db/schema.ts'
import { repeatOnConflict } from '../db/transact.ts'
import type { Deliveries } from './deliveries.ts'
import type { Lane } from './queue.ts'

const MOST_AT_ONCE = 500

/** A wake that is due and goes to whoever is free. */
interface Due {
  lane: Lane
  id: string
  serialKey: string
  home: number
}

/** Hands over what is due: a delivery each, sent with the transaction. */
export async function handOver(
  trx: Trx,
  deliveries: Deliveries,
  due: readonly Due[],
): Promise<void> {
  for (const [lane, of] of Map.groupBy(due, (one) => one.lane)) {
    const ids = of.map(({ id }) => id)
    await trx
      .updateTable('wake')
      .set({ claimed: 1 })
      .where('lane', '=', lane)
      .where('id', 'in', ids)
      .execute()
    await deliveries.send(trx, lane, of)
  }
  if (due.length > 0) await callOthers(trx)
}

/** Hands over whatever fell due. Each piece is handed over by one process, whoever comes first. */
export async function handOverDue(db: Db, deliveries: Deliveries, now: Date): Promise<void> {
  const due = db
    .selectFrom('wake')
    .select(['lane', 'id', 'serial_key', 'home'])
    .where('claimed', '=', 0)
    .where('run_at', '<=', now.toISOString())
    .orderBy('run_at')
  while ((await due.limit(1).executeTakeFirst()) !== undefined) {
    const handed = await repeatOnConflict(() =>
      db.transaction().execute(async (trx) => {
        const { rows } = await trx.executeQuery(due.limit(MOST_AT_ONCE).forUpdate().skipLocked())
        const found = rows.map(({ lane, id, serial_key: serialKey, home }) => ({
          lane: lane as Lane,
          id,
          serialKey,
          home,
        }))
        await handOver(trx, deliveries, found)
        return found.length
      }),
    )
    // What is left is in somebody else's hands.
    if (handed === 0) return
  }
}

/** Heard by every process when the transaction commits. */
export async function callOthers(trx: Trx): Promise<void> {
  await sql`select pg_notify(${WAKE_CHANNEL}, '')`.execute(trx)
}
