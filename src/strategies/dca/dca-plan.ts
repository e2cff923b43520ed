import { Big } from 'big.js'
import { roundDownTo } from '../../exchange/market.ts'
import { decimalOf, optionalDecimalOf } from '../answers.ts'
import { larger, smaller } from '../order-minimum.ts'
import type { Parameters, Situation } from '../strategy.ts'

/** Parameters of a DCA bot. A deal is a base order, its safety orders, and one sale of all. */
export interface Plan {
  /** Quote for all orders of a deal together. */
  money: Big
  /** Quote for the base order, fee included. */
  baseOrder: Big
  safetyOrders: number
  /** % of the base order's price that the first safety order lies below it. */
  deviation: Big
  /** Each further step down is so many times the one before. */
  stepScale: Big
  /** Each safety order costs so many times the order before it. */
  volumeScale: Big
  /** % that a deal earns on its cost, after fees. */
  takeProfit: Big
  /** % under the base order's price at which all is sold; undefined without a stop-loss. */
  stopLoss: Big | undefined
  /** Between the end of a deal and the next base order. */
  coolDownMinutes: number
}

/** @throws {TypeError} if a parameter is missing or not a decimal. */
export function planOf(parameters: Parameters): Plan {
  return {
    money: decimalOf(parameters, 'money'),
    baseOrder: decimalOf(parameters, 'baseOrder'),
    safetyOrders: decimalOf(parameters, 'safetyOrders').toNumber(),
    deviation: decimalOf(parameters, 'deviation'),
    stepScale: decimalOf(parameters, 'stepScale'),
    volumeScale: decimalOf(parameters, 'volumeScale'),
    takeProfit: decimalOf(parameters, 'takeProfit'),
    stopLoss: optionalDecimalOf(parameters, 'stopLoss'),
    coolDownMinutes: optionalDecimalOf(parameters, 'coolDown')?.toNumber() ?? 0,
  }
}

/** 1, scale, scale², … */
export function powersOf(scale: Big, count: number): Big[] {
  let power = new Big(1)
  return Array.from({ length: count }, () => {
    const current = power
    // Digits would double with each step; what is cut off is far below any tick.
    power = power.times(scale).round(18, Big.roundDown)
    return current
  })
}

/** How far each safety order lies under the base order, in % of its price, nearest first. */
export function depthsOf({
  deviation,
  stepScale,
  safetyOrders,
}: Pick<Plan, 'deviation' | 'stepScale' | 'safetyOrders'>): Big[] {
  let depth = new Big(0)
  return powersOf(stepScale, safetyOrders).map((power) => {
    depth = depth.plus(deviation.times(power))
    return depth
  })
}

/** Quote for the base order and each safety order, fees included, with so much of the money in use already. */
export function budgetsOf(
  { money, baseOrder, volumeScale, safetyOrders }: Plan,
  inUse = new Big(0),
): Big[] {
  let left = larger(money.minus(inUse), new Big(0))
  return powersOf(volumeScale, safetyOrders + 1).map((power) => {
    const budget = smaller(baseOrder.times(power).round(18, Big.roundDown), left)
    left = left.minus(budget)
    return budget
  })
}

/** So many percent under a price, rounded down to the tick. */
export function priceBelow(price: Big, percent: Big, { market }: Situation): Big {
  const below = price.times(new Big(100).minus(percent)).times('0.01')
  return larger(market.tickSize, roundDownTo(market.tickSize, below))
}
