import { Big } from 'big.js'
import { feeIn } from '../../exchange/fees.ts'
import type { Side } from '../../exchange/market.ts'
import { buyable, sellable } from '../holding.ts'
import { isPlaceable, larger, smaller } from '../order-minimum.ts'
import type { Rules, Situation, SlotFill, WishedOrder } from '../strategy.ts'
import type { Cell } from './grid-cells.ts'

/** Where a cell stands after its fills. One round is a buy and the sale of what was bought. */
export interface CellState {
  /** What the cell does now. */
  side: Side
  /** Base bought and not sold, base fees taken off; also what earlier rounds could not sell. */
  held: Big
  /** Quote out, fees included, minus quote that came back. Negative once the cell has earned. */
  spent: Big
  /** Base to buy in this round, before base fees. */
  target: Big
  /** Base bought in this round, before base fees. */
  bought: Big
}

/** The state of a cell before its first fill. */
export function firstRound(cell: Cell, rules: Rules): CellState {
  return newRound(new Big(0), new Big(0), cell, rules)
}

/** The state of a cell after its next fill. */
export function afterFill(state: CellState, fill: SlotFill, cell: Cell, rules: Rules): CellState {
  return (fill.side === 'buy' ? afterBuy : afterSell)(state, fill, cell, rules)
}

/** The order that a cell wants to rest; undefined when what is left is too small for any. */
export function wishOfCell(
  cell: Cell,
  state: CellState,
  situation: Situation,
): WishedOrder | undefined {
  const isBuy = state.side === 'buy'
  const price = isBuy ? cell.buyPrice : cell.sellPrice
  const amount = isBuy ? toBuy(state, cell, situation) : sellable(state.held, situation)
  const placeable = isPlaceable(situation.market, price, amount)
  // The rest of a partly filled order may be too small to place anew and yet rest on the exchange.
  if (amount.lte(0) || (!placeable && isBuy && state.bought.eq(0))) return undefined

  const crosses = isBuy && price.gte(situation.price)
  const order = { slot: cell.slot, side: state.side, timeInForce: 'GTC', price, amount } as const
  return { ...order, onlyIfResting: crosses || !placeable }
}

function afterBuy(state: CellState, fill: SlotFill, cell: Cell, situation: Rules): CellState {
  const { base, quote } = situation.market
  const next = {
    ...state,
    held: state.held.plus(fill.amount).minus(feeIn(fill.fees, base)),
    spent: state.spent.plus(fill.cost).plus(feeIn(fill.fees, quote)),
    bought: state.bought.plus(fill.amount),
  }
  return !buys(next, cell, situation) && sells(next, cell, situation)
    ? { ...next, side: 'sell' }
    : next
}

function afterSell(state: CellState, fill: SlotFill, cell: Cell, situation: Rules): CellState {
  const { base, quote } = situation.market
  const held = state.held.minus(fill.amount).minus(feeIn(fill.fees, base))
  const spent = state.spent.minus(fill.cost).plus(feeIn(fill.fees, quote))
  const next = { ...state, held, spent }
  if (state.side === 'buy' && state.bought.gt(0) && buys(next, cell, situation)) return next
  if (sells(next, cell, situation)) return next

  const again = newRound(held, spent, cell, situation)
  // With no money back to buy with, the rest of the sale may still rest on the exchange.
  return buys(again, cell, situation) ? again : next
}

/** Earnings are not put at stake: a round gets the cell's money, less what is still out. */
function newRound(held: Big, spent: Big, cell: Cell, situation: Rules): CellState {
  const target = buyable(moneyLeft(spent, cell), cell.buyPrice, situation)
  return { side: 'buy', held, spent, target, bought: new Big(0) }
}

function toBuy(state: CellState, cell: Cell, situation: Rules): Big {
  const rest = state.target.minus(state.bought)
  // Dividing is slow and most fills are whole: a cell's history is read again at every look.
  if (rest.lte(0)) return rest
  return smaller(rest, buyable(moneyLeft(state.spent, cell), cell.buyPrice, situation))
}

function buys(state: CellState, cell: Cell, situation: Rules): boolean {
  return isPlaceable(situation.market, cell.buyPrice, toBuy(state, cell, situation))
}

function sells(state: CellState, cell: Cell, situation: Rules): boolean {
  return isPlaceable(situation.market, cell.sellPrice, sellable(state.held, situation))
}

function moneyLeft(spent: Big, cell: Cell): Big {
  return larger(cell.money.minus(larger(spent, new Big(0))), new Big(0))
}
