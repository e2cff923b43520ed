import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Trx } from '../db/schema.ts'
import { baseOf } from '../strategies/holding.ts'
import { smaller } from '../strategies/order-minimum.ts'
import { insertFills, listFills, type Fill } from '../trading/fill-repo.ts'
import { insertOrders, listUnsettled } from '../trading/order-repo.ts'
import { newIntent, type Order } from '../trading/order.ts'
import { costOf } from '../trading/position.ts'
import { positionsOf } from './positions.ts'
import type { TradingBot } from './trading-bot.ts'

/** Begins the ids, in orders and trades, of what was never an order of ours. */
const BY_HAND = 'by-hand-'

/** What was taken off a bot's books. */
export interface TakenOff {
  bot: TradingBot
  /** Base. */
  amount: Big
  /** Quote that it brought; what it had cost, when nobody knows. */
  cost: Big
  /** Quote won or lost by it. */
  realized: Big
}

/**
 * Takes coins that went by hand off a bot's books, as a sale that says so in its history: slot by
 * slot, so that its strategy knows which of its coins are gone. Without a price it wins and loses
 * nothing. Undefined when the bot holds none any more.
 */
export async function takeOffBooks(
  trx: Trx,
  bot: TradingBot,
  { amount: wanted, price, at }: { amount: Big; price: Big | undefined; at: Date },
): Promise<TakenOff | undefined> {
  const [before] = await positionsOf(trx, [bot])
  const amount = smaller(wanted, before?.position.amount ?? new Big(0))
  if (before === undefined || amount.lte(0)) return undefined
  const worth = (of: Big) => (price === undefined ? costOf(before.position, of) : of.times(price))
  for (const [slot, part] of await slotsOf(trx, bot, amount)) {
    await recordSale(trx, bot, { slot, amount: part, cost: rounded(worth(part)), at })
  }
  const [after = before] = await positionsOf(trx, [bot])
  const realized = after.position.realized.minus(before.position.realized)
  return { bot, amount, cost: worth(amount), realized }
}

/** Whether a fill is no fill of an order, but coins that went by hand. */
export function isByHand({ tradeId }: Pick<Fill, 'tradeId'>): boolean {
  return tradeId.startsWith(BY_HAND)
}

/** Which slots the coins were in: those first of which no sale rests. */
async function slotsOf(trx: Trx, bot: TradingBot, amount: Big): Promise<[string, Big][]> {
  const resting = await listUnsettled(trx, { keyId: bot.keyId, botId: bot.id })
  const locked = new Set(resting.filter(({ side }) => side === 'sell').map(({ slot }) => slot))
  const base = bot.symbol.split('/')[0] ?? ''
  const held = new Map<string, Big>()
  for (const fill of await listFills(trx, [bot.id])) {
    held.set(fill.slot, (held.get(fill.slot) ?? new Big(0)).plus(baseOf(fill, base)))
  }
  const order = [...held].toSorted(([a], [b]) => Number(locked.has(a)) - Number(locked.has(b)))
  let left = amount
  const parts = order.flatMap(([slot, has]): [string, Big][] => {
    const part = smaller(left, has)
    if (part.lte(0)) return []
    left = left.minus(part)
    return [[slot, part]]
  })
  return left.gt(0) ? [...parts, ['by-hand', left]] : parts
}

async function recordSale(
  trx: Trx,
  bot: TradingBot,
  { slot, amount, cost, at }: { slot: string; amount: Big; cost: Big; at: Date },
): Promise<void> {
  const { id: botId, userId, keyId, symbol } = bot
  const price = rounded(cost.div(amount))
  const wish = { userId, keyId, botId, symbol, slot, price, amount, planId: undefined } as const
  const order: Order = {
    ...newIntent({ ...wish, side: 'sell', timeInForce: 'GTC' }, at),
    clientOrderId: `${BY_HAND}${randomUUID()}`,
    status: 'filled',
    filled: amount,
    cost,
    settled: true,
    reason: 'by-hand',
  }
  const { clientOrderId: id } = order
  const money = { side: 'sell', price, amount, cost, fees: [] } as const
  await insertOrders(trx, [order])
  await insertFills(trx, [{ order, fill: { id, orderId: id, symbol, at, ...money } }])
}

function rounded(value: Big): Big {
  return value.round(18, Big.roundDown)
}
