import type { Db, Trx } from '../db/schema.ts'
import type { ExchangeId } from '../exchange/exchange-id.ts'

/** Doubts a key that was healthy until now, before any probe of it. */
export async function doubtKey(trx: Trx, id: string, at: Date): Promise<void> {
  await trx
    .updateTable('exchange_key')
    .set({ health: 'suspect', refused_since: at.toISOString() })
    .where('id', '=', id)
    .where('health', '=', 'healthy')
    .where('status', 'in', ['linked', 'disconnecting'])
    .execute()
}

/** How many keys of an exchange are watched, and on how many of them a bot runs. */
export async function countWatched(
  db: Db,
  exchange: ExchangeId,
): Promise<{ keys: number; busy: number }> {
  const watched = db
    .selectFrom('exchange_key')
    .where('exchange', '=', exchange)
    .where('exchange_key.status', 'in', ['linked', 'disconnecting'])
  const { keys } = await watched
    .select((eb) => eb.fn.countAll<number | string>().as('keys'))
    .executeTakeFirstOrThrow()
  const { busy } = await watched
    .innerJoin('trading_bot', 'trading_bot.key_id', 'exchange_key.id')
    .where('trading_bot.status', '=', 'running')
    .select((eb) => eb.fn.count<number | string>('exchange_key.id').distinct().as('busy'))
    .executeTakeFirstOrThrow()
  return { keys: Number(keys), busy: Number(busy) }
}
