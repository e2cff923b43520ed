import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Notice } from '../../src/notices/notice.ts'
import type { OrderView } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { getBot } from '../../src/trading-bots/bot-repo.ts'
import { createBot } from '../../src/trading-bots/create-bot.ts'
import { positionsOf, type BotPosition } from '../../src/trading-bots/positions.ts'
import { createTick } from '../../src/trading-bots/tick.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { openKeys, type KeyStage } from '../keys/support.ts'

/** A grid of BTC/USDT between 55,000 and 65,000 that has placed its first orders, at 60,000. */
export interface BotStage extends KeyStage {
  keyId: string
  botId: string
  tick: () => Promise<unknown>
  bot: () => Promise<TradingBot>
  position: () => Promise<BotPosition['position']>
  /** Its resting order at that price. */
  orderAt: (price: number) => OrderView
  /** Notices so far, oldest first. */
  told: () => Promise<Notice[]>
}

export async function aRunningGrid(): Promise<BotStage> {
  const keys = await openKeys()
  const { id: keyId } = await keys.link()
  const parameters = { lower: '55000', upper: '65000', gridCount: '10', money: '1000' }
  const request = { userId: '7', keyId, strategy: 'grid', symbol: 'BTC/USDT', parameters } as const
  const created = await createBot(keys, { ...request, id: randomUUID() })
  if (typeof created === 'string') throw new Error(`No bot was made: ${created}`)
  const tick = createTick(keys)
  const stage: BotStage = {
    ...keys,
    keyId,
    botId: created.id,
    tick: () => tick(keyId),
    bot: () => getBot(keys.db, created.id),
    async position() {
      const [found] = await positionsOf(keys.db, [await stage.bot()])
      if (found === undefined) throw new RangeError('Cannot give a position: no bot')
      return found.position
    },
    orderAt(price) {
      const order = keys.paper.openOrders().find((one) => one.price?.eq(price))
      if (order === undefined) throw new RangeError(`Cannot give the order at ${price}: none`)
      return order
    },
    async told() {
      const rows = await keys.db
        .selectFrom('notice')
        .select('body')
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map((row) => JSON.parse(row.body) as Notice)
    },
  }
  await stage.tick()
  return stage
}

/** What an account has of a coin, beyond what it had at first. */
export function gained({ paper }: KeyStage, asset: string, atFirst: string): Big {
  const balance = paper.balances().find((one) => one.asset === asset)
  if (balance === undefined) throw new RangeError(`Cannot count ${asset}: none`)
  return balance.free.plus(balance.locked).minus(new Big(atFirst))
}
