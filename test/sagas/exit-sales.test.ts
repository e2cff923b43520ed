import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { Account } from '../../src/exchange/exchange.ts'
import { getKey } from '../../src/keys/key-repo.ts'
import type { Exit } from '../../src/sagas/exit-context.ts'
import type { ExitPosition } from '../../src/sagas/exit-plan.ts'
import { planSales } from '../../src/sagas/exit-sales.ts'
import type { Order } from '../../src/trading/order.ts'
import { aRunningGrid, type BotStage } from '../trading-bots/bot-stage.ts'
import { anExecutedOrder, recordFill } from '../trading-bots/executed-order.ts'

/** What the exit would sell of 1 BTC that its trader decided to close, with so much free on the account. */
async function salesOf(stage: BotStage, free: string): Promise<string[]> {
  const bot = await stage.bot()
  const key = await getKey(stage.db, stage.keyId)
  const exit = { plan: { id: 'plan', userId: '7', keyId: key.id }, key, bots: [bot] } as Exit
  const decided = { planId: 'plan', botId: bot.id, symbol: bot.symbol } as ExitPosition
  const closing = { ...decided, amount: new Big(1), floor: new Big(40_000) }
  const balances = new Map([['BTC', { free: new Big(free), used: new Big(0) }]])
  const sales = await planSales(stage, exit, [closing], { balances } as unknown as Account)
  return sales.map(({ amount }) => amount.toFixed())
}

const aSale = (filled: string, planId?: string): Partial<Order> => ({
  side: 'sell',
  filled: new Big(filled),
  cost: new Big(filled).times(49_000),
  planId,
})

test('an exit sells what an order bought of which no fill is on record', async () => {
  const stage = await aRunningGrid()

  await anExecutedOrder(stage)

  expect(await salesOf(stage, '5')).toEqual(['1'])
})

test.each([
  ['of the bot', undefined],
  ['of the exit', 'plan'],
])('what a sale %s has sold is not sold again, though no fill is on record', async (_, planId) => {
  const stage = await aRunningGrid()
  const buy = await anExecutedOrder(stage)
  await recordFill(stage, buy, { amount: '1', cost: '49000', fees: [] })

  await anExecutedOrder(stage, aSale('0.4', planId))

  expect(await salesOf(stage, '5')).toEqual(['0.6'])
})

test('an exit sells no more than is free, where an unreported fee was taken in coins', async () => {
  const stage = await aRunningGrid()
  const buy = await anExecutedOrder(stage)

  await recordFill(stage, buy, { amount: '1', cost: '49000', fees: 'unknown' })

  expect(await salesOf(stage, '0.999')).toEqual(['0.999'])
})
