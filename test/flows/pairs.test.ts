import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import type { Notice } from '../../src/notices/notice.ts'
import { onExchange, tap } from '../support/journey.ts'
import {
  expectCalm,
  hear,
  latest,
  newLinkedTrader,
  runGrid,
  tickUntil,
  type Trader,
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
// A list of markets is remembered for an hour, so that no two tests share an exchange.
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(async () => {
  await expectCalm(world)
  await world.close()
})

const ETH_GRID = { symbol: 'ETH/USDT', lower: '2700', upper: '3300', money: '200', gridCount: '4' }
const NO_ANSWER = {
  kind: 'status',
  status: 504,
  body: '{"code":-1007,"msg":"Timeout waiting for response from backend server."}',
} as const

/** Somebody with a grid on BTC/USDT and one on ETH/USDT, both on one key. */
async function withTwoGrids(): Promise<Trader> {
  const trader = await newLinkedTrader(world)
  await runGrid(trader)
  await runGrid(trader, ETH_GRID, 2)
  return trader
}

/** The grid on BTC/USDT rests a buy at 59,000; when that fills, it rests the sale at 60,000. */
async function btcTrades(trader: Trader): Promise<void> {
  const { exchange, account } = trader
  const rests = (side: string, price: string) => () =>
    exchange
      .openOrders(account)
      .some((order) => order.symbol === 'BTC/USDT' && order.side === side && order.price?.eq(price))
  exchange.setPrice('BTC/USDT', '60000')
  await tickUntil(trader, rests('buy', '59000'))
  exchange.setPrice('BTC/USDT', '58500')
  await tickUntil(trader, rests('sell', '60000'))
}

function told({ alice }: Trader, kind: Notice['kind']): ChatMessage[] {
  return alice.messages().filter(({ screen }) => screen === kind)
}

test('a pair that leaves the list with its orders stops its own bot, which is told once', async () => {
  const trader = await withTwoGrids()
  const { alice, exchange, account } = trader
  exchange.setPrice('ETH/USDT', '2840')
  await tickUntil(trader, () =>
    exchange
      .openOrders(account)
      .some(({ symbol, side }) => symbol === 'ETH/USDT' && side === 'sell'),
  )
  exchange.delist('ETH/USDT', { orders: 'stay' })

  await btcTrades(trader)
  await tickUntil(trader, () => told(trader, 'pair-gone').length > 0)

  const [notice] = told(trader, 'pair-gone')
  expect(notice?.text).toMatchInlineSnapshot(`
    "🔴 Binance no longer lists ETH/USDT. Grid ETH/USDT has stopped.
    It holds 0.0174825 ETH · avg 2,852.8529 (paid 49.88 USDT). The coins stay on your account, but Undock can’t sell them there any more. See at Binance whether you can convert them, trade them on another pair or withdraw them.
    Its 2 resting orders are still open at Binance. Cancel them there: Undock can’t.
    You can remove the bot: its history stays. If Binance lists the pair again, you can resume it."
  `)
  for (let i = 0; i < 10; i += 1) world.clock.advance(31)
  await hear(alice, '/bots', 'bots')
  expect(told(trader, 'pair-gone')).toHaveLength(1)
})

test('orders that were cancelled before their pair left the list hold up nothing', async () => {
  const trader = await withTwoGrids()
  const { alice, exchange, account } = trader
  await hear(alice, '/bots', 'bots')
  await tap(alice, '🟢 Grid ETH/USDT', 'bot')
  await tap(alice, 'Pause', 'bot-paused')
  await tap(alice, 'Cancel its orders', 'bot')
  await onExchange(trader, () =>
    exchange.openOrders(account).every(({ symbol }) => symbol !== 'ETH/USDT'),
  )
  exchange.delist('ETH/USDT')

  await btcTrades(trader)

  expect(told(trader, 'pair-gone')).toEqual([])
})

test('a bot whose order was not answered and whose market then halts for hours holds up no other', async () => {
  const trader = await newLinkedTrader(world)
  const { exchange } = trader
  await runGrid(trader)
  exchange.fault({ method: 'POST', path: '/api/v3/order', symbol: 'ETH/USDT', effect: NO_ANSWER })
  await runGrid(trader, ETH_GRID, 1)
  exchange.halt('ETH/USDT')
  exchange.fault({ symbol: 'ETH/USDT', times: Infinity, effect: NO_ANSWER })

  await btcTrades(trader)
  for (let hour = 0; hour < 3; hour += 1) {
    world.clock.advance(3_600)
    await btcTrades(trader)
  }

  await tickUntil(trader, () => told(trader, 'bot-waits').length > 0)
  expect(told(trader, 'bot-waits')).toHaveLength(1)
})

test('a coin that is renamed leaves its old pair halted for good: its bot waits, the other goes on', async () => {
  const trader = await withTwoGrids()
  const { exchange } = trader
  exchange.rename('ETH', 'ETHX', { old: 'halted' })

  await btcTrades(trader)
  await tickUntil(trader, () => told(trader, 'bot-waits').length > 0)
  world.clock.advance(7_200)
  await btcTrades(trader)

  expect(told(trader, 'bot-waits')).toHaveLength(1)
})

test('a bot fits its orders to a coarser step and tick at once, and keeps those that rest', async () => {
  const trader = await withTwoGrids()
  const { alice, exchange, account } = trader
  const resting = exchange.openOrders(account).map(({ id }) => id)
  exchange.setFilters('BTC/USDT', { stepSize: '0.0005', tickSize: '10' })

  await btcTrades(trader)

  const left = exchange.openOrders(account).map(({ id }) => id)
  expect(left.filter((id) => resting.includes(id))).toHaveLength(resting.length - 1)
  await hear(alice, '/bots', 'bots')
  await tap(alice, '🟢 Grid BTC/USDT', 'bot')
  expect(latest(alice).text).toContain('State: running')
})
