import { positionsOf } from '../../../src/trading-bots/positions.ts'
import { listAllBotsOfKey } from '../../../src/trading-bots/bot-repo.ts'
import type { Db } from '../../../src/db/schema.ts'
import type { Fate, Request } from '../exchange/fate.ts'
import { settle, type Ground } from '../histories/ground.ts'
import { Tally } from '../storm/tally.ts'
import { Trader } from '../trader/trader.ts'
import { calmSchedule } from '../storm/calm-schedule.ts'
import { Dice } from '../world/dice.ts'
import { Life } from '../world/life.ts'
import { CALM, type Script } from '../world/script.ts'
import type { World } from '../world/world.ts'
import { STEP_MS, type IsolationPlan } from './plan.ts'
import type { Course } from '../confined/troubles.ts'

/** What one bot did and has, without the names that chance gave. */
export interface BotRecord {
  symbol: string
  state: string
  /** Its intents with what became of them, each with the step of prices in which it was sent. */
  intents: { text: string; sentAt: number }[]
  fills: string[]
  position: string
  /** What an exit decided about it, and what came of it. */
  exit: string[]
  /** Its orders by the exchange's own books. */
  atExchange: string[]
}

/** A run from the first tick to the end. */
export interface Lived {
  records: BotRecord[]
  world: World
  tally: Tally
}

/** By when a trader who leaves has left, or is asked about what is troubled. */
const LEAVES_MS = 40 * 60_000

/** How the text of an exit's sale begins. */
export const EXIT = 'exit'

/** A pair that does not answer keeps the first look at the account waiting. */
const PATIENCE_MS = 200_000

const SCENARIO = {
  kind: 'disconnect',
  positions: 1,
  decision: 'all',
  from: 'start',
  bob: false,
} as const

/** Lives through a plan, with its troubles or without. */
export async function live(
  ground: Ground,
  plan: IsolationPlan,
  { troubled, traced }: { troubled: boolean; traced: boolean },
): Promise<Lived> {
  const { seed, tickSeconds, bots } = plan
  const tally = new Tally()
  const courses = new Set<Course>()
  const streams = new Dice(seed, 'latency')
  const fates = new Map<string, Dice>()
  const exchangeFate = (request: Request): Fate => {
    for (const { fate } of courses) {
      const met = fate?.(request)
      if (met !== undefined) return met
    }
    const name = `${request.kind} ${request.symbol ?? ''}`
    const dice = fates.get(name) ?? streams.for(name)
    fates.set(name, dice)
    const arrives = dice.whole(2, 60)
    return { kind: 'well', arrives, answered: arrives + dice.whole(2, 60) }
  }
  const script: Script = { ...CALM, exchangeFate }
  const { world, bots: made } = await settle(ground, script, {
    seed,
    tickSeconds,
    paysInBnb: false,
    bots,
  })
  if (traced) world.events = [JSON.stringify(bots)]
  world.begin()

  if (troubled) {
    for (const [i, { trouble, symbol, from, to }] of plan.troubles.entries()) {
      world.time.after(from, () => {
        tally.count(trouble.name)
        world.note(`${symbol}: ${trouble.name}`)
        const course = trouble.start({ world, symbol, dice: new Dice(seed, `trouble ${i}`) })
        courses.add(course)
        if (to === undefined) return
        world.time.after(to - from, () => {
          world.note(`${symbol}: ${trouble.name} is over`)
          courses.delete(course)
          course.end?.()
        })
      })
    }
  }
  await passPrices(world, plan)
  if (plan.leaves) await leave(world, plan, tally)
  const { db } = world.database.open(new Life(world.time, () => false))
  const records = await recordsOf(world, db, { start: ground.at.getTime(), ids: made })
  return { records, world, tally }
}

