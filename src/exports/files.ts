import type { Db } from '../db/schema.ts'
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
        ['bot', 'symbol', 'amount', 'average_cost', 'cost', 'realized', 'unvalued_fees'],
        positions.map(({ bot, position }) => [
          bot.name,
          bot.symbol,
          position.amount.toFixed(),
          position.averageCost.toFixed(),
          position.cost.toFixed(),
          position.realized.toFixed(),
          [...position.unvaluedFees].map(([coin, fee]) => `${fee.toFixed()} ${coin}`).join(' + '),
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

const TRADE_COLUMNS = [
  'time',
  'bot',
  'symbol',
  'side',
  'price',
  'amount',
  'cost',
  'fee',
  'fee_currency',
  'fee_value',
  'trade_id',
]

function tradesCsv(fills: readonly Fill[], names: ReadonlyMap<string, string>): string {
  return toCsv(
    TRADE_COLUMNS,
    fills.map((fill) => [
      fill.at.toISOString(),
      names.get(fill.botId) ?? '',
      fill.symbol,
      fill.side,
      fill.price.toFixed(),
      fill.amount.toFixed(),
      fill.cost.toFixed(),
      fill.fee.toFixed(),
      fill.feeCurrency,
      feeValueText(fill),
      fill.tradeId,
    ]),
  )
}

/** In quote, of a fee in a third coin; one in base or quote needs none. */
function feeValueText({ symbol, feeCurrency, feeValue }: Fill): string {
  return symbol.split('/').includes(feeCurrency) ? '' : (feeValue?.toFixed() ?? 'unknown')
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
