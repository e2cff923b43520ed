import { addSeconds } from '../lib/clock.ts'
import type { ExchangeId } from '../exchange/exchange.ts'
import { leavePageRequests } from '../keys/page-request-repo.ts'
import type { Core } from '../queue/core.ts'

/** A chat whose next message holds credentials. */
export interface Awaiting {
  userId: string
  exchange: ExchangeId
  /** The key that they replace; undefined when a new one is linked. */
  keyId: string | undefined
  /** The key pair that only wants the API key; undefined when all credentials are wanted. */
  pairId?: string | undefined
}

/** Somebody whose secret is awaited. */
export interface Awaited extends Awaiting {
  /** The memory in which the API key waits for the secret; undefined when none came yet. */
  heldBy: string | undefined
  /** From then on nothing is awaited any more. */
  until: Date
}

const LIFETIME_SECONDS = 15 * 60

/** From now on the user's next text is taken for credentials, for a quarter of an hour at least. */
export async function awaitSecret(
  core: Core,
  { userId, exchange, keyId, pairId }: Awaiting,
  until = new Date(0),
): Promise<void> {
  const soonest = addSeconds(core.clock.now(), LIFETIME_SECONDS)
  const row = {
    user_id: userId,
    exchange,
    key_id: keyId ?? null,
    pair_id: pairId ?? null,
    expires_at: (until > soonest ? until : soonest).toISOString(),
    held_by: null,
  }
  await core.db
    .insertInto('awaiting_secret')
    .values(row)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

export async function findAwaiting(core: Core, userId: string): Promise<Awaited | undefined> {
  const row = await core.db
    .selectFrom('awaiting_secret')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', core.clock.now().toISOString())
    .executeTakeFirst()
  if (row === undefined) return undefined
  const exchange = row.exchange as ExchangeId
  return {
    userId,
    exchange,
    keyId: row.key_id ?? undefined,
    pairId: row.pair_id ?? undefined,
    heldBy: row.held_by ?? undefined,
    until: new Date(row.expires_at),
  }
}

/** Notes whose memory holds the API key that waits for its secret; undefined: nobody's. */
export async function noteHeldBy(
  core: Core,
  userId: string,
  heldBy: string | undefined,
): Promise<void> {
  await core.db
    .updateTable('awaiting_secret')
    .set({ held_by: heldBy ?? null })
    .where('user_id', '=', userId)
    .execute()
}

/** True when something was awaited. The page on which it could be entered ends too. */
export async function stopAwaiting(core: Core, userId: string): Promise<boolean> {
  await leavePageRequests(core.db, userId)
  const { numDeletedRows } = await core.db
    .deleteFrom('awaiting_secret')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
