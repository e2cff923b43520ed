import type { Db } from '../db/schema.ts'
import { feesBeside, type Fees } from '../exchange/fees.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { listFills, listFillsOfOrders, type Fill } from '../trading/fill-repo.ts'
import { listOrdersOfBots, listOrdersOfPlan } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { toCsv } from './csv.ts'

/** A file for the trader. */
export interface ExportFile {
  name: string
  text: string
}

/** Trades, orders, positions and settings of these bots. Holds no credentials. */
export async function exportBots(db: Db, bots: readonly TradingBot[]): Promise<ExportFile[]> {
  const ids = bots.map((bot) => bot.id)
  const names = new Map(bots.map((bot) => [bot.id, bot.name]))
  const [fills, orders, positions] = await Promise.all([
    listFills(db, ids),
    listOrdersOfBots(db, ids),
    positionsOf(db, bots),
  ])
  return [
    { name: 'trades.csv', text: tradesCsv(fills, names) },
    { name: 'orders.csv', text: ordersCsv(orders, names) },
    {
      name: 'positions.csv',
      text: toCsv(
        [
          'bot',
          'symbol',
          'amount',
          'average_cost',
          'cost',
          'realized',
          'unvalued_fees',
          'trades_with_unknown_fee',
        ],
        positions.map(({ bot, position }) => [
          bot.name,
          bot.symbol,
          position.amount.toFixed(),
          position.averageCost.toFixed(),
          position.cost.toFixed(),
          position.realized.toFixed(),
          [...position.unvaluedFees].map(([coin, fee]) => `${fee.toFixed()} ${coin}`).join(' + '),
          String(position.unknownFees),
        ]),
      ),
    },
    { name: 'bots.json', text: `${JSON.stringify(bots.map(toSettings), undefined, 2)}\n` },
  ]
}

/** The orders and fills by which a plan closed positions. */
export async function exportClosing(
  db: Db,
  planId: string,
  bots: readonly TradingBot[],
): Promise<ExportFile[]> {
  const names = new Map(bots.map((bot) => [bot.id, bot.name]))
  const orders = await listOrdersOfPlan(db, planId)
  const fills = await listFillsOfOrders(
    db,
    orders.map((order) => order.id),
  )
  return [
    { name: 'closing-trades.csv', text: tradesCsv(fills, names) },
    { name: 'closing-orders.csv', text: ordersCsv(orders, names) },
  ]
}

const TRADE_COLUMNS = ['time', 'bot', 'symbol', 'side', 'price', 'amount', 'cost']

/** With a pair of columns for each fee: as many as the trade that was charged in most coins has. */
function tradesCsv(fills: readonly Fill[], names: ReadonlyMap<string, string>): string {
  const pairs = Math.max(1, ...fills.map(({ fees }) => (fees === 'unknown' ? 1 : fees.length)))
  const feeColumns = Array.from({ length: pairs }, (_, i) => {
    const number = i === 0 ? '' : `_${i + 1}`
    return [`fee${number}`, `fee_currency${number}`]
  })
  return toCsv(
    [...TRADE_COLUMNS, ...feeColumns.flat(), 'fee_value', 'trade_id'],
    fills.map((fill) => [
      fill.at.toISOString(),
      names.get(fill.botId) ?? '',
      fill.symbol,
      fill.side,
      fill.price.toFixed(),
      fill.amount.toFixed(),
      fill.cost.toFixed(),
      ...feeColumns.flatMap((_, i) => feeCells(fill.fees, i)),
      feeValueText(fill),
      fill.tradeId,
    ]),
  )
}

/** Amount and coin of the fee at this place; a trade without any has one of 0. */
function feeCells(fees: Fees, place: number): [amount: string, coin: string] {
  if (fees === 'unknown') return [place === 0 ? 'unknown' : '', '']
  const fee = fees[place]
  if (fee === undefined) return [place === 0 ? '0' : '', '']
  return [fee.amount.toFixed(), fee.coin]
}

/** In quote, of the fees in third coins; those in base or quote need none. */
function feeValueText({ symbol, fees, feeValue }: Fill): string {
  const needsNone = fees !== 'unknown' && feesBeside(fees, ...symbol.split('/')).length === 0
  return needsNone ? '' : (feeValue?.toFixed() ?? 'unknown')
}

function ordersCsv(orders: readonly Order[], names: ReadonlyMap<string, string>): string {
  return toCsv(
    ['time', 'bot', 'symbol', 'side', 'price', 'amount', 'filled', 'status', 'client_order_id'],
    orders.map((order) => [
      order.createdAt.toISOString(),
      names.get(order.botId) ?? '',
      order.symbol,
      order.side,
      order.price.toFixed(),
      order.amount.toFixed(),
      order.filled.toFixed(),
      order.status,
      order.clientOrderId,
    ]),
  )
}

function toSettings({ name, strategy, symbol, parameters, status, createdAt }: TradingBot) {
  return { name, strategy, symbol, parameters, status, createdAt: createdAt.toISOString() }
}
