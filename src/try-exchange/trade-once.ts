import { Big } from 'big.js'
import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import type { Exchange, MarketSource } from '../exchange/exchange.ts'
import type { Exchanges } from '../exchange/exchanges.ts'
import type { Market } from '../exchange/market.ts'
import type { Clock } from '../lib/clock.ts'
import type { Ask, Asked } from './ask.ts'
import type { Request } from './command-line.ts'
import { leaveNothing, type SentOrder } from './leave-nothing.ts'
import { planOrder, type PlannedOrder } from './plan-order.ts'
import { TryRefused } from './refused.ts'
import { tryTrading } from './trade.ts'

/** What the part that places orders needs. */
interface TradingOnce {
  request: Request
  exchange: Exchange
  exchanges: Exchanges
  market: Market
  clock: Clock
  ask: Ask
  skip: (asked: Asked) => void
  say: (...lines: string[]) => void
  askLine: (question: string) => Promise<string>
  stop: AbortSignal
}

/** Places and cancels test orders where that was asked for and confirmed; otherwise says what was not asked. */
export async function tradeOnce(options: TradingOnce): Promise<void> {
  const { request, exchange, exchanges, market, clock, ask, skip, say, askLine, stop } = options
  const { exchange: id, trade } = request
  const leave = (skipped: string) =>
    skip({ name: 'placing, finding and cancelling orders', skipped, faults: [], judged: [] })
  if (trade === undefined) return leave(`only with --trade, like --trade 10${market.quote}`)
  let plan: PlannedOrder | undefined
  await ask({ name: 'what a test order needs' }, async () => {
    plan = await makePlan(exchange, exchanges.markets(id, 'exit'), market, new Big(trade.amount))
    return []
  })
  if (plan === undefined) return leave('the price or the balance is not known')
  const { name } = EXCHANGE_FACTS[id]
  if (!(await isConfirmed(askLine, name, plan))) return leave('you did not type yes twice')

  const sent: SentOrder[] = []
  let left: readonly SentOrder[] = sent
  try {
    await tryTrading({ exchange, clock, plan, ask, sent, stop })
  } finally {
    left = await leaveNothing(exchange, sent, clock)
    if (left.length > 0) say(...warningOf(name, left))
  }
  await ask({ name: 'nothing is left open' }, () =>
    Promise.resolve(left.length > 0 ? ['an order may still be open: see the warning above'] : []),
  )
}

async function makePlan(
  exchange: Exchange,
  markets: MarketSource,
  market: Market,
  spend: Big,
): Promise<PlannedOrder> {
  const { bids } = await markets.fetchOrderBook(market.symbol)
  const bid = bids[0]?.price
  if (bid === undefined) throw new TryRefused(`${market.symbol} has no bids to stay below.`)
  const { balances } = await exchange.fetchAccount()
  return planOrder(market, { spend, bid, balance: balances.get(market.quote) })
}

async function isConfirmed(
  askLine: TradingOnce['askLine'],
  name: string,
  { market, price, amount }: PlannedOrder,
): Promise<boolean> {
  const { symbol, base, quote } = market
  const order = `${amount.toFixed()} ${base} at ${price.toFixed()} ${quote}`
  const questions = [
    `This places a real order on ${name}: buy ${order} on ${symbol}, far below the price, and cancels it. The same then as an order that fills at once or not at all. Type yes to go on: `,
    `If the price falls that far meanwhile, the order is filled and you own the coins. Type yes again to place it: `,
  ]
  for (const question of questions) {
    if ((await askLine(question)) !== 'yes') return false
  }
  return true
}

function warningOf(name: string, left: readonly SentOrder[]): string[] {
  return [
    '',
    `AN ORDER MAY STILL BE OPEN. ${name} would not say that it is cancelled. Look there, and cancel it yourself:`,
    ...left.map(
      ({ symbol, clientOrderId, id }) =>
        `  ${symbol}, client order id ${clientOrderId}, ${name}'s id ${id ?? 'unknown'}`,
    ),
    '',
  ]
}
