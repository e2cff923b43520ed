import { sql } from 'kysely'
import type { Db } from '../db/schema.ts'
import type { ExchangeId, KeyRights } from '../exchange/exchange.ts'
import type { OtherKey } from './fleet.ts'
import type { Key, KeyCause } from './key.ts'

/** Enough to tell a part from a whole, however many keys there are. */
const SAMPLE = 200
/** Of those, this many are looked at for witnesses. */
const CANDIDATES = 30
/** Keys of other people that are asked at once when one is refused, each time. */
const WITNESSES = 3

type Asker = Pick<Key, 'exchange' | 'userId' | 'accountUid'>

/**
 * What the exchange said of other people's keys since that moment. Of very many those whose ids come
 * next, which is chance: the latest answers would be of those that are asked most often.
 */
export async function listAskedSince(
  db: Db,
  key: Asker & Pick<Key, 'id'>,
  since: Date,
): Promise<OtherKey[]> {
  const asked = othersOf(db, key).where('checked_at', '>', since.toISOString()).orderBy('id')
  const after = await asked.where('id', '>', key.id).limit(SAMPLE).execute()
  const before = await asked
    .where('id', '<', key.id)
    .limit(SAMPLE - after.length)
    .execute()
  return [...after, ...before].map((row) => ({
    health: row.health,
    cause: (row.cause as KeyCause | null) ?? undefined,
    refusedSince: row.refused_since === null ? undefined : new Date(row.refused_since),
    checkedAt: new Date(row.checked_at),
    ipBound: ipBoundOf(row.rights),
  }))
}

/**
 * Keys of other people to be asked now, for their answers tell whether it is this key alone that is
 * refused: of those that were not asked since, the ones that have waited longest, bound ones first.
 * None when another is doubted as well: one outage must not bring a probe of every key.
 */
export async function listWitnesses(db: Db, key: Asker, since: Date): Promise<string[]> {
  const doubted = await othersOf(db, key)
    .where('health', '=', sql.lit('suspect' as const))
    .limit(1)
    .executeTakeFirst()
  if (doubted !== undefined) return []
  const rows = await othersOf(db, key)
    .where('health', '=', 'healthy')
    .where('checked_at', '<=', since.toISOString())
    .orderBy('checked_at')
    .limit(CANDIDATES)
    .execute()
  const bound = rows.filter(({ rights }) => ipBoundOf(rights) === true)
  const rest = rows.filter(({ rights }) => ipBoundOf(rights) !== true)
  return [...bound, ...rest].slice(0, WITNESSES).map(({ id }) => id)
}

/** An exchange that refuses many alike, told to the operators once. */
export interface FleetRefusal {
  exchange: ExchangeId
  cause: KeyCause
  /** Keys that would be called dead, were they alone. */
  count: number
  since: Date
}

/**
 * Exchanges on which keys are held back from being called dead. An episode begins with the first key
 * that is held and ends when none is any more.
 */
export async function noteFleetRefusals(db: Db, now: Date): Promise<FleetRefusal[]> {
  const held = await db
    .selectFrom('exchange_key')
    .select((eb) => ['exchange', 'cause', eb.fn.countAll<number | string>().as('count')])
    .where('held', '=', sql.lit(1))
    .where('status', 'in', ['linked', 'disconnecting'])
    .groupBy(['exchange', 'cause'])
    .execute()
  const known = await db.selectFrom('fleet_refusal').selectAll().execute()
  const over = known.filter(({ exchange }) => !held.some((one) => one.exchange === exchange))
  for (const { exchange } of over) {
    await db.deleteFrom('fleet_refusal').where('exchange', '=', exchange).execute()
  }
  const found: FleetRefusal[] = []
  for (const [exchange, causes] of Map.groupBy(held, (row) => row.exchange)) {
    const since = known.find((row) => row.exchange === exchange)?.since ?? now.toISOString()
    await db
      .insertInto('fleet_refusal')
      .values({ exchange, since })
      .onConflict((conflict) => conflict.column('exchange').doNothing())
      .execute()
    const [most] = causes.toSorted((a, b) => Number(b.count) - Number(a.count))
    found.push({
      exchange: exchange as ExchangeId,
      cause: (most?.cause ?? 'not-permitted') as KeyCause,
      count: causes.reduce((sum, { count }) => sum + Number(count), 0),
      since: new Date(since),
    })
  }
  return found
}

function othersOf(db: Db, { exchange, userId, accountUid }: Asker) {
  return db
    .selectFrom('exchange_key')
    .select(['id', 'health', 'cause', 'refused_since', 'checked_at', 'rights'])
    .where('exchange', '=', exchange)
    .where('user_id', '!=', userId)
    .where('account_uid', '!=', accountUid)
    .where('status', 'in', ['linked', 'disconnecting'])
}

function ipBoundOf(rights: string): boolean | undefined {
  return (JSON.parse(rights) as Partial<KeyRights>).ipBound
}
