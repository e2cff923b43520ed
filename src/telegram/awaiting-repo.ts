import { addSeconds } from '../lib/clock.ts'
import type { ExchangeId } from '../exchange/exchange.ts'
import type { Core } from '../queue/core.ts'

/** A chat whose next message holds credentials. */
export interface Awaiting {
  userId: string
  exchange: ExchangeId
  /** The key that they replace; undefined when a new one is linked. */
  keyId: string | undefined
}

const LIFETIME_SECONDS = 15 * 60

/** From now on the user's next text is taken for credentials. */
export async function awaitSecret(
  core: Core,
  { userId, exchange, keyId }: Awaiting,
): Promise<void> {
  const row = {
    user_id: userId,
    exchange,
    key_id: keyId ?? null,
    expires_at: addSeconds(core.clock.now(), LIFETIME_SECONDS).toISOString(),
  }
  await core.db
    .insertInto('awaiting_secret')
    .values(row)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

export async function findAwaiting(core: Core, userId: string): Promise<Awaiting | undefined> {
  const row = await core.db
    .selectFrom('awaiting_secret')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', core.clock.now().toISOString())
    .executeTakeFirst()
  return row && { userId, exchange: row.exchange as ExchangeId, keyId: row.key_id ?? undefined }
}

/** True when something was awaited. */
export async function stopAwaiting(core: Core, userId: string): Promise<boolean> {
  const { numDeletedRows } = await core.db
    .deleteFrom('awaiting_secret')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
