import type { Db } from '../db/schema.ts'

/** The exit or other promise that has been open for the longest time. */
export interface OldestSaga {
  id: string
  kind: string
  step: string
  /** True while it waits for its trader. */
  asks: boolean
  createdAt: Date
  steppedAt: Date
}

export async function findOldestSaga(db: Db): Promise<OldestSaga | undefined> {
  const row = await db
    .selectFrom('saga')
    .selectAll()
    .where('status', '!=', 'done')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      kind: row.kind,
      step: row.step,
      asks: row.status === 'waiting',
      createdAt: new Date(row.created_at),
      steppedAt: new Date(row.stepped_at ?? row.created_at),
    }
  )
}

/** How many, and since when the oldest. */
export interface Backlog {
  count: number
  oldest: Date | undefined
}

/** Orders that were sent and of which nobody knows yet whether they landed. */
export async function countUnresolvedOrders(db: Db): Promise<Backlog> {
  const row = await db
    .selectFrom('trade_order')
    .select((eb) => [eb.fn.countAll().as('count'), eb.fn.min('sent_at').as('oldest')])
    .where('status', '=', 'sent')
    .executeTakeFirstOrThrow()
  return toBacklog(row)
}

/** Notices that still have to be sent. */
export async function countDueNotices(db: Db): Promise<Backlog> {
  const row = await db
    .selectFrom('notice')
    .select((eb) => [eb.fn.countAll().as('count'), eb.fn.min('created_at').as('oldest')])
    .where('status', '=', 'due')
    .executeTakeFirstOrThrow()
  return toBacklog(row)
}

function toBacklog(row: { count: number | string | bigint; oldest: string | null }): Backlog {
  return {
    count: Number(row.count),
    oldest: row.oldest === null ? undefined : new Date(row.oldest),
  }
}
