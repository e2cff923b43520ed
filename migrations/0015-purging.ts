import type { Kysely } from 'kysely'

/** Finds what can't matter any more without reading all of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [on, column] of [
    ['button', 'expires_at'],
    ['inbox', 'received_at'],
    ['notice', 'sent_at'],
  ] as const) {
    await db.schema.createIndex(`${on}_${column}_index`).on(on).column(column).execute()
  }
}
