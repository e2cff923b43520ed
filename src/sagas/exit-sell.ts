import { Big } from 'big.js'
import { allOf } from '../lib/all-of.ts'
import type { Trx } from '../db/schema.ts'
import type { Account } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { sellableAmount } from '../trading/floor.ts'
import { listOrdersOfPlan } from '../trading/order-repo.ts'
import { isLive, newIntent, type Order } from '../trading/order.ts'
import { recordOutcomes, sendOrders } from '../trading/place-orders.ts'
import { recordCancels, sendCancels, type Cancel } from '../trading/reconcile.ts'
import { commit } from '../queue/core.ts'
import { tellProgress } from './begin-exit.ts'
import { checkFlat } from './exit-check.ts'
import { listExitPositions } from './exit-plan-repo.ts'
import type { ExitPosition } from './exit-plan.ts'
import { exitStep, type Exit } from './exit-context.ts'
import { listAnswers } from './saga-repo.ts'
import { lookAgainAt, lookAtAccount, unsettledOf } from './settle.ts'

/**
 * Cancels the orders that we placed, one by one by our own ids (those placed by hand stay), and sells
 * what was decided, each position by a limit order that fills at once or cancels (IOC) at its floor:
 * the exchange itself keeps the promise. Before the first sale the exchange must have said that none
 * of our orders is open, and of each sale that a crash cut off, what came of it.
 *
 * Four round trips: cancel, look, sell, look. What is answered goes on record while the next look is
 * on its way.
 */
export const cancelAndSell = exitStep(async (core, exit) => {
  const { exchange } = exit
  const closing = (await listExitPositions(core.db, exit.plan.id)).filter(
    ({ decision, outcome }) => decision === 'close' && outcome === undefined,
  )
  const live = (await unsettledOf(core, exit)).filter(isLive)
  const cancelled = recordCancelled(core, exit, await sendCancels(core, exchange, live))
  if (closing.length === 0) return checkFlat(core, exit, cancelled)

  const account = await lookAtAccount(core, exit, cancelled)
  if (account === undefined) return { go: 'wait', until: lookAgainAt(core) }
  const sales = await planSales(core, exit, closing, account)
  const outcomes = await sendOrders(core, exchange, sales, (trx) => maySend(exit, trx))
  return checkFlat(core, exit, recordOutcomes(core, outcomes))
})

async function recordCancelled(
  core: KeyCore,
  { exchange, plan }: Exit,
  cancels: readonly Cancel[],
): Promise<void> {
  if (cancels.length === 0) return
  await recordCancels(core, exchange, cancels)
  await commit(core, (trx) => tellProgress(trx, core, plan))
}

/** What a `Stop` finds unsent stays unsent, and so does what a newer run of this saga took over. */
async function maySend({ run }: Exit, trx: Trx): Promise<boolean> {
  const answers = await listAnswers(trx, run.saga.id)
  return !answers.has('stop') && !answers.has('erase') && run.owned(trx)
}

async function planSales(
  core: KeyCore,
  exit: Exit,
  closing: readonly ExitPosition[],
  account: Account,
): Promise<Order[]> {
  const [markets, held] = await allOf([
    core.exchanges.markets(exit.key.exchange).fetchMarkets(),
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
  const left = new Map([...account.balances].map(([coin, { free }]) => [coin, free]))
  return {
    of: (coin: string) => left.get(coin) ?? new Big(0),
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
