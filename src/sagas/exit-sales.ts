import { Big } from 'big.js'
import { allOf } from '../lib/all-of.ts'
import type { Account } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { sellableAmount } from '../trading/floor.ts'
import { listOrdersOfPlan } from '../trading/order-repo.ts'
import { newIntent, type Order } from '../trading/order.ts'
import type { Exit } from './exit-context.ts'
import type { ExitPosition } from './exit-plan.ts'

/** The orders that sell what was decided, no more than is held and free; what is dust is left out. */
export async function planSales(
  core: KeyCore,
  exit: Exit,
  closing: readonly ExitPosition[],
  account: Account,
): Promise<Order[]> {
  const [markets, held] = await allOf([
    core.exchanges.markets(exit.key.exchange, 'exit').fetchMarkets(),
    positionsOf(core.db, exit.bots),
  ])
  const free = freeOf(account)
  const sold = await soldByPlan(core, exit)
  return closing.flatMap((position) => {
    const market = markets.get(position.symbol)
    const mine = held.find(({ bot }) => bot.id === position.botId)
    if (market === undefined || mine === undefined) return []
    const sellable = sellableAmount({
      decided: position.amount.minus(sold.get(position.botId) ?? 0),
      held: mine.position.amount,
      free: free.of(market.base),
      market,
      floor: position.floor,
    })
    if (sellable.dust) return []
    free.take(market.base, sellable.amount)
    return [toSale(exit, mine.bot, market, position, sellable.amount, core.clock.now())]
  })
}

/** Base that the plan's own orders have sold so far, by bot. */
async function soldByPlan({ db }: KeyCore, { plan }: Exit): Promise<Map<string, Big>> {
  const sold = new Map<string, Big>()
  for (const { botId, filled } of await listOrdersOfPlan(db, plan.id)) {
    sold.set(botId, filled.plus(sold.get(botId) ?? 0))
  }
  return sold
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
  { floor }: ExitPosition,
  amount: Big,
  at: Date,
): Order {
  const { userId, keyId, id: planId } = plan
  const sale = { slot: 'exit', symbol, side: 'sell', timeInForce: 'IOC', price: floor } as const
  return newIntent({ userId, keyId, planId, botId: bot.id, amount, ...sale }, at)
}
