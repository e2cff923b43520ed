import { Big } from 'big.js'
import { feeIn, feesBeside } from '../../exchange/fees.ts'
import { roundUpTo } from '../../exchange/market.ts'
import { divideUp } from '../../lib/divide.ts'
import { sellable } from '../holding.ts'
import { isPlaceable, larger } from '../order-minimum.ts'
import type { Rules, SlotFill } from '../strategy.ts'
import type { Plan } from './dca-plan.ts'
import { placeOf } from './dca-slots.ts'

/** Where a DCA bot stands after its fills. */
export interface Deal {
  number: number
  /** Base bought and not sold, base fees taken off; also what earlier deals could not sell. */
  held: Big
  /** Quote paid for what is held, fees in any coin included. */
  cost: Big
  /** Quote out, fees included, less what came back, over all deals. */
  net: Big
  /** Quote in use for what this deal did not order itself. */
  carried: Big
  /** What its base orders bought: base and quote, and with the fees in any coin. */
  base: { amount: Big; cost: Big; spent: Big }
  /** Base that each safety order has bought, before fees. */
  safety: ReadonlyMap<number, Big>
  /** Whether it has sold already. */
  sells: boolean
  /** The stop-loss has sold: the bot buys nothing more. */
  stopped: boolean
  /** When the deal before it ended. */
  previousEndedAt: Date | undefined
}

/** The deal that the next fill leads to. */
export function afterFill(plan: Plan, deal: Deal, fill: SlotFill, rules: Rules): Deal {
  const current = reached(deal, fill)
  if (fill.side === 'buy') return afterBuy(current, fill, rules)
  const sold = afterSell(current, fill, rules)
  return isOver(plan, sold, rules) ? nextDeal(sold, sold.number + 1, fill.at) : sold
}

/**
 * Where all that is held earns the take-profit after the fee of its sale, a multiple of the tick:
 * cost × (1 + take-profit) / (held × (1 − fee)). Never under break-even. Undefined with nothing held.
 */
export function takeProfitPrice(
  { takeProfit }: Pick<Plan, 'takeProfit'>,
  { held, cost }: Pick<Deal, 'held' | 'cost'>,
  { market, feeRate }: Rules,
): Big | undefined {
  if (held.lte(0)) return undefined
  const wanted = cost.times(takeProfit.plus(100))
  const price = divideUp(wanted, held.times(new Big(1).minus(feeRate)).times(100))
  return larger(market.tickSize, roundUpTo(market.tickSize, price))
}

const ZERO = new Big(0)

/** Before the first fill. */
export const FIRST: Deal = {
  number: 1,
  held: ZERO,
  cost: ZERO,
  net: ZERO,
  carried: ZERO,
  base: { amount: ZERO, cost: ZERO, spent: ZERO },
  safety: new Map(),
  sells: false,
  stopped: false,
  previousEndedAt: undefined,
}

/** A fill of a later deal: the ones before are over, whatever today's minimums say of their rest. */
function reached(deal: Deal, { slot, at }: SlotFill): Deal {
  const number = placeOf(slot)?.deal ?? 0
  return number > deal.number ? nextDeal(deal, number, at) : deal
}

function nextDeal({ held, cost, net, stopped }: Deal, number: number, at: Date): Deal {
  const carried = larger(larger(cost, net), ZERO)
  return { ...FIRST, number, held, cost, net, carried, stopped, previousEndedAt: at }
}

function isOver(plan: Plan, deal: Deal, situation: Rules): boolean {
  const hasBegun = deal.base.amount.gt(0) || deal.safety.size > 0 || deal.sells
  if (deal.stopped || !hasBegun) return false
  const price = takeProfitPrice(plan, deal, situation)
  return (
    price === undefined || !isPlaceable(situation.market, price, sellable(deal.held, situation))
  )
}

function afterBuy(deal: Deal, fill: SlotFill, situation: Rules): Deal {
  const { base, quote } = situation.market
  const spent = fill.cost.plus(feeInQuote(fill, situation))
  const next = {
    ...deal,
    held: deal.held.plus(fill.amount).minus(feeIn(fill.fees, base)),
    cost: deal.cost.plus(spent),
    net: deal.net.plus(fill.cost).plus(feeIn(fill.fees, quote)),
  }
  const place = placeOf(fill.slot)
  if (place?.deal !== deal.number) return { ...next, carried: deal.carried.plus(spent) }
  if (place.kind === 'safety') {
    const bought = (deal.safety.get(place.index) ?? ZERO).plus(fill.amount)
    return { ...next, safety: new Map(deal.safety).set(place.index, bought) }
  }
  const { amount, cost, spent: before } = deal.base
  const bought = { amount: amount.plus(fill.amount), cost: cost.plus(fill.cost) }
  return { ...next, base: { ...bought, spent: before.plus(spent) } }
}

function afterSell(deal: Deal, fill: SlotFill, { market }: Rules): Deal {
  const { held, cost, net } = deal
  const leaving = fill.amount.plus(feeIn(fill.fees, market.base))
  const soldCost = leaving.gte(held) ? cost : divideUp(cost.times(leaving), held)
  const place = placeOf(fill.slot)
  return {
    ...deal,
    held: held.minus(leaving),
    cost: cost.minus(soldCost),
    net: net.minus(fill.cost).plus(feeIn(fill.fees, market.quote)),
    sells: deal.sells || place?.deal === deal.number,
    stopped: deal.stopped || place?.kind === 'stop-loss',
  }
}

/** With fees in third coins it is at least what the usual fee would be, so that the sale earns it back. */
function feeInQuote({ fees, cost }: SlotFill, { market, feeRate }: Rules): Big {
  const { base, quote } = market
  const inQuote = feeIn(fees, quote)
  return feesBeside(fees, base, quote).length === 0 ? inQuote : larger(inQuote, cost.times(feeRate))
}
