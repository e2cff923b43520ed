import { Big } from 'big.js'
import { divideDown } from '../../lib/divide.ts'
import type { Bounds } from '../bounds.ts'
import { larger, smaller } from '../order-minimum.ts'
import type { Situation } from '../strategy.ts'
import {
  deepest,
  depthOf,
  largestCount,
  largestScale,
  leastDeviation,
  leastOrder,
  MAX_DEPTH,
  MAX_SAFETY_ORDERS,
  sumOfPowers,
} from './dca-limits.ts'
import type { Plan } from './dca-plan.ts'

const MAX_STOP = new Big(95)
const WEEK_IN_MINUTES = new Big(10_080)
/** Suggested orders are this much above the exchange's minimum, so that they stay above it. */
const MARGIN = '1.2'
/** Suggested money makes orders of about this many minimum orders. */
const COMFORT = 4

const USUAL = {
  safetyOrders: 5,
  deviation: new Big(2),
  takeProfit: new Big('1.5'),
  coolDown: new Big(60),
} as const

const TOO_SMALL = 'or orders are too small for the exchange'
const TOO_DEEP = `or the last safety order lies more than ${MAX_DEPTH.toFixed()} % under the base order`

/** Without a look at the account, no more than the exchange's rules is known. */
export type MaybeFree = Situation & { free?: Big }

/** Money for two orders at least, and no more than is free. */
export function moneyBounds(situation: MaybeFree): Bounds {
  const least = leastOrder(situation).times(2)
  const { free } = situation
  const comfortable = least.div(2).times((USUAL.safetyOrders + 1) * COMFORT)
  const usual = (free === undefined ? comfortable : smaller(free, comfortable)).prec(2, 0)
  return {
    least: { value: least, because: TOO_SMALL },
    most: { value: free ?? new Big('1e18'), because: 'what is free' },
    usual: larger(usual, smaller(least.times(MARGIN).prec(3, 3), free ?? usual)),
  }
}

/** So many that each order is above the exchange's minimum. */
export function safetyOrderBounds(
  { money, volumeScale, deviation, stepScale }: Omit<Plan, 'safetyOrders'>,
  situation: Situation,
): Bounds {
  const does = (count: number, least: Big) =>
    sumOfPowers(volumeScale, count + 1)
      .times(least)
      .lte(money) && depthOf({ deviation, stepScale, safetyOrders: count }).lte(deepest(situation))
  const least = leastOrder(situation)
  const most = largestCount((count) => does(count, least))
  const roomy = largestCount((count) => does(count, least.times(MARGIN)))
  return {
    least: { value: new Big(1) },
    most: {
      value: new Big(most),
      ...(most < MAX_SAFETY_ORDERS && { because: 'or orders are too small or lie too deep' }),
    },
    usual: new Big(Math.min(USUAL.safetyOrders, Math.max(1, roomy))),
    whole: true,
  }
}

/** A tick at least, and not so much that the last safety order lies too deep. */
export function deviationBounds(
  { safetyOrders, stepScale }: Pick<Plan, 'safetyOrders' | 'stepScale'>,
  situation: Situation,
): Bounds {
  const steps = sumOfPowers(stepScale, safetyOrders)
  return {
    least: { value: leastDeviation(situation), because: 'the smallest step of the price' },
    most: { value: twoDigits(divideDown(deepest(situation), steps)), because: TOO_DEEP },
    usual: USUAL.deviation,
  }
}

/** Any profit, since fees are counted in. */
export function takeProfitBounds(): Bounds {
  return {
    least: { value: new Big('0.1') },
    most: { value: new Big(100) },
    usual: USUAL.takeProfit,
  }
}

/** Equal orders or growing ones, as long as the first is above the exchange's minimum. */
export function volumeScaleBounds(
  { money, safetyOrders }: Pick<Plan, 'money' | 'safetyOrders'>,
  situation: Situation,
): Bounds {
  const least = leastOrder(situation)
  const does = (scale: Big) =>
    sumOfPowers(scale, safetyOrders + 1)
      .times(least)
      .lte(money)
  return { ...scaleBounds(), most: { value: largestScale(does), because: TOO_SMALL } }
}

/** Equal steps or growing ones, as long as the last safety order does not lie too deep. */
export function stepScaleBounds(
  { deviation, safetyOrders }: Pick<Plan, 'deviation' | 'safetyOrders'>,
  situation: Situation,
): Bounds {
  const does = (stepScale: Big) =>
    depthOf({ deviation, stepScale, safetyOrders }).lte(deepest(situation))
  return { ...scaleBounds(), most: { value: largestScale(does), because: TOO_DEEP } }
}

/** At most so much that all orders of a deal fit into the money. */
export function baseOrderBounds(
  { money, volumeScale, safetyOrders }: Pick<Plan, 'money' | 'volumeScale' | 'safetyOrders'>,
  situation: Situation,
): Bounds {
  const most = divideDown(money, sumOfPowers(volumeScale, safetyOrders + 1))
  return {
    least: { value: leastOrder(situation), because: TOO_SMALL },
    most: { value: most, because: 'or a deal needs more than the money given' },
    usual: larger(most.prec(6, Big.roundDown), smaller(leastOrder(situation), most)),
  }
}

/** Below the last safety order, or those below it would never be. */
export function stopLossBounds(
  plan: Pick<Plan, 'deviation' | 'stepScale' | 'safetyOrders'>,
): Bounds {
  const depth = depthOf(plan)
  return {
    least: {
      value: depth.plus('0.1').round(2, Big.roundUp),
      because: `under the last safety order, which lies ${depth.round(2, Big.roundUp).toFixed()} % under the base order`,
    },
    most: { value: MAX_STOP },
    usual: depth.plus(plan.deviation).plus(3).round(1, Big.roundUp),
  }
}

/** A minute to a week. */
export function coolDownBounds(): Bounds {
  return {
    least: { value: new Big(1) },
    most: { value: WEEK_IN_MINUTES, because: 'a week' },
    usual: USUAL.coolDown,
    whole: true,
  }
}

function scaleBounds(): Pick<Bounds, 'least' | 'usual'> {
  return { least: { value: new Big(1) }, usual: new Big(1) }
}

function twoDigits(value: Big): Big {
  return value.round(2, Big.roundDown)
}
