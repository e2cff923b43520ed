import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { transact } from '../../src/db/transact.ts'
import type { Db } from '../../src/db/schema.ts'
import { insertKey } from '../../src/keys/key-repo.ts'
import { insertBot } from '../../src/trading-bots/bot-repo.ts'
import { KnownBooks } from '../../src/trading-bots/known-books.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { insertFills } from '../../src/trading/fill-repo.ts'
import { insertOrders } from '../../src/trading/order-repo.ts'
import { newIntent, type Order } from '../../src/trading/order.ts'
import { aKey } from '../support/a-key.ts'
import { aMarket } from '../strategies/builders.ts'
import { aDatabase } from '../support/scratch.ts'

const market = aMarket()
const bot: TradingBot = {
  id: 'bot-1',
  userId: '7',
  keyId: 'key-1',
  name: 'Grid',
  strategy: 'grid',
  symbol: market.symbol,
  parameters: { lower: '90', upper: '110', money: '1000', gridCount: '2', feeRate: '0.001' },
  status: 'running',
  resting: 'keep',
  reason: undefined,
  createdAt: new Date(0),
}

/** A bot on record, the order that its fills belong to, and the books that are kept of it. */
async function aBot() {
  const db = await aDatabase()
  const order = newIntent(
    {
      userId: '7',
      keyId: 'key-1',
      botId: bot.id,
      planId: undefined,
      slot: 'cell:0',
      symbol: bot.symbol,
      side: 'buy',
      timeInForce: 'GTC',
      price: new Big(90),
      amount: new Big(100),
    },
    new Date(0),
  )
  await transact(db, async (trx) => {
    await insertKey(trx, aKey(), { wrappedDataKey: 'w', sealedCredentials: 's' })
    await insertBot(trx, bot)
    await insertOrders(trx, [order])
  })
  const books = new KnownBooks()
  const held = async (parameters = bot.parameters) => {
    const running = { bot: { ...bot, parameters }, market }
    const bookOf = await books.read(db, { takerFeeRate: new Big('0.001') }, [running])
    return bookOf(bot.id)?.held().toFixed()
  }
  return { db, order, held }
}

async function fill(db: Db, order: Order, id: string, amount: string, second: number) {
  const of = { symbol: bot.symbol, side: 'buy', price: new Big(90), orderId: 'x' } as const
  const cost = new Big(amount).times(90)
  const money = { amount: new Big(amount), cost, fees: [] }
  const told = { ...of, ...money, id, at: new Date(second * 1000) }
  await transact(db, (trx) => insertFills(trx, [{ order, fill: told }]))
}

test('KnownBooks count new fills on, and all of them anew when one comes late', async () => {
  const { db, order, held } = await aBot()
  expect(await held()).toBe('0')

  await fill(db, order, '1', '1', 10)
  await fill(db, order, '2', '2', 20)
  expect(await held()).toBe('3')
  expect(await held()).toBe('3')
  await fill(db, order, '4', '0.5', 20)
  await fill(db, order, '5', '0.25', 30)
  expect(await held()).toBe('3.75')

  await fill(db, order, '3', '0.125', 15)
  expect(await held()).toBe('3.875')
  await fill(db, order, '6', '1', 40)
  expect(await held({ ...bot.parameters, money: '2000' })).toBe('4.875')
})
