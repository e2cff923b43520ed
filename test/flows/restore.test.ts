import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backUp } from '../../src/db/back-up.ts'
import {
  boughtByUs,
  coins,
  eventually,
  endOfExit,
  holdBitcoin,
  holdEtherForBitcoin,
  isOurs,
  reachPlan,
  rows,
  soldByUs,
} from '../support/exits.ts'
import { linkKey, onExchange, say, tap } from '../support/journey.ts'
import { scratchFolder } from '../support/scratch.ts'
import { openWorld, pathOf, type World } from '../support/world.ts'

let world: World
let folder: string
beforeEach(async () => {
  folder = scratchFolder()
  world = await openWorld({ botTickSeconds: 0.3, operatorIds: ['99'] })
  world.telegram.user({ id: 99, firstName: 'Oliver', started: true })
  await linkKey(world)
  await holdBitcoin(world)
  // So that a second sale would be possible.
  world.exchange.deposit('BTC', '1')
})
afterEach(() => world.close())

/** Stops Undock and starts it on this backup, as an operator restores one. */
async function restore(backup: string): Promise<void> {
  await world.app.stop()
  for (const suffix of ['-wal', '-shm']) rmSync(`${pathOf(world)}${suffix}`, { force: true })
  copyFileSync(backup, pathOf(world))
  await world.restart()
}

function receipts(): number {
  return world.alice.messages().filter(({ screen }) => screen === 'exit-receipt').length
}

const MARKED = "select 1 from meta where name like 'restored:%'"

/** What tells one backup from another: the exit's step, and how its orders stand. */
function momentOf(backup: string): string {
  const copy = new Database(backup, { readonly: true })
  const ask = (query: string) => copy.prepare(query).pluck().get() as string | undefined
  const step = ask("select step from saga where status != 'done'")
  const orders = ask(
    'select group_concat((plan_id is not null) || status || filled) from (select * from trade_order order by created_at, id)',
  )
  copy.close()
  return `${step === undefined ? 'no exit' : `exit at ${step}`}: ${orders ?? 'none'}`
}

test('an exit goes on from a backup of any moment of it, and sells nothing twice', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  const backups: string[] = []
  const copies: Promise<unknown>[] = []
  const backUpNow = (): void => {
    const file = join(folder, `${backups.length}.db`)
    backups.push(file)
    copies.push(backUp(pathOf(world), file, world.clock.now()))
  }
  backUpNow()
  const stop = exchange.onChange((event) => {
    if (event.kind === 'order' || event.kind === 'trade') backUpNow()
  })
  const calls = setInterval(backUpNow, 5)
  await tap(alice, 'Disconnect now', 'exit-receipt')
  clearInterval(calls)
  stop()
  await Promise.all(copies)
  expect(backups.length).toBeGreaterThan(5)
  const trades = exchange.trades().length
  const left = coins(world, 'BTC').toFixed()
  expect(Number(left)).toBeGreaterThanOrEqual(1)

  const moments = new Map(backups.map((backup) => [momentOf(backup), backup]))
  expect(moments.size).toBeGreaterThan(4)
  expect([...moments.keys()].some((moment) => moment.includes('1sent'))).toBe(true)
  for (const [moment, backup] of moments) {
    const before = receipts()
    await restore(backup)
    if (moment.startsWith('exit')) await eventually(() => receipts() > before)
    await eventually(async () => (await rows(world, MARKED)).length === 0)

    expect(exchange.trades().length, moment).toBe(trades)
    expect(coins(world, 'BTC').toFixed(), moment).toBe(left)
    expect(exchange.openOrders(), moment).toEqual([])
  }
}, 180_000)

