import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TelegramUser } from '../../src/playground/bot-api/user.ts'
import { onExchange, tap } from '../support/journey.ts'
import { hear, newLinkedTrader, runGrid, tickUntil, type Trader } from '../support/traders.ts'
import { spendRoutine } from '../support/rate-parts.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => world.close())

/** Others at our address use the exchange, and one person asks for bots until Undock has no request left for them. */
async function spendRoutineHalf({ alice }: Trader): Promise<void> {
  await spendRoutine(world, 2_900)
  for (let i = 0; i < 50; i += 1) {
    await hear(alice, '/newbot', 'new-bot-strategy')
    await tap(alice, 'Grid', 'new-bot-symbol')
    const answer = await hear(alice, 'BTC/USDT', ['new-bot-question', 'new-bot-refused'])
    if (answer.screen === 'new-bot-refused') return
  }
  throw new Error('The routine half of the limit never came to its end')
}

/** Waiting for the routine half takes most of a minute; without waiting the answer takes about a second. */
const WAITING_MS = 20_000

/** Milliseconds until Undock has answered. */
async function timed(ask: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await ask()
  return performance.now() - before
}

async function aTraderWithCoins(): Promise<Trader> {
  const trader = await newLinkedTrader(world)
  await runGrid(trader)
  world.exchange.setPrice('BTC/USDT', '57500')
  await tickUntil(trader, () =>
    world.exchange.openOrders(trader.account).some(({ side }) => side === 'sell'),
  )
  return trader
}

test('an exit works from the first screen to the receipt while others have spent the routine half', async () => {
  const leaving = await aTraderWithCoins()
  await spendRoutineHalf(await newLinkedTrader(world))
  const { alice, account } = leaving

  const ms = await timed(() => hear(alice, '/disconnect', 'exit-state'))
  expect(ms).toBeLessThan(WAITING_MS)
  expect(alice.text()).not.toContain('can’t be reached')
  await tap(alice, 'Continue', 'exit-bots')
  await tap(alice, 'Pause and continue', 'exit-positions')
  const buys = () => world.exchange.openOrders(account).filter(({ side }) => side === 'buy')
  await onExchange(world, () => buys().length === 0)
  await tap(alice, 'Close all', 'exit-loss')
  await tap(alice, 'Realize', 'exit-plan')
  await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(world.exchange.openOrders(account)).toEqual([])
  expect(world.exchange.requests().filter(({ status }) => status === 429)).toEqual([])
}, 120_000)

test('the state of an account with 600 orders placed a moment before waits for none of their requests', async () => {
  const { alice, account } = await newLinkedTrader(world)
  world.exchange.deposit('USDT', '100000', account)
  for (const [symbol, lower, upper] of GRIDS) await startGridOf100(alice, symbol, lower, upper)
  await onExchange(world, () => world.exchange.openOrders(account).length > 500)
  await spendRoutine(world, 3_000)

  const ms = await timed(() => hear(alice, '/disconnect', 'exit-state'))

  expect(ms).toBeLessThan(WAITING_MS)
  expect(alice.screen()?.text).toContain('Our open orders: 600')
}, 60_000)

const GRIDS = [
  ['BTC/USDT', '40000', '59900'],
  ['ETH/USDT', '2000', '2995'],
  ['SOL/USDT', '100', '149.9'],
  ['BNB/USDT', '400', '599'],
  ['LINK/USDT', '10', '14.98'],
  ['LTC/USDT', '50', '79.9'],
] as const

async function startGridOf100(
  user: TelegramUser,
  symbol: string,
  lower: string,
  upper: string,
): Promise<void> {
  await hear(user, '/newbot', 'new-bot-strategy')
  await tap(user, 'Grid', 'new-bot-symbol')
  await hear(user, symbol, 'new-bot-question')
  await hear(user, lower, 'new-bot-question')
  await hear(user, upper, 'new-bot-question')
  await hear(user, '10000', 'new-bot-question')
  await hear(user, '100', 'new-bot-preview')
  await tap(user, 'Start', 'new-bot-started')
}
