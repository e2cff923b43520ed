import type { Big } from 'big.js'
import type { Market } from '../exchange/market.ts'
import { FEE_RATE } from '../playground/paper-exchange/markets.ts'
import { cancelOrder, placeOrder } from '../playground/paper-exchange/matching.ts'
import type { Order as PaperOrder, Trade } from '../playground/paper-exchange/order.ts'
import { Refusal } from '../playground/paper-exchange/refusal.ts'
import type { WishedOrder } from '../strategies/strategy.ts'
import { openBook, rulesOf } from '../trading-bots/bot-book.ts'
import { planBot, type BotPlan } from '../trading-bots/plan-bot.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import type { Fill } from '../trading/fill-repo.ts'
import { newIntent, type Order } from '../trading/order.ts'
import { ACCOUNT, type Floor } from './floor.ts'
import type { Moment } from './walk.ts'

/** A bot at work on the floor, with its own record of orders and fills. */
export interface BotAtWork {
  readonly fills: readonly Fill[]
  /** Prices that its orders rest at. */
  resting: () => { side: 'buy' | 'sell'; price: Big }[]
  /** Whether it would do anything at that price, as things are now. */
  wouldAct: (moment: Moment) => boolean
  /** Looks at the price and does what the runner would do, until there is nothing left to do. */
  look: () => void
  /** Why it does nothing any more. */
  stopped: () => string | undefined
}

/** Looks in a row that may each change something; a bot that never comes to rest has a fault. */
const MOST_LOOKS = 50

/** Lets the same strategy and the same plan trade as in the runner; only what they reach is paper. */
export function putToWork(bot: TradingBot, market: Market, floor: Floor): BotAtWork {
  const fills: Fill[] = []
  const key = { takerFeeRate: FEE_RATE }
  const book = openBook(bot, rulesOf(bot, key, market), fills)
  const fillsOf = new Map<string, Fill[]>()
  const onFloor = new Map<Order, PaperOrder>()
  const markets = new Map([[bot.symbol, market]])
  let stopped: string | undefined

  /** Puts on record what happened on the floor. */
  function note(): boolean {
    const trades = floor.takeTrades()
    for (const trade of trades) {
      const found = [...onFloor].find(([, paper]) => paper === trade.order)
      if (found !== undefined) record(toFill(bot, found[0], trade))
    }
    for (const [order, paper] of onFloor) {
      order.filled = paper.filled
      if (paper.status === 'NEW' || paper.status === 'PARTIALLY_FILLED') continue
      onFloor.delete(order)
      fillsOf.delete(order.id)
    }
    return trades.length > 0
  }

  function record(fill: Fill): void {
    fills.push(fill)
    book.add(fill)
    fillsOf.set(fill.orderId, [...(fillsOf.get(fill.orderId) ?? []), fill])
  }

  function place(wished: WishedOrder): void {
    const { slot, side, timeInForce, price, amount } = wished
    const { id: botId, userId, keyId, symbol } = bot
    const intent = { userId, keyId, botId, planId: undefined, symbol, slot, side }
    const order = newIntent({ ...intent, timeInForce, price, amount }, floor.clock.now())
    const { clientOrderId } = order
    const request = { account: ACCOUNT, placedWith: 'backtest', market: floor.market, side, price }
    const more = { type: 'LIMIT', timeInForce, amount, cost: undefined, clientOrderId } as const
    onFloor.set({ ...order, status: 'open' }, placeOrder(floor, { ...request, ...more }))
    // A taker's fills are there at once; they belong to an order that may be over.
    note()
  }

  function planAt({ price, at }: Moment): BotPlan {
    const prices = new Map([[bot.symbol, price]])
    const unsettled = [...onFloor.keys()]
    const onRecord = { bot, unsettled, fills: [...fillsOf.values()].flat(), book }
    return planBot(onRecord, key, { markets, prices, missing: new Map() }, at)
  }

  function act(): boolean {
    const plan = planAt({ price: floor.midOf(floor.market), at: floor.clock.now() })
    if (plan.kind === 'end') stopped = `its strategy ended it: ${plan.reason}`
    if (plan.kind === 'unfit')
      stopped = 'what its strategy wants does not fit the rules of its pair'
    if (plan.kind !== 'trade') return false
    for (const order of plan.cancel) cancelOrder(floor, onFloor.get(order))
    note()
    for (const wished of plan.place) place(wished)
    return changes(plan)
  }

  return {
    fills,
    resting: () => [...onFloor.keys()].map(({ side, price }) => ({ side, price })),
    stopped: () => stopped,
    wouldAct: (moment) => stopped === undefined && changes(planAt(moment)),
    look() {
      note()
      for (let looks = 0; stopped === undefined; looks += 1) {
        if (looks === MOST_LOOKS) throw new RangeError('Cannot go on: the bot never comes to rest')
        try {
          if (!act()) return
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          stopped = `the exchange refused its order: ${error.message}`
        }
      }
    },
  }
}

function changes(plan: BotPlan): boolean {
  if (plan.kind === 'trade') return plan.cancel.length + plan.place.length > 0
  return plan.kind === 'end' || plan.kind === 'unfit'
}

function toFill(bot: TradingBot, order: Order, trade: Trade): Fill {
  const { price, amount, cost, fee, feeAsset, at } = trade
  const id = String(trade.id)
  const { symbol, slot, side } = order
  return {
    id,
    botId: bot.id,
    orderId: order.id,
    tradeId: id,
    symbol,
    slot,
    side,
    price,
    amount,
    cost,
    fees: [{ amount: fee, coin: feeAsset }],
    feeValue: undefined,
    at,
  }
}
