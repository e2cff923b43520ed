import type { Trx } from '../db/schema.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import type { WishedOrder } from '../strategies/strategy.ts'
import { listOrdersById, listUnsettled } from '../trading/order-repo.ts'
import { isLive, newIntent, type Order } from '../trading/order.ts'
import { placeOrders } from '../trading/place-orders.ts'
import { cancelOrders } from '../trading/reconcile.ts'
import { commit } from '../queue/core.ts'
import { getBot } from './bot-repo.ts'
import { endBot } from './end-bot.ts'
import { standOnGonePair } from './pair-gone.ts'
import type { BotOnRecord, BotPlan } from './plan-bot.ts'
import { queueTick } from './pause-bot.ts'
import { heedRefusals } from './refusals.ts'
import { letGoOn, letWait } from './stand-still.ts'
import type { TickOfKey } from './tick-of-key.ts'
import { causeOf } from './tick-trouble.ts'
import type { TradingBot } from './trading-bot.ts'

/** What came of it: `unfit` when the rules of its pair do not allow what the bot wants. */
export type Served = 'done' | 'unfit'

/** Makes what is planned for a bot so. */
export async function runBot(
  core: KeyCore,
  tick: TickOfKey,
  { bot, unsettled }: BotOnRecord,
  plan: BotPlan,
): Promise<Served> {
  switch (plan.kind) {
    case 'end':
      await endBot(core, bot, plan.reason)
      return 'done'
    case 'unfit':
      return 'unfit'
    case 'gone':
      await standOnGonePair(core, bot, unsettled, tick.delisted)
      return 'done'
    case 'wait':
      await letWait(core, bot, plan.reason)
      return 'done'
    case 'stand':
      await cancel(core, tick, plan.cancel)
      return 'done'
    case 'trade': {
      const isOutOfTheWay = await cancel(core, tick, plan.cancel)
      const served = await place(core, tick, bot, plan)
      // What has ended now stood in the way of the closing sale, which should not wait for a tick.
      if (plan.ending && isOutOfTheWay) {
        await commit(core, (trx) => queueTick(trx, core, tick.key.id))
      }
      return served
    }
  }
}

/** One that gets no answer keeps its slot, and is tried again after a while. Returns whether any has ended. */
async function cancel(
  core: KeyCore,
  { exchange, retries }: Pick<TickOfKey, 'exchange' | 'retries'>,
  orders: readonly Order[],
): Promise<boolean> {
  const due = orders.filter(({ id }) => retries.isDue(id))
  for (const one of await cancelOrders(core, exchange, due)) {
    retries.failed(one.order.id, causeOf(one))
  }
  const after = await listOrdersById(
    core.db,
    due.map(({ id }) => id),
  )
  return after.some((order) => !isLive(order))
}

async function place(
  core: KeyCore,
  tick: TickOfKey,
  bot: TradingBot,
  { place: wish, market, price }: Extract<BotPlan, { kind: 'trade' }>,
): Promise<Served> {
  const { exchange, room, holdOff } = tick
  const due = wish.filter(({ slot }) => !holdOff.isOn(bot.id, slot))
  const now = room.take(due, market, price)
  const placed = now.length === 0 ? [] : await placeNow(core, exchange, bot, now)
  if ((await heedRefusals(core, tick, bot, placed)) === 'unfit') return 'unfit'
  // While orders are held off, nobody knows yet whether the symbol is traded again.
  const isClosed = placed.some(({ reason }) => reason === 'market-closed')
  if (due.length === wish.length && !isClosed) await letGoOn(core, bot)
  return 'done'
}

/** Sends new orders. Gives them as they stand then; those that may not be placed any more are left out. */
async function placeNow(
  core: KeyCore,
  exchange: Exchange,
  bot: TradingBot,
  now: readonly WishedOrder[],
): Promise<Order[]> {
  const orders = now.map((wished) => toIntent(bot, wished, core.clock.now()))
  const mayPlace = async (trx: Trx) => {
    if ((await getBot(trx, bot.id)).status !== 'running') return false
    // Doubted since the tick began: another call on it was refused.
    if ((await findKey(trx, bot.keyId))?.health !== 'healthy') return false
    // A process that was taken for dead may have placed there meanwhile: one order a slot.
    const resting = await listUnsettled(trx, { keyId: bot.keyId, botId: bot.id })
    return !orders.some(({ slot }) => resting.some((order) => order.slot === slot))
  }
  await placeOrders(core, exchange, orders, mayPlace)
  return listOrdersById(
    core.db,
    orders.map(({ id }) => id),
  )
}

function toIntent(bot: TradingBot, wished: WishedOrder, at: Date): Order {
  const { slot, side, timeInForce, price, amount } = wished
  const { id: botId, userId, keyId, symbol } = bot
  const order = { slot, side, timeInForce, price, amount, symbol }
  return newIntent({ userId, keyId, botId, planId: undefined, ...order }, at)
}
