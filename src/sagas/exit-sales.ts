import { Big } from 'big.js'
import { allOf } from '../lib/all-of.ts'
import type { Account, MarketSource, OrderBook } from '../exchange/exchange.ts'
import { failureOf } from '../exchange/failure-of.ts'
import { roundUpTo, type Market } from '../exchange/market.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { larger } from '../strategies/order-minimum.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { FLOOR_SLACK, sellableAmount } from '../trading/floor.ts'
import { listOrdersOfPlan } from '../trading/order-repo.ts'
import { newIntent, type Order } from '../trading/order.ts'
import { estimateSale } from '../trading/sale.ts'
import { sum } from '../trading/sum.ts'
import type { Exit } from './exit-context.ts'
import type { ExitPosition } from './exit-plan.ts'

/** After a refusal, a sale is fitted to rules that are not older. */
const REFUSED_SECONDS = 1

/** The orders that sell what was decided, no more than is held and free; what is dust is left out. */
export async function planSales(
  core: KeyCore,
  exit: Exit,
  closing: readonly ExitPosition[],
  account: Account,
): Promise<Order[]> {
  if (closing.length === 0) return []
  const source = core.exchanges.markets(exit.key.exchange, 'exit')
  const salesOf = Map.groupBy(await listOrdersOfPlan(core.db, exit.plan.id), (one) => one.botId)
  const wasRefused = ({ botId }: ExitPosition) => salesOf.get(botId)?.at(-1)?.status === 'rejected'
  const [markets, held] = await allOf([
    source.fetchMarkets(closing.some(wasRefused) ? REFUSED_SECONDS : undefined),
    positionsOf(core.db, exit.bots),
  ])
  const free = freeOf(account)
  const sales: Order[] = []
  for (const position of closing) {
    const market = markets.get(position.symbol)
    const mine = held.find(({ bot }) => bot.id === position.botId)
    if (market === undefined || mine === undefined) continue
    const sold = sum((salesOf.get(position.botId) ?? []).map(({ filled }) => filled))
    const decided = position.amount.minus(sold)
    // A floor is a multiple of the tick of its time.
    const floor = roundUpTo(market.tickSize, position.floor)
    const price = wasRefused(position) ? await priceNow(source, market, floor, decided) : floor
    const sellable = sellableAmount({
      decided,
      held: mine.position.amount,
      free: free.of(market.base),
      market,
      floor: price,
    })
    if (sellable.dust) continue
    free.take(market.base, sellable.amount)
    sales.push(toSale(exit, mine.bot, market, price, sellable.amount, core.clock.now()))
  }
  return sales
}

/** The floor, or as near under the bids as other sales go: one far under the price may be out of its band. */
async function priceNow(
  source: MarketSource,
  { symbol, tickSize }: Market,
  floor: Big,
  amount: Big,
): Promise<Big> {
  let book: OrderBook | undefined
  await failureOf(source.fetchOrderBook(symbol).then((fetched) => (book = fetched)))
  const estimate = book && estimateSale({ amount, book, feeRate: new Big(0) })
  const near = estimate?.worstPrice?.times(FLOOR_SLACK)
  return near === undefined ? floor : roundUpTo(tickSize, larger(floor, near))
}

/** Two bots on one coin share what is free. */
function freeOf(account: Account) {
  const left = new Map<string, Big>()
  return {
    of: (coin: string) => left.get(coin) ?? account.balances.get(coin)?.free ?? new Big(0),
    take(coin: string, amount: Big) {
      left.set(coin, this.of(coin).minus(amount))
    },
  }
}

function toSale(
  { plan }: Exit,
  bot: TradingBot,
  { symbol }: Market,
  price: Big,
  amount: Big,
  at: Date,
): Order {
  const { userId, keyId, id: planId } = plan
  const sale = { slot: 'exit', symbol, side: 'sell', timeInForce: 'IOC', price } as const
  return newIntent({ userId, keyId, planId, botId: bot.id, amount, ...sale }, at)
}
