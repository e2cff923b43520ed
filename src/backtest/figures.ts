import { Big } from 'big.js'
import { feeIn } from '../exchange/fees.ts'
import { divideDown } from '../lib/divide.ts'
import { FEE_RATE } from '../playground/paper-exchange/markets.ts'
import { positionOf, type Position } from '../trading/position.ts'
import { profitOf } from '../trading/profit.ts'
import { sum } from '../trading/sum.ts'
import type { Candle } from './candles.ts'
import type { Outcome } from './run.ts'

/** What a backtest came to; money in quote. */
export interface Figures {
  money: Big
  buys: number
  sells: number
  /** In quote, those in base at the price of their fill. */
  fees: Big
  position: Position
  realized: Big
  /** What is held, at the last price and after the fee, less its cost. */
  unrealized: Big
  /** The deepest fall of money and coins together from their highest until then, in %, by candle ends. */
  drawdown: Big
  /** All the money spent at the first price and held until the last. */
  hold: { profit: Big; drawdown: Big }
}

/** Counts what a bot did, beside what buying and holding would have done. */
export function figuresOf({ bot, fills, worth }: Outcome, candles: readonly Candle[]): Figures {
  const [base = '', quote = ''] = bot.symbol.split('/')
  const money = new Big(bot.parameters['money'] ?? 0)
  const position = positionOf(fills, base, quote)
  const last = candles.at(-1)?.close ?? new Big(0)
  const sale = new Big(1).minus(FEE_RATE)
  const question = { position, atDayStart: position, price: last, feeRate: FEE_RATE }
  const { unrealized } = profitOf(question)
  const coins = divideDown(money.times(sale), candles[0]?.open ?? new Big(1))
  const held = [money, ...candles.map(({ close }) => coins.times(close))]
  const buys = fills.filter(({ side }) => side === 'buy').length
  return {
    money,
    buys,
    sells: fills.length - buys,
    fees: sum(
      fills.map(({ fees, price }) => feeIn(fees, base).times(price).plus(feeIn(fees, quote))),
    ),
    position,
    realized: position.realized,
    unrealized: unrealized ?? new Big(0),
    drawdown: drawdownOf(worth),
    hold: { profit: coins.times(last).times(sale).minus(money), drawdown: drawdownOf(held) },
  }
}

/** Of 100 money, so much: `12.5`. */
export function percentOf(part: Big, whole: Big): Big {
  return whole.eq(0) ? new Big(0) : divideDown(part.times(100), whole)
}

function drawdownOf(worth: readonly Big[]): Big {
  let [peak, deepest] = [new Big(0), new Big(0)]
  for (const now of worth) {
    if (now.gt(peak)) peak = now
    const fall = percentOf(peak.minus(now), peak)
    if (fall.gt(deepest)) deepest = fall
  }
  return deepest
}
