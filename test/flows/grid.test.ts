import { Big } from 'big.js'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../support/exports.ts'
import { onExchange, say, tap } from '../support/journey.ts'
import {
  BTC_GRID,
  expectCalm,
  hear,
  newLinkedTrader,
  previewGrid,
  runGrid,
  tickUntil,
  type Trader,
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

const LOWEST = 55_000
const STEP = 1_000
const CELLS = 10

/** Prices between the levels, so that each step up or down crosses at least one. */
const WALK = `
  58500 57500 59500 56500 60500 61500 58500 55500 54500 57500
  62500 64500 66000 63500 60500 56500 58500 57500 58500 61500`
  .trim()
  .split(/\s+/)
  .map(Number)

/** The grid as a person would play it on paper: what each cell should rest, by cell. */
class PaperGrid {
  readonly #holds = new Set<number>()

  /** The price goes there, and the orders that rest are filled. */
  moveTo(price: number, from: ReadonlyMap<number, string>): void {
    for (const [cell, side] of from) {
      if (side === 'buy' && price <= LOWEST + cell * STEP) this.#holds.add(cell)
      if (side === 'sell' && price >= LOWEST + (cell + 1) * STEP) this.#holds.delete(cell)
    }
  }

  /** What rests once the bot has looked. A buy above the price would cross, so it waits. */
  resting(price: number): Map<number, string> {
    const cells = Array.from({ length: CELLS }, (_, cell) => cell)
    return new Map(
      cells
        .filter((cell) => this.#holds.has(cell) || LOWEST + cell * STEP < price)
        .map((cell) => [cell, this.#holds.has(cell) ? 'sell' : 'buy']),
    )
  }
}

/** What rests at the exchange, by cell. @throws {Error} for two orders of one cell. */
function restingOf({ exchange, account }: Trader): Map<number, string> {
  const resting = new Map<number, string>()
  for (const { side, price } of exchange.openOrders(account)) {
    const level = (price ?? new Big(0)).minus(LOWEST).div(STEP).toNumber()
    const cell = side === 'buy' ? level : level - 1
    if (resting.has(cell)) throw new Error(`Cell ${cell} has two orders`)
    resting.set(cell, side)
  }
  return resting
}

function sameMap(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean {
  return a.size === b.size && [...a].every(([cell, side]) => b.get(cell) === side)
}

test('over 20 crossings a grid rests what it should, and its books agree with the exchange to the last digit', async () => {
  const trader = await newLinkedTrader(world)
  const { exchange, account, alice } = trader
  await runGrid(trader, { money: '3333.33' })
  const doubles: string[] = []
  const stop = exchange.onChange(() => {
    try {
      restingOf(trader)
    } catch (error) {
      doubles.push(String(error))
    }
  })

  const paper = new PaperGrid()
  let price = 60_000
  for (const next of WALK) {
    paper.moveTo(next, paper.resting(price))
    exchange.setPrice('BTC/USDT', String(next))
    price = next
    await tickUntil(trader, () => sameMap(restingOf(trader), paper.resting(next)))
  }
  stop()
  expect(doubles).toEqual([])
  expect(exchange.trades(account).length).toBeGreaterThan(30)

  await hear(alice, '/export', 'export')
  await expectSameBooks(trader)
})

test('an order filled in parts and cancelled by hand at the exchange is counted and made whole', async () => {
  const trader = await newLinkedTrader(world)
  const { exchange, account, alice } = trader
  exchange.setPrice('BTC/USDT', '60000')
  await runGrid(trader)

  const top = exchange.openOrders(account).find(({ price }) => price?.eq(59_000))
  exchange.fillPartly(top?.id ?? 0, '0.0005')
  exchange.fillPartly(top?.id ?? 0, '0.00031')
  exchange.cancelByHand(top?.id ?? 0)
  await tickUntil(trader, () => exchange.openOrders(account).length === 5)
  const told = await alice.until({ screen: 'orders-changed' })
  expect(told.text).toContain('cancelled without Undock')
  expect(told.text).toContain('0.00081 of it filled before')
  const again = exchange.openOrders(account).find(({ price }) => price?.eq(59_000))
  expect(again?.amount.plus('0.00081').toFixed()).toBe(top?.amount.toFixed())

  exchange.setPrice('BTC/USDT', '58500')
  await tickUntil(trader, () => exchange.openOrders(account).some(({ side }) => side === 'sell'))
  await hear(alice, '/export', 'export')
  await expectSameBooks(trader)
})

test('a grid sells what it holds at its take-profit price, ends, and says so once', async () => {
  const trader = await newLinkedTrader(world)
  const { exchange, account, alice } = trader
  exchange.setPrice('BTC/USDT', '60000')
  await previewGrid(trader, BTC_GRID)
  expect((await tap(alice, 'More settings', 'new-bot-question')).text).toContain('How far apart')
  expect((await tap(alice, 'Equally far in percent', 'new-bot-question')).text).toContain(
    'At which price above the range',
  )
  expect((await say(alice, '66000', 'new-bot-question')).text).toContain(
    'At which price below the range',
  )
  await tap(alice, 'Skip', 'new-bot-preview')
  await tap(alice, 'Start', 'new-bot-started')
  await onExchange(trader, () => exchange.openOrders(account).length === 6)

  exchange.setPrice('BTC/USDT', '58700')
  exchange.setPrice('BTC/USDT', '66500')
  await tickUntil(trader, () => alice.shows({ screen: 'bot-ended' }))

  expect(exchange.openOrders(account)).toEqual([])
  const sales = exchange.trades(account).filter(({ side }) => side === 'sell')
  expect(sales.every(({ price }) => price.gte(65_000))).toBe(true)
  const ended = alice.messages().filter(({ screen }) => screen === 'bot-ended')
  expect(ended.map(({ text }) => /In all it realized \+[\d.]+ USDT/.test(text))).toEqual([true])
})

/** What `/export` just sent is what the exchange has. */
async function expectSameBooks(trader: Trader): Promise<void> {
  const { exchange, account } = trader
  const trades = exchange.trades(account)
  const ours = rowsOf(trader, 'trades.csv')
  expect(ours.map(idAndMoney).toSorted()).toEqual(
    trades
      .map(({ id, side, price, amount, cost, fee, feeAsset }) =>
        [id, side, ...[price, amount, cost, fee].map((value) => value.toFixed()), feeAsset].join(),
      )
      .toSorted(),
  )

  const [position] = rowsOf(trader, 'positions.csv')
  const change = (asset: string, opening: string) => {
    const balance = exchange.balances(account).find((one) => one.asset === asset)
    return balance?.free.plus(balance.locked).minus(opening).toFixed()
  }
  const { amount = '', realized = '', cost = '' } = position ?? {}
  expect(amount).toBe(change('BTC', '0.1'))
  expect(new Big(realized).minus(cost).toFixed()).toBe(change('USDT', '10000'))

  const rows = new Map(rowsOf(trader, 'orders.csv').map((row) => [row['client_order_id'], row]))
  for (const order of exchange.orders(account)) {
    expect(rows.get(order.clientOrderId)).toMatchObject({
      side: order.side,
      price: order.price?.toFixed(),
      amount: order.amount.toFixed(),
      filled: order.filled.toFixed(),
    })
  }
}

function idAndMoney(row: Record<string, string>): string {
  return ['trade_id', 'side', 'price', 'amount', 'cost', 'fee', 'fee_currency']
    .map((name) => row[name])
    .join()
}
