import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Big } from 'big.js'
import { sql } from 'kysely'
import { createApp, type App, type AppConfig } from '../../src/app.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openSqlite } from '../../src/db/open.ts'
import type { Db, Trx } from '../../src/db/schema.ts'
import { writeMeta } from '../../src/db/stamp.ts'
import { transact } from '../../src/db/transact.ts'
import { insertKey } from '../../src/keys/key-repo.ts'
import { Vault } from '../../src/keys/vault.ts'
import { insertFills } from '../../src/trading/fill-repo.ts'
import { insertOrders } from '../../src/trading/order-repo.ts'
import { newIntent, type Order } from '../../src/trading/order.ts'
import { insertBot } from '../../src/trading-bots/bot-repo.ts'
import { TestClock } from '../support/test-clock.ts'
import { aKey } from '../support/a-key.ts'
import { benchConfig, TOKEN } from './bench-config.ts'
import { startOutside, type Outside } from './outside-process.ts'
import { median, print } from './report.ts'

const KEYS = 100
const BOTS_PER_KEY = 10
/** Bots of one key trade on so many symbols. */
const SYMBOLS = 3
/** Made on no day that is told. */
const RIGHTS = { ...aKey().rights, createdAt: undefined }
const TICK_SECONDS = 60
const ROUNDS = 3
/** Each bot has bought and sold so often before. */
const PAST_ROUNDS = 100
const STEP_SECONDS = 2
const STEP_MS = 20

/** A running Undock in this process, with everything outside of it in another. */
interface Stage {
  db: Db
  app: App
  /** Lets time pass on both sides. Gives all requests so far, counted by path. */
  advance: (seconds: number) => Promise<Record<string, number>>
  close: () => Promise<void>
}

/**
 * One tick of 1,000 idle bots, each with 200 fills behind it and five orders resting, over 100 keys: Undock's CPU alone, its
 * requests and its writes. The exchange's own rate limits hold.
 */
export async function benchTicks(): Promise<void> {
  const stage = await openStage()
  await comeToRest(stage)
  const rounds: Awaited<ReturnType<typeof tickOnce>>[] = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await tickOnce(stage))
  await stage.close()

  const of = (figure: (round: (typeof rounds)[number]) => number) => median(rounds.map(figure))
  const bots = KEYS * BOTS_PER_KEY
  print(`One tick of ${bots} idle bots over ${KEYS} keys`, [
    {
      'CPU ms (1,000 wanted)': Math.round(of(({ cpuMs }) => cpuMs)),
      'CPU ms per bot': (of(({ cpuMs }) => cpuMs) / bots).toFixed(3),
      'private requests per key (1)': (of(({ signed }) => signed) / KEYS).toFixed(2),
      'public requests': of(({ open }) => open),
      'rows written per key': (of(({ rows }) => rows) / KEYS).toFixed(1),
      'wall ms': Math.round(of(({ wallMs }) => wallMs)),
    },
  ])
}

async function tickOnce({ db, advance }: Stage) {
  await untilTicked(db)
  const before = await advance(0)
  const [rows, cpu, start] = [await rowsWritten(db), process.cpuUsage(), performance.now()]
  await advance(TICK_SECONDS + 1)
  await untilTicked(db)
  const { user, system } = process.cpuUsage(cpu)
  const wallMs = performance.now() - start
  const after = await advance(0)
  const sent = (path: string) => (after[path] ?? 0) - (before[path] ?? 0)
  return {
    cpuMs: (user + system) / 1000,
    wallMs,
    signed: ['account', 'openOrders', 'myTrades', 'order']
      .map((path) => sent(`/api/v3/${path}`))
      .reduce((a, b) => a + b),
    open: sent('/api/v3/ticker/price') + sent('/api/v3/exchangeInfo') + sent('/api/v3/time'),
    rows: (await rowsWritten(db)) - rows,
  }
}

/** Orders are placed and compared, until ticks find nothing to do. */
async function comeToRest({ db, advance }: Stage): Promise<void> {
  let quiet = 0
  let busy = -1
  while (quiet <= TICK_SECONDS) {
    const requests = await advance(STEP_SECONDS)
    await pause(STEP_MS)
    const now = (requests['/api/v3/openOrders'] ?? 0) + (requests['/api/v3/order'] ?? 0)
    quiet = now === busy ? quiet + STEP_SECONDS : 0
    busy = now
  }
  const { count } = await db
    .selectFrom('trade_order')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow()
  if (count < 4 * KEYS * BOTS_PER_KEY) throw new Error(`Only ${count} orders came to rest`)
}

