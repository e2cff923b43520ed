import { Big } from 'big.js'
import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { Tally } from './position.ts'

/** What all fills of a bot before a moment came to. */
export interface ClosedBook {
  botId: string
  before: Date
  tally: Tally
}

/** The closed books of these bots; with `notAfter`, only those closed up to then or earlier. */
export async function listClosedBooks(
  db: Db,
  botIds: readonly string[],
  notAfter?: Date,
): Promise<ClosedBook[]> {
  if (botIds.length === 0) return []
  const rows = await db
    .selectFrom('closed_book')
    .selectAll()
    .where('bot_id', 'in', [...botIds])
    .$if(notAfter !== undefined, (query) =>
      query.where('before', '<=', notAfter?.toISOString() ?? ''),
    )
    .execute()
  return rows.map(toClosedBook)
}

/** Records what a bot's fills before a moment came to, in the place of what was known so far. */
export async function putClosedBook(trx: Trx, { botId, before, tally }: ClosedBook): Promise<void> {
  const book = {
    before: before.toISOString(),
    amount: tally.amount.toFixed(),
    cost: tally.cost.toFixed(),
    realized: tally.realized.toFixed(),
    bought_amount: tally.boughtAmount.toFixed(),
    fees: toJson(tally.fees),
    unvalued_fees: toJson(tally.unvaluedFees),
    unknown_fees: tally.unknownFees,
    unclear_amount: tally.unclearAmount.toFixed(),
  }
  await trx
    .insertInto('closed_book')
    .values({ bot_id: botId, ...book })
    .onConflict((conflict) => conflict.column('bot_id').doUpdateSet(book))
    .execute()
}

/**
 * Forgets the closed books into which a fill falls that is new or changed. A book that stands is what
 * its fills come to, always.
 */
export async function reopenBooks(
  trx: Trx,
  fills: readonly { botId: string; at: Date }[],
): Promise<void> {
  if (fills.length === 0) return
  const moments = [...Map.groupBy(fills, ({ botId }) => botId)].map(([botId, of]) => ({
    botId,
    earliest: new Date(Math.min(...of.map(({ at }) => at.getTime()))).toISOString(),
  }))
  await trx
    .deleteFrom('closed_book')
    .where((eb) =>
      eb.or(
        moments.map(({ botId, earliest }) => eb('bot_id', '=', botId).and('before', '>', earliest)),
      ),
    )
    .execute()
}

function toClosedBook(row: Selectable<Schema['closed_book']>): ClosedBook {
  return {
    botId: row.bot_id,
    before: new Date(row.before),
    tally: {
      amount: new Big(row.amount),
      cost: new Big(row.cost),
      realized: new Big(row.realized),
      boughtAmount: new Big(row.bought_amount),
      fees: fromJson(row.fees),
      unvaluedFees: fromJson(row.unvalued_fees),
      unknownFees: row.unknown_fees,
      unclearAmount: new Big(row.unclear_amount),
    },
  }
}

function toJson(amounts: ReadonlyMap<string, Big>): string {
  return JSON.stringify(Object.fromEntries([...amounts].map(([coin, n]) => [coin, n.toFixed()])))
}

function fromJson(text: string): ReadonlyMap<string, Big> {
  const amounts = JSON.parse(text) as Record<string, string>
  return new Map(Object.entries(amounts).map(([coin, n]) => [coin, new Big(n)]))
}
