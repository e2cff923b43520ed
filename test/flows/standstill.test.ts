import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TelegramUser } from '../../src/playground/bot-api/user.ts'
import { linkKey, tap } from '../support/journey.ts'
import { eventually, reachPlan, rows } from '../support/exits.ts'
import { labels, newLinkedTrader, runGrid, tickUntil, type Trader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

const OPERATOR = 77

let world: World
let operator: TelegramUser
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 20, operatorIds: [String(OPERATOR)] })
  operator = world.telegram.user({ id: OPERATOR, firstName: 'Otto' })
  operator.sends('/start')
})
afterEach(() => world.close())

const ETHER = { symbol: 'ETH/USDT', lower: '2700', upper: '3300', money: '1000' }
const SOLANA = { symbol: 'SOL/USDT', lower: '130', upper: '170', money: '1000' }

/** Everything on the exchange is answered so until the result is called. */
function unreachable(): () => void {
  return world.exchange.fault({ times: Infinity, effect: { kind: 'drop' } })
}

function told(user: TelegramUser, screen: string): string[] {
  return user
    .messages()
    .filter((message) => message.screen === screen)
    .map(({ text }) => text)
}

/** Lets time pass in small steps, so that it is no sleep, and lets all that falls due be done in each. */
async function pass(minutes: number): Promise<void> {
  for (let i = 0; i < minutes * 2; i += 1) {
    world.clock.advance(30)
    await eventually(async () => (await due()) === 0)
  }
}

async function due(): Promise<number> {
  const now = world.clock.now().toISOString()
  const work = `lane in ('tick', 'watch', 'saga') and (run_at <= '${now}' or claimed = 1)`
  const found = await rows<{ n: number | string }>(
    world,
    `select count(*) n from wake where ${work}`,
  )
  return Number(found[0]?.n)
}

async function readiness() {
  const answer = await world.app.http.request('/readyz')
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

async function aTraderWithBots(...grids: Parameters<typeof runGrid>[1][]): Promise<Trader> {
  const trader = await newLinkedTrader(world)
  for (const grid of grids) await runGrid(trader, grid)
  return trader
}

test('an exchange that can’t be reached is told once, for two keys and three bots, and once when it is back', async () => {
  const trader = await aTraderWithBots({}, ETHER, SOLANA)
  await linkKey(trader, { account: 'second' })
  const back = unreachable()
  await pass(4)
  expect(told(trader.alice, 'standstill')).toEqual([])

  await pass(26)
  const [notice = '', ...more] = told(trader.alice, 'standstill')
  expect(more).toEqual([])
  expect(notice).toMatch(/Binance can’t be reached since \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  expect(notice).toContain('Your 3 bots there have not been able to act')
  expect(notice).toContain('Stop-losses set in Undock do not work meanwhile')
  const message = trader.alice.messages().find(({ screen }) => screen === 'standstill')
  expect(message && labels(message)).toEqual([['Bots', 'Disconnect']])
  expect(told(operator, 'host-standstill')).toHaveLength(1)
  expect(await readiness()).toMatchObject({
    status: 200,
    body: { ready: true, degraded: true, standstills: ['binance: unreachable'] },
  })

  back()
  await pass(6)
  expect(told(trader.alice, 'standstill-over')).toHaveLength(1)
  expect(told(operator, 'host-standstill-over')).toHaveLength(1)
  expect((await readiness()).body).toMatchObject({ degraded: false, standstills: [] })
  expect(told(trader.alice, 'standstill')).toHaveLength(1)
}, 60_000)

test('a pair without answers for hours is named, and the other bots go on untold', async () => {
  const trader = await aTraderWithBots({}, ETHER)
  const back = world.exchange.fault({
    symbol: 'ETH/USDT',
    times: Infinity,
    effect: { kind: 'status', status: 504, body: '{"code":-1007,"msg":"Timeout."}' },
  })
  await pass(20)

  const [notice = '', ...more] = told(trader.alice, 'standstill')
  expect(more).toEqual([])
  expect(notice).toContain('ETH/USDT does not work at Binance')
  expect(notice).toContain('Your bot there has not been able to act')
  expect(notice).not.toContain('reached')
  back()
  await pass(20)
  expect(told(trader.alice, 'standstill-over')[0]).toContain('ETH/USDT at Binance works again')
}, 60_000)

test('a ban is told with its end', async () => {
  const trader = await aTraderWithBots({})
  const until = new Date(world.clock.now().getTime() + 5 * 3_600_000)
  world.exchange.ban(5 * 3_600)
  await pass(20)

  const [notice = '', ...more] = told(trader.alice, 'standstill')
  expect(more).toEqual([])
  expect(notice).toContain('Binance accepts no requests from our address until')
  expect(notice).toContain(until.toISOString().slice(0, 10))
  expect(notice).not.toContain('reached')
}, 60_000)

test('after a sleep of the host, or a restart, it counts from then, and what was told is not told again', async () => {
  const trader = await aTraderWithBots({})
  const back = unreachable()
  await pass(2)
  world.clock.advance(6 * 3_600)
  await pass(4)
  expect(told(trader.alice, 'standstill')).toEqual([])
  await world.restart()
  await pass(4)
  expect(told(trader.alice, 'standstill')).toEqual([])
  await pass(3)
  expect(told(trader.alice, 'standstill')).toHaveLength(1)

  await world.restart()
  await pass(8)
  expect(told(trader.alice, 'standstill')).toHaveLength(1)
  back()
  await pass(5)
  expect(told(trader.alice, 'standstill-over')).toHaveLength(1)
}, 60_000)

test('of a key without bots it is told when its check is 15 minutes late', async () => {
  const trader = await newLinkedTrader(world)
  unreachable()
  await pass(14)
  expect(told(trader.alice, 'standstill')).toEqual([])

  // The check was due within five minutes, and lateness is looked for every few minutes.
  await pass(16)
  expect(told(trader.alice, 'standstill')).toHaveLength(1)
  expect(told(trader.alice, 'standstill')[0]).toContain('No bot of yours runs there')
}, 60_000)

test('nothing is told of a quiet bot or a short outage', async () => {
  const trader = await aTraderWithBots({})
  await pass(10)
  const back = unreachable()
  await pass(3)
  back()
  await pass(10)
  expect(told(trader.alice, 'standstill')).toEqual([])
  expect(told(trader.alice, 'standstill-over')).toEqual([])
}, 60_000)

test('an exit that can’t reach the exchange is told so', async () => {
  const trader = await aTraderWithBots({})
  world.exchange.setPrice('BTC/USDT', '57500')
  await tickUntil(trader, () =>
    world.exchange.openOrders(trader.account).some(({ side }) => side === 'sell'),
  )
  await reachPlan(trader)
  unreachable()
  await tap(trader.alice, 'Disconnect now', 'exit-progress')
  await pass(8)

  const [notice = '', ...more] = told(trader.alice, 'standstill')
  expect(more).toEqual([])
  expect(notice).toContain('Binance can’t be reached')
  expect(notice).toContain('Your exit there waits for it')
}, 60_000)
