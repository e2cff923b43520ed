import { Big } from 'big.js'
import { buyable } from '../holding.ts'
import { smaller } from '../order-minimum.ts'
import type { Figures, Preview, Situation, WishedOrder } from '../strategy.ts'
import { takeProfitPrice } from './dca-deal.ts'
import { budgetsOf, depthsOf, type Plan, priceBelow } from './dca-plan.ts'
import { basePrice } from './dca-wish.ts'

/** What a deal that begins now would do. */
export function previewDca(
  plan: Plan,
  situation: Situation,
  ordersAtStart: WishedOrder[],
): Omit<Preview, 'ok'> {
  const orders = ordersOf(plan, situation)
  const sale = takeProfitPrice(plan, sumOf(orders.slice(0, 1)), situation)
  const prices = orders.map(({ price }) => price).toReversed()
  return {
    levels: sale === undefined ? prices : [...prices, sale],
    ordersAtStart,
    moneyNeeded: budgetsOf(plan).reduce((sum, budget) => sum.plus(budget)),
    smallestOrderCost: orders.map(({ amount, price }) => amount.times(price)).reduce(smaller),
  }
}

/** The same in sentences, with what it may earn and lose. */
export function describeDca(plan: Plan, situation: Situation, figures: Figures): string[] {
  const { market, price } = situation
  const { money, exact, profit } = figures
  const orders = ordersOf(plan, situation)
  const all = sumOf(orders)
  const earned = (cost: Big | undefined) =>
    profit((cost ?? new Big(0)).times(plan.takeProfit).times('0.01'))
  const sale = takeProfitPrice(plan, sumOf(orders.slice(0, 1)), situation)
  return [
    `Each deal begins with a base order: it buys for about ${money(plan.baseOrder)} at the price of the moment, now ${exact(price)}, and at most 0.5 % above it.`,
    safetyWords(orders, market.quote, figures),
    `All is sold together once that earns ${exact(plan.takeProfit)} % after fees: at about ${exact(sale ?? price)} after the base order alone, and lower with each safety order that fills. A deal earns about ${earned(orders[0]?.spent)} to ${earned(all.cost)}.`,
    `${plan.coolDownMinutes > 0 ? `${plan.coolDownMinutes} min after a sale` : 'After a sale'} the next deal begins, with the same money: profits are not put at stake.`,
    stopWords(plan, all, situation, figures),
  ]
}

function safetyWords(
  [, ...orders]: readonly Planned[],
  quote: string,
  { money, exact }: Figures,
): string {
  const [first, last] = [orders[0], orders.at(-1)]
  if (first === undefined || last === undefined) return 'It has no safety orders.'
  if (orders.length === 1) {
    return `Then one safety order below it, at ${exact(first.price)} ${quote}, for ${money(first.spent)}.`
  }
  const [least, most] = [money(first.spent), money(last.spent)]
  const each = least === most ? least : `${least} to ${most}`
  return `Then ${orders.length} safety orders below it, from ${exact(first.price)} down to ${exact(last.price)} ${quote}, for ${each} each.`
}

interface Bought {
  held: Big
  cost: Big
}

function stopWords(
  { stopLoss }: Plan,
  { held, cost }: Bought,
  situation: Situation,
  { exact, profit }: Figures,
): string {
  if (stopLoss === undefined) {
    return 'If the price falls under the last safety order, the bot holds what it bought, at a loss on paper. It has no stop-loss.'
  }
  const { market, price, feeRate } = situation
  const stop = priceBelow(price, stopLoss, situation)
  const loss = held.times(stop).times(new Big(1).minus(feeRate)).minus(cost)
  return `Stop-loss: if the price falls ${exact(stopLoss)} % under the base order, now to ${exact(stop)} ${market.quote}, it cancels its orders, sells all at once and ends. If every safety order filled by then, that may realize about ${profit(loss)}; more if the price falls faster than it can sell.`
}

interface Planned {
  price: Big
  amount: Big
  /** Quote, fee included. */
  spent: Big
}

/** The orders of a deal whose base order is filled at the price now. */
function ordersOf(plan: Plan, situation: Situation): Planned[] {
  const { price, feeRate } = situation
  const depths = depthsOf(plan)
  return budgetsOf(plan).map((budget, i) => {
    const depth = depths[i - 1]
    const limit = depth === undefined ? basePrice(situation) : priceBelow(price, depth, situation)
    const paid = depth === undefined ? price : limit
    const amount = buyable(budget, limit, situation)
    return { price: paid, amount, spent: amount.times(paid).times(feeRate.plus(1)) }
  })
}

function sumOf(orders: readonly { amount: Big; spent: Big }[]): Bought {
  return orders.reduce(
    ({ held, cost }, { amount, spent }) => ({ held: held.plus(amount), cost: cost.plus(spent) }),
    { held: new Big(0), cost: new Big(0) },
  )
}
