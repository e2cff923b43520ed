import Sqlite from 'better-sqlite3'
import { Big } from 'big.js'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import type { Screen } from '../../src/playground/bot-api/user.ts'
import type { OrderView, TradeView } from '../../src/playground/paper-exchange/paper-exchange.ts'
import type { ScreenKind } from '../../src/telegram/screen-kind.ts'
import { onExchange, say, startGrid, tap } from './journey.ts'
import { LABELS } from './labels.ts'
import { queryOften } from './postgres-run.ts'
import type { World } from './world.ts'

/** A grid that has bought 0.01 to 0.02 BTC at 59,000 and 58,000; its sells rest at 59,000 and 60,000. */
export async function holdBitcoin(world: World): Promise<void> {
  const { exchange } = world
  await startGrid(world, {
    symbol: 'BTC/USDT',
    lower: '55000',
    upper: '65000',
    money: '5000',
    gridCount: '10',
  })
  await onExchange(world, () => buys(world, 'BTC/USDT').length === 5)
  exchange.setPrice('BTC/USDT', '57500')
  await onExchange(world, () => sells(world, 'BTC/USDT').length === 2)
}

/** A grid that has bought ETH with BTC at 0.049; its sell rests at 0.05. */
export async function holdEtherForBitcoin(world: World): Promise<void> {
  const { exchange } = world
  await startGrid(world, {
    symbol: 'ETH/BTC',
    lower: '0.045',
    upper: '0.055',
    money: '0.08',
    gridCount: '10',
  })
  await onExchange(world, () => buys(world, 'ETH/BTC').length === 5)
  exchange.setPrice('ETH/BTC', '0.0485')
  await onExchange(world, () => sells(world, 'ETH/BTC').length === 1)
}

export function sells(world: Pick<World, 'exchange'>, symbol: string): OrderView[] {
  return resting(world, symbol).filter(({ side }) => side === 'sell')
}

function buys(world: Pick<World, 'exchange'>, symbol: string): OrderView[] {
  return resting(world, symbol).filter(({ side }) => side === 'buy')
}

function resting({ exchange }: Pick<World, 'exchange'>, symbol: string): OrderView[] {
  return exchange.openOrders().filter((order) => order.symbol === symbol)
}

/** What the account has of a coin, free and locked. */
export function coins({ exchange }: Pick<World, 'exchange'>, asset: string): Big {
  const balance = exchange.balances().find((one) => one.asset === asset)
  return balance === undefined ? new Big(0) : balance.free.plus(balance.locked)
}

/** From `/disconnect` to the screen of the positions, or to the plan where there are none to sell. */
export async function reachPositions(
  { alice }: World,
  then: ScreenKind = 'exit-positions',
): Promise<void> {
  await say(alice, '/disconnect', 'exit-state')
  await tap(alice, LABELS.goOn, 'exit-bots')
  await tap(alice, LABELS.pauseBots, then)
}

/** All the way to the plan with everything to be closed, losses agreed to. */
export async function reachPlan(world: World): Promise<void> {
  const { alice } = world
  await reachPositions(world)
  const next = await tap(alice, LABELS.closeAll, ['exit-loss', 'exit-plan'])
  if (next.screen === 'exit-loss') await tap(alice, LABELS.realize, 'exit-plan')
}

/** Lets time pass in steps, whenever Undock waits for it, until a screen is there. */
export async function later(world: World, shown: Screen, { step = 5 } = {}): Promise<ChatMessage> {
  for (let i = 0; i < 80; i += 1) {
    await untilIdle(world)
    if (world.alice.shows(shown)) break
    world.clock.advance(step)
  }
  return world.alice.until(shown)
}

/** Lets time pass until the receipt is there. */
export function endOfExit(world: World): Promise<ChatMessage> {
  return later(world, { screen: 'exit-receipt' }, { step: 4 })
}

/** Waits until nothing is due or under way, or for a quarter of a second: work may wait for time to pass, too. */
export async function untilIdle(world: World): Promise<void> {
  const until = Date.now() + 250
  for (;;) {
    const now = world.clock.now().toISOString()
    const busy = await rows(world, `select id from wake where run_at <= '${now}' or claimed = 1`)
    if (busy.length === 0 || Date.now() > until) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** All of the person's coins that the bots bought: net of our own fills at the exchange. */
export function soldByUs({ exchange }: Pick<World, 'exchange'>, symbol: string): Big {
  return exchange
    .trades()
    .filter((trade) => trade.symbol === symbol && trade.side === 'sell' && isOurs(trade))
    .reduce((total, { amount }) => total.plus(amount), new Big(0))
}

/** Bought by our orders, base fees taken off. */
export function boughtByUs({ exchange }: Pick<World, 'exchange'>, symbol: string): Big {
  const inBase = ({ fee, feeAsset }: TradeView) =>
    symbol.startsWith(`${feeAsset}/`) ? fee : new Big(0)
  return exchange
    .trades()
    .filter((trade) => trade.symbol === symbol && trade.side === 'buy' && isOurs(trade))
    .reduce((total, trade) => total.plus(trade.amount).minus(inBase(trade)), new Big(0))
}

/** Our client order ids start with a `u` and are 18 long; those of the hand are not. */
export function isOurs({ clientOrderId }: { clientOrderId: string }): boolean {
  return /^u[a-z0-9]{17}$/.test(clientOrderId)
}

/** Reads rows of the database from the side, while Undock runs. */
export async function rows<T extends object>(
  { database }: Pick<World, 'database'>,
  statement: string,
): Promise<T[]> {
  if (database.kind === 'postgres') return queryOften<T>(database.url.reveal(), statement)
  const sqlite = new Sqlite(database.path, { readonly: true })
  try {
    return sqlite.prepare(statement).all() as T[]
  } finally {
    sqlite.close()
  }
}

/** Waits until something holds that no event tells of, such as a row; twenty seconds at most. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('It never came to hold')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