test('bots restored from a backup know what was bought and sold since, and wait for their trader', async () => {
  const { alice, exchange, telegram } = world
  const file = join(folder, 'backup.db')
  await backUp(pathOf(world), file, world.clock.now())
  const trades = exchange.trades().length
  exchange.setPrice('BTC/USDT', '56500')
  await onExchange(world, () => exchange.trades().length > trades)
  await eventually(() => exchange.openOrders().filter(({ side }) => side === 'sell').length === 3)

  await restore(file)

  expect((await alice.until({ screen: 'bots-restored' })).text).toContain('your bots are paused')
  await telegram.user({ id: 99, firstName: 'Oliver' }).until({ screen: 'host-restored' })
  const [bot] = await rows<{ status: string; reason: string }>(
    world,
    'select status, reason from trading_bot',
  )
  expect(bot).toEqual({ status: 'paused', reason: 'restored' })
  const fills = await rows<{ amount: string }>(world, 'select amount from fill')
  expect(fills.length).toBe(exchange.trades().length)
  expect(boughtByUs(world, 'BTC/USDT').gt(0)).toBe(true)
  await say(alice, '/bots', 'bots')
  const placed = exchange.orders().length
  await tap(alice, 'Resume the bots', 'bots')
  world.clock.advance(2)
  await eventually(() => exchange.openOrders().length === 5)
  expect(exchange.orders().length).toBe(placed)
}, 60_000)

test('a backup is whole, for its owner only, holds nothing erased, and is never written over', async () => {
  const file = join(folder, 'backup.db')
  const { bytes } = await backUp(pathOf(world), file, world.clock.now())

  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(bytes).toBe(statSync(file).size)
  expect(existsSync(`${file}.part`)).toBe(false)
  const copy = new Database(file, { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  copy.close()
  await expect(backUp(pathOf(world), file, world.clock.now())).rejects.toThrow('there already')
  await expect(backUp(join(folder, 'none.db'), file, world.clock.now())).rejects.toThrow(
    'no such file',
  )
})

test('orders of the trader that can not be read do not keep restored bots waiting', async () => {
  const { alice, exchange } = world
  const file = join(folder, 'backup.db')
  await backUp(pathOf(world), file, world.clock.now())
  const own = { symbol: 'BTC/USDT', side: 'sell', amount: '0.01' } as const
  // At market, so without a price of its own: one has filled since the backup, one waits.
  exchange.placeByHand(own)
  exchange.placeForeign({ ...own, type: 'STOP_LOSS', stopPrice: '41000' })
  const before = exchange.trades().filter(isOurs).length
  exchange.setPrice('BTC/USDT', '56500')
  await onExchange(world, () => exchange.trades().filter(isOurs).length > before)
  await eventually(() => exchange.openOrders().filter(isOurs).length > 0)

  await restore(file)

  await alice.until({ screen: 'bots-restored' })
  await eventually(async () => (await rows(world, MARKED)).length === 0)
  const fills = await rows<{ amount: string }>(world, 'select amount from fill')
  expect(fills).toHaveLength(exchange.trades().filter(isOurs).length)
})

test('a pair whose trades can not be fetched holds up its own bot only, and nothing of it is sold twice', async () => {
  const { alice, clock, exchange } = world
  await holdEtherForBitcoin(world)
  const file = join(folder, 'backup.db')
  await backUp(pathOf(world), file, clock.now())
  const before = soldByUs(world, 'BTC/USDT')
  exchange.setPrice('BTC/USDT', '59500')
  await onExchange(world, () => soldByUs(world, 'BTC/USDT').gt(before))
  const body = '{"code":-1007,"msg":"Timeout waiting for response from backend server."}'
  const answerAgain = exchange.fault({
    path: '/api/v3/myTrades',
    symbol: 'BTC/USDT',
    times: Infinity,
    effect: { kind: 'status', status: 504, body },
  })

  await restore(file)

  await alice.until({ screen: 'bots-restored' })
  expect(await rows(world, MARKED)).toHaveLength(1)
  const bots = await say(alice, '/bots', 'bots')
  expect(bots.text).not.toContain('🟢')
  await reachPlan(world)
  const sold = soldByUs(world, 'BTC/USDT').toFixed()
  alice.taps('Disconnect now')
  await eventually(() => soldByUs(world, 'ETH/BTC').gt(0))
  for (let i = 0; i < 20; i += 1) {
    clock.advance(5)
    await eventually(() => true)
  }
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe(sold)

  answerAgain()
  const receipt = await endOfExit(world)
  expect(receipt.text).toMatch(/Sold: .* ETH/)
  expect(await rows(world, MARKED)).toHaveLength(0)
  // All that the bot bought is sold, and nothing of the trader’s own.
  const left = boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT'))
  expect(left.gte(0) && left.lt('0.00001')).toBe(true)
}, 90_000)
