import { Big } from 'big.js'
import type { Trx } from '../db/schema.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { tell } from '../notices/outbox.ts'
import { commit } from '../queue/core.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import type { WishedOrder } from '../strategies/strategy.ts'
import { listFills, type Fill } from '../trading/fill-repo.ts'
import { findRefusal, listUnsettled } from '../trading/order-repo.ts'
import { isLive, newIntent, type Order } from '../trading/order.ts'
import { cancelOrders } from '../trading/reconcile.ts'
import { positionOf } from '../trading/position.ts'
import { placeOrders } from '../trading/place-orders.ts'
import { sum } from '../trading/sum.ts'
import { getBot, moveBot } from './bot-repo.ts'
import { queueTick } from './pause-bot.ts'
import { endBot } from './end-bot.ts'
import type { PauseReason, TradingBot } from './trading-bot.ts'

/** What the market looks like at one tick, by symbol. */
export interface MarketLook {
  markets: ReadonlyMap<string, Market>
  prices: ReadonlyMap<string, Big>
}

/** Makes one bot's resting orders what its strategy, or its pause, wants them to be. */
export async function runBot(
  core: KeyCore,
  exchange: Exchange,
  key: Key,
  bot: TradingBot,
  { markets, prices }: MarketLook,
): Promise<void> {
  const unsettled = await listUnsettled(core.db, { keyId: key.id, botId: bot.id })
  if (bot.status !== 'running') {
    const unwanted = unsettled.filter((order) => isLive(order) && isUnwanted(bot, order))
    await cancelOrders(core, exchange, unwanted)
    return
  }

  const market = markets.get(bot.symbol)
  const price = prices.get(bot.symbol)
  if (market === undefined || !market.active) return failBot(core, bot, 'symbol-halted')
  if (price === undefined) return

  const fills = await listFills(core.db, [bot.id])
  const feeRate = new Big(bot.parameters['feeRate'] ?? key.takerFeeRate)
  const situation = { market, price, feeRate, now: core.clock.now() }
  const { orders, ends } = STRATEGIES[bot.strategy].wish(bot.parameters, situation, fills)
  if (ends !== undefined && orders.length === 0 && unsettled.length === 0) {
    return endBot(core, bot, ends)
  }
  const { place, cancel } = difference(
    neverMoreThanHeld(orders, fills, market),
    unsettled,
    fills,
    market,
  )
  await cancelOrders(core, exchange, cancel)
  await placeAll(core, exchange, bot, place)
  // What is cancelled now stood in the way of the closing sale, which should not wait for a tick.
  if (ends !== undefined && cancel.length > 0) {
    await commit(core, (trx) => queueTick(trx, core, key.id))
  }
}

function isUnwanted({ resting }: TradingBot, { side }: Order): boolean {
  return resting === 'cancel' || (resting === 'cancel-buys' && side === 'buy')
}

/** Sales that together stay within what the bot's fills hold: an exit may have sold a part. */
function neverMoreThanHeld(
  wish: readonly WishedOrder[],
  fills: readonly Fill[],
  { base, quote }: Market,
): WishedOrder[] {
  let left = positionOf(fills, base, quote).amount
  return wish
    .toSorted((a, b) => a.price.cmp(b.price))
    .filter((wished) => {
      if (wished.side === 'buy') return true
      if (wished.amount.gt(left)) return false
      left = left.minus(wished.amount)
      return true
    })
}

/**
 * What to place and what to cancel, so that the wish rests. An order of unknown outcome, or one
 * whose fills are not all on record, keeps its slot: nothing is placed or cancelled there yet. One
 * that is to fill at once waits for all on its side: what they leave of coins or money is not known.
 */
export function difference(
  wish: readonly WishedOrder[],
  unsettled: readonly Order[],
  fills: readonly Pick<Fill, 'orderId' | 'amount'>[],
  { stepSize, tickSize }: Pick<Market, 'stepSize' | 'tickSize'>,
): { place: WishedOrder[]; cancel: Order[] } {
  const filledBy = Map.groupBy(fills, (fill) => fill.orderId)
  const recorded = ({ id }: Order) => sum((filledBy.get(id) ?? []).map((fill) => fill.amount))
  const fits = (order: Order, wished: WishedOrder) =>
    order.slot === wished.slot &&
    order.side === wished.side &&
    order.price.minus(wished.price).abs().lt(tickSize) &&
    order.amount.minus(order.filled).minus(wished.amount).abs().lt(stepSize)
  return {
    place: wish.filter(
      (wished) => !wished.onlyIfResting && !unsettled.some((order) => isInTheWay(order, wished)),
    ),
    cancel: unsettled.filter(
      (order) =>
        order.status === 'open' &&
        recorded(order).eq(order.filled) &&
        !wish.some((wished) => fits(order, wished)),
    ),
  }
}

function isInTheWay(order: Order, wished: WishedOrder): boolean {
  return order.slot === wished.slot || (wished.timeInForce === 'IOC' && order.side === wished.side)
}

async function placeAll(
  core: KeyCore,
  exchange: Exchange,
  bot: TradingBot,
  wish: readonly WishedOrder[],
): Promise<void> {
  if (wish.length === 0) return
  const orders = wish.map((wished) => toIntent(bot, wished, core.clock.now()))
  const mayPlace = async (trx: Trx) => {
    if ((await getBot(trx, bot.id)).status !== 'running') return false
    // A process that was taken for dead may have placed there meanwhile: one order a slot.
    const resting = await listUnsettled(trx, { keyId: bot.keyId, botId: bot.id })
    return !orders.some(({ slot }) => resting.some((order) => order.slot === slot))
  }
  await placeOrders(core, exchange, orders, mayPlace)
  await failIfRefused(core, bot, orders)
}

function toIntent(bot: TradingBot, wished: WishedOrder, at: Date): Order {
  const { slot, side, timeInForce, price, amount } = wished
  const { id: botId, userId, keyId, symbol } = bot
  const order = { slot, side, timeInForce, price, amount, symbol }
  return newIntent({ userId, keyId, botId, planId: undefined, ...order }, at)
}

/** An order refused for what it is would be refused again each tick: the bot stops and says why. */
async function failIfRefused(core: KeyCore, bot: TradingBot, orders: Order[]): Promise<void> {
  const refused = await findRefusal(
    core.db,
    orders.map((order) => order.id),
  )
  if (refused !== undefined) await failBot(core, bot, refused)
}

async function failBot(core: KeyCore, bot: TradingBot, reason: PauseReason): Promise<void> {
  await commit(core, async (trx) => {
    const at = core.clock.now()
    const to = { from: ['running'], to: 'failed', at, reason, resting: 'keep' } as const
    if (!(await moveBot(trx, bot.id, to))) return
    await tell(trx, core, {
      userId: bot.userId,
      notice: { kind: 'bot-failed', botId: bot.id },
      id: `bot-failed:${bot.id}:${at.toISOString()}`,
    })
  })
}
