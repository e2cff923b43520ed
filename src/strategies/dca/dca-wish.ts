import { Big } from 'big.js'
import { roundUpTo } from '../../exchange/market.ts'
import { divideDown } from '../../lib/divide.ts'
import { closingWish } from '../closing-sale.ts'
import { buyable, sellable } from '../holding.ts'
import { isPlaceable } from '../order-minimum.ts'
import type { Parameters, Situation, SlotFill, Wish, WishedOrder } from '../strategy.ts'
import { type Deal, foldDeals, takeProfitPrice } from './dca-deal.ts'
import { budgetsOf, depthsOf, type Plan, planOf, priceBelow } from './dca-plan.ts'
import { slotOf } from './dca-slots.ts'

/**
 * A base order fills at once, at most this factor above the price now: it neither waits at a price
 * that has left it behind, nor pays any price in a thin book. What it misses is ordered again.
 */
const BASE_BAND = new Big('1.005')

/** A base order is whole at this part of its money: what the band leaves over is not worth an order. */
const WHOLE = new Big('0.98')

/** The most that a base order pays, a multiple of the tick. */
export function basePrice({ market, price }: Situation): Big {
  return roundUpTo(market.tickSize, price.times(BASE_BAND))
}

/** What a DCA bot wants on the exchange, by its fills and the price. */
export function wishDca(
  parameters: Parameters,
  situation: Situation,
  fills: readonly SlotFill[],
): Wish {
  const plan = planOf(parameters)
  const deal = foldDeals(plan, fills, situation)
  if (isStopped(plan, deal, situation)) {
    const slot = slotOf(deal.number, 'x')
    return closingWish({ slot, held: deal.held, ends: 'stop-loss' }, situation)
  }
  const [budget = new Big(0), ...budgets] = budgetsOf(plan, deal.carried)
  const takeProfit = takeProfitOrder(plan, deal, situation)
  const base = baseOrder(plan, deal, budget, takeProfit, situation)
  const safety = base === undefined ? safetyOrders(plan, deal, budgets, situation) : []
  return { orders: [base, ...safety, takeProfit].filter((order) => order !== undefined) }
}

function isStopped({ stopLoss }: Plan, deal: Deal, situation: Situation): boolean {
  const bought = averagePrice(deal)
  if (deal.stopped) return true
  if (stopLoss === undefined || bought === undefined) return false
  return situation.price.lte(priceBelow(bought, stopLoss, situation))
}

function baseOrder(
  plan: Plan,
  deal: Deal,
  budget: Big,
  takeProfit: WishedOrder | undefined,
  situation: Situation,
): WishedOrder | undefined {
  if (deal.sells || deal.safety.size > 0 || isCooling(plan, deal, situation)) return undefined
  const { spent } = deal.base
  const price = basePrice(situation)
  // It must not buy from the sale that rests already.
  if (takeProfit?.price.lte(price) || spent.gte(budget.times(WHOLE))) return undefined

  const amount = buyable(budget.minus(spent), price, situation)
  if (!isPlaceable(situation.market, price, amount)) return undefined
  const order = { side: 'buy', timeInForce: 'IOC', onlyIfResting: false } as const
  return { slot: slotOf(deal.number, 'b'), price, amount, ...order }
}

function safetyOrders(
  plan: Plan,
  deal: Deal,
  budgets: readonly Big[],
  situation: Situation,
): WishedOrder[] {
  const bought = averagePrice(deal)
  if (bought === undefined) return []
  const depths = depthsOf(plan)
  return budgets.flatMap((budget, i) => {
    const price = priceBelow(bought, depths[i] ?? new Big(0), situation)
    const filled = deal.safety.get(i + 1) ?? new Big(0)
    const amount = buyable(budget, price, situation).minus(filled)
    const placeable = isPlaceable(situation.market, price, amount)
    // The rest of a partly filled order may be too small to place anew and yet rest on the exchange.
    if (amount.lte(0) || (!placeable && filled.eq(0))) return []
    const order = { side: 'buy', timeInForce: 'GTC', onlyIfResting: !placeable } as const
    return [{ slot: slotOf(deal.number, i + 1), price, amount, ...order }]
  })
}

function takeProfitOrder(plan: Plan, deal: Deal, situation: Situation): WishedOrder | undefined {
  const price = takeProfitPrice(plan, deal, situation)
  const amount = sellable(deal.held, situation)
  if (price === undefined || !isPlaceable(situation.market, price, amount)) return undefined
  const order = { side: 'sell', timeInForce: 'GTC', onlyIfResting: false } as const
  return { slot: slotOf(deal.number, 't'), price, amount, ...order }
}

/** What the base order paid on average, without fees; undefined before it has bought. */
function averagePrice({ base }: Deal): Big | undefined {
  return base.amount.gt(0) ? divideDown(base.cost, base.amount) : undefined
}

function isCooling({ coolDownMinutes }: Plan, deal: Deal, { now }: Situation): boolean {
  const { previousEndedAt } = deal
  if (previousEndedAt === undefined || deal.base.amount.gt(0)) return false
  return now.getTime() < previousEndedAt.getTime() + coolDownMinutes * 60_000
}
