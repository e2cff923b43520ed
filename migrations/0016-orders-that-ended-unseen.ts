import { sql, type Kysely } from 'kysely'

/** Finds the orders of delisted pairs whose end was assumed: they are asked about if their pair is listed again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index trade_order_assumed_index on trade_order (key_id)
    where reason in ('delisted', 'delisted-unseen')
  `.execute(db)
}
