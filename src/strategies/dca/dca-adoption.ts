import type { Big } from 'big.js'
import { roundUpTo } from '../../exchange/market.ts'
import { divideUp } from '../../lib/divide.ts'
import { baseOf } from '../holding.ts'
import type { Adoption, Figures, Parameters, Situation, SlotFill, Wish } from '../strategy.ts'
import { planOf, priceBelow } from './dca-plan.ts'
import { slotOf } from './dca-slots.ts'
import { followDca } from './dca-wish.ts'

/** The coins stand in the place of the first deal's base order; the deal goes on from there. */
export const dcaAdoption: Adoption = {
  slot: slotOf(1, 'b'),
  refuse(coins, parameters, situation) {
    if (wishOf(coins, parameters, situation).ends === undefined) return undefined
    const stop = stopOf(coins, parameters, situation)
    return `Its stop-loss would sell the coins at once: it lies at ${stop?.toFixed() ?? 'the price now'} ${situation.market.quote}, and the price is ${situation.price.toFixed()}. Set it deeper, or none.`
  },
  describe(coins, parameters, situation, figures) {
    const { orders } = wishOf(coins, parameters, situation)
    return [
      `The first deal begins with ${figures.exact(coins.amount)} ${situation.market.base} that you kept, bought for about ${figures.exact(costEach(coins, situation))} each, in the place of its base order.`,
      ...orders
        .filter(({ side }) => side === 'sell')
        .map((sale) => saleWords(sale.price, situation, figures)),
      ...buyWords(orders, situation, figures),
      ...stopWords(coins, parameters, situation, figures),
    ]
  },
}

function saleWords(price: Big, { price: now }: Situation, { exact }: Figures): string {
  if (price.lte(now)) {
    return `The price is above their take-profit of ${exact(price)} already: they are sold at once, at about ${exact(now)}.`
  }
  return `Of this deal all is sold together at ${exact(price)}, and lower with each safety order that fills.`
}

/** What is bought at once, because the price has fallen under where the coins were bought. */
function buyWords(
  orders: Wish['orders'],
  { price, market }: Situation,
  { money }: Figures,
): string[] {
  const now = orders.filter((order) => order.side === 'buy' && order.price.gte(price))
  if (now.length === 0) return []
  const cost = now.map(({ amount }) => amount.times(price)).reduce((sum, one) => sum.plus(one))
  const others = now.length === 1 ? 'One order lies' : `${now.length} orders lie`
  return [
    `${others} at or above the price now and would buy ${market.base} at once, for about ${money(cost)}.`,
  ]
}

function stopWords(
  coins: SlotFill,
  parameters: Parameters,
  situation: Situation,
  { exact, profit }: Figures,
): string[] {
  const stop = stopOf(coins, parameters, situation)
  if (stop === undefined) return []
  const back = coins.amount.times(stop).times(situation.feeRate.minus(1).abs())
  return [
    `Of this deal the stop-loss lies at ${exact(stop)}: selling these coins there may realize about ${profit(back.minus(coins.cost))}.`,
  ]
}

function stopOf(coins: SlotFill, parameters: Parameters, situation: Situation): Big | undefined {
  const { stopLoss } = planOf(parameters)
  return stopLoss && priceBelow(coins.price, stopLoss, situation)
}

function costEach(coins: SlotFill, { market }: Situation): Big {
  const held = baseOf(coins, market.base)
  return roundUpTo(market.tickSize, divideUp(coins.cost, held))
}

function wishOf(coins: SlotFill, parameters: Parameters, situation: Situation): Wish {
  const follower = followDca(parameters, situation)
  follower.add(coins)
  return follower.wish(situation)
}
