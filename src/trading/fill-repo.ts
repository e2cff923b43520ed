import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { ExchangeFill } from '../exchange/exchange.ts'
import { feesBeside, type Fees } from '../exchange/fees.ts'
import type { Side } from '../exchange/market.ts'
import { reopenBooks } from './closed-book-repo.ts'
import { fromFeesText, toFeesText } from './fees-text.ts'
import type { Order } from './order.ts'

type FillRow = Selectable<Schema['fill']>

/** One execution of an order of ours. */
export interface Fill {
  id: string
  botId: string
  orderId: string
  tradeId: string
  symbol: string
  slot: string
  side: Side
  price: Big
  amount: Big
  cost: Big
  fees: Fees
  /** Quote that its fees in third coins were worth; 0 where there is none, undefined while unknown. */
  feeValue: Big | undefined
  at: Date
}

/** Fills of these bots, oldest first; with `since`, none made before it. */
export async function listFills(db: Db, botIds: readonly string[], since?: Date): Promise<Fill[]> {
  if (botIds.length === 0) return []
  const rows = await db
    .selectFrom('fill')
    .selectAll()
    .where('bot_id', 'in', [...botIds])
    .$if(since !== undefined, (query) => query.where('filled_at', '>=', since?.toISOString() ?? ''))
    .orderBy('filled_at')
    // Trade ids are whole numbers, as text: 9 comes before 10.
    .orderBy((eb) => eb.fn('length', ['trade_id']))
    .orderBy('trade_id')
    .execute()
  return rows.map(toFill)
}

/** How many fills of each of these bots there are; bots without any are left out. */
export async function countFills(
  db: Db,
  botIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (botIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('fill')
    .select((eb) => ['bot_id', eb.fn.countAll<number>().as('count')])
    .where('bot_id', 'in', [...botIds])
    .groupBy('bot_id')
    .execute()
  return new Map(rows.map(({ bot_id: botId, count }) => [botId, count]))
}

export async function listFillsOfOrders(db: Db, orderIds: readonly string[]): Promise<Fill[]> {
  if (orderIds.length === 0) return []
  const rows = await db
    .selectFrom('fill')
    .selectAll()
    .where('order_id', 'in', [...orderIds])
    .orderBy('filled_at')
    // Trade ids are whole numbers, as text: 9 comes before 10.
    .orderBy((eb) => eb.fn('length', ['trade_id']))
    .orderBy('trade_id')
    .execute()
  return rows.map(toFill)
}

/** A fill of one of our orders, as the exchange tells it. */
export interface OwnFill {
  order: Pick<Order, 'id' | 'keyId' | 'botId' | 'symbol' | 'slot'>
  fill: ExchangeFill
}

/** A fill that was not on record before. */
export interface NewFill {
  botId: string
  orderId: string
  at: Date
}

/** Records fills of our orders; those on record already are left as they are. Gives the new ones. */
export async function insertFills(trx: Trx, fills: readonly OwnFill[]): Promise<NewFill[]> {
  if (fills.length === 0) return []
  const rows = await trx
    .insertInto('fill')
    .values(
      fills.map(({ order, fill }) => ({
        id: randomUUID(),
        key_id: order.keyId,
        bot_id: order.botId,
        order_id: order.id,
        trade_id: fill.id,
        symbol: order.symbol,
        slot: order.slot,
        side: fill.side,
        price: fill.price.toFixed(),
        amount: fill.amount.toFixed(),
        cost: fill.cost.toFixed(),
        fees: toFeesText(fill.fees),
        ...toBeValued(order.symbol, fill),
        filled_at: fill.at.toISOString(),
      })),
    )
    .onConflict((conflict) => conflict.columns(['key_id', 'symbol', 'trade_id']).doNothing())
    .returning(['bot_id', 'order_id', 'filled_at'])
    .execute()
  const made = rows.map((row) => ({
    botId: row.bot_id,
    orderId: row.order_id,
    at: new Date(row.filled_at),
  }))
  await reopenBooks(trx, made)
  return made
}

/** Takes a fill off the record that stood for others. */
export async function dropFill(
  trx: Trx,
  { orderId, tradeId }: Pick<Fill, 'orderId' | 'tradeId'>,
): Promise<void> {
  const dropped = await trx
    .deleteFrom('fill')
    .where('order_id', '=', orderId)
    .where('trade_id', '=', tradeId)
    .returning(['bot_id', 'filled_at'])
    .execute()
  await reopenBooks(
    trx,
    dropped.map((row) => ({ botId: row.bot_id, at: new Date(row.filled_at) })),
  )
}

/** A fee in base or quote is in amount and cost; those in third coins have to be valued. */
function toBeValued(symbol: string, { fees }: ExchangeFill) {
  const thirdCoins = new Set(feesBeside(fees, ...symbol.split('/')).map(({ coin }) => coin))
  return {
    fee_value: thirdCoins.size === 0 && fees !== 'unknown' ? '0' : null,
    unvalued_coins: thirdCoins.size === 0 ? null : [...thirdCoins].toSorted().join(','),
  }
}

function toFill(row: FillRow): Fill {
  return {
    id: row.id,
    botId: row.bot_id,
    orderId: row.order_id,
    tradeId: row.trade_id,
    symbol: row.symbol,
    slot: row.slot,
    side: row.side,
    price: new Big(row.price),
    amount: new Big(row.amount),
    cost: new Big(row.cost),
    fees: fromFeesText(row.fees),
    feeValue: row.fee_value === null ? undefined : new Big(row.fee_value),
    at: new Date(row.filled_at),
  }
}
