import { randomUUID } from 'node:crypto'
import { transact } from '../../src/db/transact.ts'
import type { Key } from '../../src/keys/key.ts'
import { insertBot } from '../../src/trading-bots/bot-repo.ts'
import { createTick } from '../../src/trading-bots/tick.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { openKeys, type KeyStage } from '../keys/support.ts'

export const BTC_GRID = { lower: '55000', upper: '65000', money: '1000', gridCount: '10' }
const ETH_GRID = { lower: '2700', upper: '3300', money: '200', gridCount: '4' }

/** A key, and the tick of its bots. */
export interface TickStage extends KeyStage {
  key: Key & { apiKey: string }
  account: string
  tick: () => Promise<unknown>
  /** Seconds pass, then it ticks. */
  tickAfter: (seconds: number) => Promise<unknown>
  run: (bot: Partial<TradingBot>) => Promise<TradingBot>
  /** What was sent since the last call, by path. */
  sent: () => string[]
  notices: () => Promise<string[]>
}

/** A linked key of an account with 10,000 USDT, 1 ETH and 0.1 BTC. */
export async function openTicks(): Promise<TickStage> {
  const stage = await openKeys()
  const key = await stage.link()
  const ticked = createTick(stage)
  const tick = () => ticked(key.id)
  let seen = 0
  return {
    ...stage,
    key,
    account: 'main',
    tick,
    tickAfter(seconds) {
      stage.clock.advance(seconds * 1_000)
      return tick()
    },
    run: (bot) => makeBot(stage, key, bot),
    sent() {
      const all = stage.paper.requests()
      const paths = all.slice(seen).map(({ method, path }) => `${method} ${path}`)
      seen = all.length
      return paths
    },
    async notices() {
      const rows = await stage.db
        .selectFrom('notice')
        .select('body')
        .orderBy('created_at')
        .execute()
      return rows.map(({ body }) => (JSON.parse(body) as { kind: string }).kind)
    },
  }
}

/** Records a bot, running a grid on BTC/USDT if not said. */
export async function makeBot(
  { db, clock }: KeyStage,
  key: Key,
  overrides: Partial<TradingBot>,
): Promise<TradingBot> {
  const bot: TradingBot = {
    id: randomUUID(),
    userId: key.userId,
    keyId: key.id,
    name: 'Grid',
    strategy: 'grid',
    symbol: 'BTC/USDT',
    parameters: { ...BTC_GRID, feeRate: '0.001' },
    status: 'running',
    resting: 'keep',
    reason: undefined,
    createdAt: clock.now(),
    ...overrides,
  }
  await transact(db, (trx) => insertBot(trx, bot))
  return bot
}

/** A bot on another symbol. */
export const ethGrid = { symbol: 'ETH/USDT', parameters: { ...ETH_GRID, feeRate: '0.001' } }

/** Bots on two symbols, whose orders rest and were compared until that is believed. */
export async function atRest(stage: TickStage): Promise<void> {
  await stage.run({})
  await stage.run(ethGrid)
  for (let i = 0; i < 4; i += 1) await stage.tickAfter(10)
  stage.sent()
}
