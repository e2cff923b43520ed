import { Big } from 'big.js'
import { addSeconds } from '../../src/lib/clock.ts'
import { startOfUtcDay } from '../../src/lib/utc-day.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openSqlite } from '../../src/db/open.ts'
import type { Db, Trx } from '../../src/db/schema.ts'
import { transact } from '../../src/db/transact.ts'
import { insertKey } from '../../src/keys/key-repo.ts'
import { insertBot } from '../../src/trading-bots/bot-repo.ts'
import { booksOf } from '../../src/trading-bots/positions.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { putClosedBook } from '../../src/trading/closed-book-repo.ts'
import { insertFills } from '../../src/trading/fill-repo.ts'
import { insertOrders } from '../../src/trading/order-repo.ts'
import { newIntent, type Order } from '../../src/trading/order.ts'
import { aKey } from '../support/a-key.ts'
import { median, print } from './report.ts'

const FILLS = 50_000
const FILLS_A_DAY = 200
const ROUNDS = 9
const NOW = new Date('2026-06-15T18:00:00.000Z')

const BOT: TradingBot = {
  id: 'bot-1',
  userId: '7',
  keyId: 'key-1',
  name: 'Grid BTC/USDT',
  strategy: 'grid',
  symbol: 'BTC/USDT',
  parameters: {},
  status: 'running',
  resting: 'keep',
  reason: undefined,
  createdAt: NOW,
}

/** What a look at the books of a bot with 50,000 fills costs, from the first fill and from a closed book. */
export async function benchBooks(): Promise<void> {
  const database = openSqlite(':memory:')
  const { db } = database
  await migrate(db)
  await transact(db, fillUp)
  const day = startOfUtcDay(NOW)
  const all = await timed(db, day)
  const [books] = await booksOf(db, [BOT], day)
  const tally = books?.atDayStart
  if (tally === undefined) throw new Error('Cannot close the book: no bot')
  await transact(db, (trx) => putClosedBook(trx, { botId: BOT.id, before: day, tally }))
  const closed = await timed(db, day)
  await database.close()
  print('Books', [
    { fills: FILLS, 'from the first fill ms': all, 'from the closed book ms': closed },
  ])
}

async function timed(db: Db, day: Date): Promise<string> {
  const times = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    await booksOf(db, [BOT], day)
    times.push(performance.now() - start)
  }
  return median(times).toFixed(1)
}

async function fillUp(trx: Trx): Promise<void> {
  await insertKey(trx, aKey({ id: BOT.keyId }), { wrappedDataKey: 'x', sealedCredentials: 'x' })
  await insertBot(trx, BOT)
  const order: Order = newIntent(
    {
      ...BOT,
      botId: BOT.id,
      planId: undefined,
      slot: 'cell:1',
      side: 'buy',
      timeInForce: 'GTC',
      price: new Big(60_000),
      amount: new Big(1),
    },
    NOW,
  )
  await insertOrders(trx, [order])
  for (let i = 0; i < FILLS; i += FILLS_A_DAY) {
    const fills = Array.from({ length: FILLS_A_DAY }, (_, n) => aFill(i + n))
    await insertFills(
      trx,
      fills.map((fill) => ({ order, fill })),
    )
  }
}

function aFill(i: number) {
  const isBuy = i % 2 === 0
  const price = new Big(60_000).plus(i % 1_000).plus('0.01')
  const amount = new Big('0.00169')
  const cost = price.times(amount)
  const secondsAgo = (FILLS - i) * (86_400 / FILLS_A_DAY)
  return {
    id: String(1_000_000 + i),
    orderId: '1',
    symbol: 'BTC/USDT',
    side: isBuy ? ('buy' as const) : ('sell' as const),
    price,
    amount,
    cost,
    fees: [
      isBuy
        ? { amount: amount.times('0.001'), coin: 'BTC' }
        : { amount: cost.times('0.001'), coin: 'USDT' },
    ],
    at: addSeconds(NOW, -secondsAgo),
  }
}
