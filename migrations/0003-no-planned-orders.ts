import { sql, type Kysely } from 'kysely'

/** An order is on record as sent from the start; those that were only planned never left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`update trade_order set status = 'void', settled = 1 where status = 'planned'`.execute(
    db,
  )
}
