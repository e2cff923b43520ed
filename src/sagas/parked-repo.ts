import type { Db } from '../db/schema.ts'

/** A saga at a step that the version which took it up does not know. */
export interface ParkedSaga {
  id: string
  kind: string
  step: string
  since: Date
}

/** Sagas that stand still through no fault of a trader or an exchange, the oldest first. */
export async function listParked(db: Db): Promise<ParkedSaga[]> {
  const rows = await db
    .selectFrom('saga')
    .select(['id', 'kind', 'step', 'stepped_at', 'updated_at'])
    .where('status', '=', 'parked')
    .orderBy('stepped_at')
    .execute()
  return rows.map(({ id, kind, step, stepped_at: steppedAt, updated_at: updatedAt }) => ({
    id,
    kind,
    step,
    since: new Date(steppedAt ?? updatedAt),
  }))
}