/** Until every key's next tick lies ahead. */
async function untilTicked(db: Db): Promise<void> {
  for (;;) {
    await pause(50)
    const { due } = await db
      .selectFrom('wake')
      .select((eb) => eb.fn.countAll<number>().as('due'))
      .where('lane', '=', 'tick')
      .where('run_at', '<=', clock.now().toISOString())
      .executeTakeFirstOrThrow()
    if (due === 0) return
  }
}

async function rowsWritten(db: Db): Promise<number> {
  const { rows } = await sql<{ total: number }>`select total_changes() as total`.execute(db)
  return rows[0]?.total ?? Number.NaN
}

const clock = new TestClock()

async function openStage(): Promise<Stage> {
  const outside = await startOutside(TOKEN, KEYS)
  const folder = mkdtempSync(join(tmpdir(), 'undock-bench-'))
  const config = benchConfig(outside, join(folder, 'undock.db'), { botTickSeconds: TICK_SECONDS })
  await fill(config, outside)
  let opened: Db | undefined
  const app = createApp(config, {
    clock,
    async openDatabase() {
      const database = openSqlite(join(folder, 'undock.db'))
      opened = database.db
      return database
    },
  })
  await app.start()
  if (opened === undefined) throw new Error('Undock did not open its database')
  return {
    db: opened,
    app,
    advance(seconds) {
      clock.advance(seconds)
      return outside.advance(seconds)
    },
    async close() {
      await app.stop()
      await outside.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Keys and bots, as linking and `/newbot` would have left them. */
async function fill({ database, vaultKey }: AppConfig, { keys, prices }: Outside): Promise<void> {
  if (database.kind !== 'sqlite') throw new TypeError('Cannot fill: not SQLite')
  const opened = openSqlite(database.path)
  const { db } = opened
  await migrate(db)
  await writeMeta(db, 'mode', 'live')
  const vault = new Vault(vaultKey)
  await transact(db, async (trx) => {
    for (const [i, credentials] of keys.entries()) {
      const owner = { keyId: randomUUID(), userId: String(7_000 + i), exchange: 'binance' } as const
      const { keyId: id, userId } = owner
      const at = clock.now()
      await insertKey(
        trx,
        aKey({
          id,
          userId,
          rights: RIGHTS,
          tail: credentials.apiKey.slice(-4),
          accountUid: `uid-${i}`,
          checkedAt: at,
          createdAt: at,
        }),
        vault.seal(credentials, owner),
      )
      for (let n = 0; n < BOTS_PER_KEY; n += 1) {
        const market = prices.filter(({ symbol }) => symbol.endsWith('/USDT'))[n % SYMBOLS]
        if (market === undefined) throw new RangeError('Cannot make a bot: no market')
        const botId = randomUUID()
        await insertBot(trx, {
          id: botId,
          userId,
          keyId: id,
          name: `Grid ${market.symbol} ${n}`,
          strategy: 'grid',
          symbol: market.symbol,
          parameters: gridAround(market),
          status: 'running',
          resting: 'keep',
          reason: undefined,
          createdAt: at,
        })
        await insertPast(trx, { botId, userId, keyId: id, symbol: market.symbol }, n)
      }
    }
  })
  await opened.close()
}

/** A past of one cell: bought and sold again and again. */
async function insertPast(
  trx: Trx,
  of: Pick<Order, 'botId' | 'userId' | 'keyId' | 'symbol'>,
  n: number,
): Promise<void> {
  const wish = { ...of, planId: undefined, slot: 'cell:0', timeInForce: 'GTC' } as const
  const [price, amount] = [new Big(10), new Big(2)]
  const orders = (['buy', 'sell'] as const).map((side): Order => {
    const order = newIntent({ ...wish, side, price, amount }, clock.now())
    return { ...order, status: 'filled', settled: true, filled: amount, cost: price.times(amount) }
  })
  await insertOrders(trx, orders)
  const fills = Array.from({ length: PAST_ROUNDS }, (_, round) => {
    return orders.map((order, i) => {
      const { symbol, side } = order
      const id = String((n * PAST_ROUNDS + round) * 2 + i + 1)
      const money = { price, amount, cost: order.cost, fees: [] }
      const at = new Date(clock.now().getTime() - 86_400_000 + (round * 2 + i) * 1_000)
      return { order, fill: { id, orderId: 'past', symbol, side, at, ...money } }
    })
  })
  await insertFills(trx, fills.flat())
}

function gridAround({ price, tickSize }: Outside['prices'][number]): Record<string, string> {
  const at = (factor: string) =>
    new Big(price).times(factor).div(tickSize).round(0, Big.roundDown).times(tickSize).toFixed()
  return { lower: at('0.9'), upper: at('1.1'), money: '500', gridCount: '10', feeRate: '0.001' }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