/** Each price stands for one step, whatever happens meanwhile. */
async function passPrices(world: World, { prices }: IsolationPlan): Promise<void> {
  const start = world.time.ms
  const count = prices[0]?.steps.length ?? 0
  for (let step = 0; step < count; step += 1) {
    await world.run(start + (step + 1) * STEP_MS)
    for (const { symbol, steps } of prices) {
      const price = steps[step]
      if (price !== undefined) world.floor.setPrice(symbol, price)
    }
  }
  await world.run(world.time.ms + STEP_MS)
}

/** The trader disconnects the key and closes everything. */
async function leave(world: World, { seed }: IsolationPlan, tally: Tally): Promise<void> {
  const { temper } = calmSchedule(SCENARIO)
  const trader = new Trader({
    world,
    scenario: SCENARIO,
    temper: { ...temper, patience: PATIENCE_MS },
    dice: new Dice(seed, 'trader'),
    tally,
    apiKey: world.floor.keys.list()[0]?.apiKey ?? '',
    doubles: () => false,
  })
  await world.run(world.time.ms + LEAVES_MS, () => trader.satisfied)
  trader.rest()
  await world.pass(10)
  tally.count(trader.ended ? 'a trader left' : 'a trader did not leave')
}

interface OrderRow {
  client_order_id: string
  bot_id: string
  slot: string
  plan_id: string | null
  side: string
  time_in_force: string
  price: string
  amount: string
  status: string
  filled: string
  reason: string | null
  sent_at: string | null
}

async function recordsOf(
  world: World,
  db: Db,
  { start, ids }: { start: number; ids: readonly { id: string; symbol: string }[] },
): Promise<BotRecord[]> {
  const { database, floor } = world
  const rows = database.rows<OrderRow>('select * from trade_order order by sent_at')
  const keyId = database.rows<{ id: string }>('select id from exchange_key')[0]?.id ?? ''
  const positions = await positionsOf(db, await listAllBotsOfKey(db, keyId))
  const orders = floor.store.list('alice')
  return ids.map(({ id, symbol }) => {
    const mine = rows.filter((row) => row.bot_id === id)
    const clientIds = new Set(mine.map((row) => row.client_order_id))
    const [bot] = database.rows<{ status: string; reason: string | null }>(
      'select status, reason from trading_bot where id = ?',
      id,
    )
    const position = positions.find((one) => one.bot.id === id)?.position
    return {
      symbol,
      state: `${bot?.status} ${bot?.reason ?? ''}`,
      intents: mine.map((row) => ({
        text: textOf(row, start),
        sentAt: new Date(row.sent_at ?? 0).getTime(),
      })),
      fills: database
        .rows<Record<string, string>>('select * from fill where bot_id = ?', id)
        .map((fill) =>
          ['slot', 'side', 'price', 'amount', 'cost', 'fees', 'fee_value']
            .map((name) => fill[name])
            .join(' '),
        )
        .toSorted(),
      position: [position?.amount, position?.cost, position?.realized]
        .map((figure) => figure?.toFixed())
        .join(' '),
      exit: database
        .rows<Record<string, string>>('select * from exit_position where bot_id = ?', id)
        .map((row) =>
          ['amount', 'average_cost', 'price_shown', 'floor', 'decision', 'outcome', 'round']
            .map((name) => row[name])
            .join(' '),
        ),
      atExchange: orders
        .filter(({ clientOrderId }) => clientIds.has(clientOrderId))
        .map(({ side, price, amount, filled, status }) =>
          [side, price?.toFixed(), amount.toFixed(), filled.toFixed(), status].join(' '),
        )
        .toSorted(),
    }
  })
}

function textOf(row: OrderRow, start: number): string {
  const { slot, side, time_in_force: force, price, amount, status, filled, reason } = row
  const step = Math.floor((new Date(row.sent_at ?? 0).getTime() - start) / STEP_MS)
  // The last price stands: an exit does the same whenever it begins.
  const place = row.plan_id === null ? [step, slot] : [EXIT]
  return [...place, side, force, price, amount, status, filled, reason ?? ''].join(' ')
}
