import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { pauseBot, resumeBot } from '../../src/trading-bots/pause-bot.ts'
import { openOrderOnWire } from '../support/open-order-on-wire.ts'
import { aRunningGrid, gained, type BotStage } from './bot-stage.ts'

const MINUTE = 60_000
const NOT_KNOWN = '{"code":-2013,"msg":"Order does not exist."}'

/** The client order ids and the bot of each notice about orders. */
async function changesTold({ db, botId, told }: BotStage): Promise<string[][]> {
  const orders = await db.selectFrom('trade_order').select(['id', 'client_order_id']).execute()
  const names = new Map(orders.map((order) => [order.id, order.client_order_id]))
  return (await told()).flatMap((notice) => {
    if (notice.kind !== 'orders-changed') return []
    expect(notice.botId).toBe(botId)
    return [notice.orderIds.map((id) => names.get(id) ?? '?')]
  })
}

describe('what happens to orders without us', () => {
  test('orders cancelled at the exchange are told of once, together, and placed again', async () => {
    const stage = await aRunningGrid()
    const { paper, tick, orderAt } = stage
    const gone = [orderAt(58_000), orderAt(59_000)]
    paper.fillPartly(gone[1]?.id ?? 0, '0.0005')
    for (const { id } of gone) paper.cancelByHand(id)

    await tick()
    await tick()

    const [told, ...more] = await changesTold(stage)
    expect(told?.toSorted()).toEqual(gone.map((order) => order.clientOrderId).toSorted())
    expect(more).toEqual([])
    expect(paper.openOrders()).toHaveLength(5)
    expect((await stage.position()).boughtAmount.toFixed()).toBe('0.0005')
    expect((await stage.bot()).status).toBe('running')
  })

  test('the same order cancelled twice in a row stops the bot, which leaves the others', async () => {
    const stage = await aRunningGrid()
    const { paper, tick, orderAt } = stage
    paper.cancelByHand(orderAt(59_000).id)
    await tick()
    paper.cancelByHand(orderAt(59_000).id)

    await tick()
    await tick()

    expect(await stage.bot()).toMatchObject({ status: 'failed', reason: 'orders-cancelled' })
    const resting = paper.openOrders().map(({ price }) => Number(price))
    expect(resting.toSorted((a, b) => a - b)).toEqual([55_000, 56_000, 57_000, 58_000])
    expect((await stage.told()).map(({ kind }) => kind)).toEqual([
      'orders-changed',
      'orders-changed',
    ])

    await resumeBot(stage, stage.botId)
    await tick()
    expect(paper.openOrders()).toHaveLength(5)
  })

  test('an order that filled in between is not cancelled twice in a row', async () => {
    const stage = await aRunningGrid()
    const { paper, clock, tick, orderAt } = stage
    paper.cancelByHand(orderAt(59_000).id)
    clock.advance(10_000)
    await tick()
    paper.setPrice('BTC/USDT', '58500')
    clock.advance(10_000)
    await tick()
    paper.cancelByHand(orderAt(60_000).id)

    await tick()

    expect((await stage.bot()).status).toBe('running')
    expect(await changesTold(stage)).toHaveLength(2)
  })

  test('what we cancel ourselves is not told, even when the answer is lost', async () => {
    const stage = await aRunningGrid()
    const { paper, tick } = stage
    paper.fault({
      method: 'DELETE',
      path: '/api/v3/order',
      times: 5,
      effect: { kind: 'drop-after' },
    })

    await pauseBot(stage, stage.botId, 'cancel')
    await tick()
    await tick()

    expect(paper.openOrders()).toEqual([])
    expect(await changesTold(stage)).toEqual([])
  })

  test('an order filled while nobody looked is told of, with all that is in the books', async () => {
    const stage = await aRunningGrid()
    const { paper, clock, tick, orderAt } = stage
    const { clientOrderId } = orderAt(59_000)
    paper.setPrice('BTC/USDT', '58500')
    clock.advance(3 * 60 * MINUTE)

    await tick()
    await tick()

    expect(await changesTold(stage)).toEqual([[clientOrderId]])
    const { amount, realized, cost } = await stage.position()
    expect(amount.toFixed()).toBe(gained(stage, 'BTC', '0.1').toFixed())
    expect(realized.minus(cost).toFixed()).toBe(gained(stage, 'USDT', '10000').toFixed())
  })

  test('an order filled while we look is everyday business', async () => {
    const stage = await aRunningGrid()
    stage.paper.setPrice('BTC/USDT', '58500')
    stage.clock.advance(MINUTE)

    await stage.tick()

    expect(await changesTold(stage)).toEqual([])
    expect((await stage.position()).amount.gt(0)).toBe(true)
  })

  test('an order with an id like ours that is in no record is told of once and left alone', async () => {
    const stage = await aRunningGrid()
    const { paper, clock, tick } = stage
    const other = await stage.connections.open(stage.keyId, 'routine')
    await other.placeOrder({
      symbol: 'BTC/USDT',
      clientOrderId: 'u0000000000000abcd',
      side: 'buy',
      amount: new Big('0.001'),
      price: new Big('50000'),
      timeInForce: 'GTC',
      sentAt: clock.now(),
    })

    await tick()
    await tick()

    expect(await stage.told()).toEqual([
      { kind: 'stray-orders', keyId: stage.keyId, count: 1, symbols: ['BTC/USDT'] },
    ])
    expect(paper.openOrders()).toHaveLength(6)
  })

  test('an order that the exchange forgets is given up after a minute, not at the first miss', async () => {
    const stage = await aRunningGrid()
    const { paper, clock, tick, orderAt } = stage
    const { clientOrderId } = orderAt(59_000)
    const looks = async () => {
      const rows = await stage.db.selectFrom('trade_order').selectAll().execute()
      const row = rows.find((one) => one.client_order_id === clientOrderId)
      return `${row?.status} ${row?.reason} ${row?.settled}`
    }
    const forget = (lookups: number) => {
      const others = paper.openOrders().filter((one) => one.clientOrderId !== clientOrderId)
      const body = JSON.stringify(others.map(openOrderOnWire))
      const effect = { kind: 'status', status: 200, body } as const
      paper.fault({ path: '/api/v3/openOrders', effect })
      for (let i = 0; i < lookups; i += 1) {
        paper.fault({
          method: 'GET',
          path: '/api/v3/order',
          effect: { kind: 'status', status: 400, body: NOT_KNOWN },
        })
      }
    }

    forget(1)
    await tick()
    expect(await looks()).toBe('open null 0')
    clock.advance(2 * MINUTE)
    await tick()
    forget(1)
    await tick()
    expect(await looks()).toBe('open null 0')
    clock.advance(MINUTE)
    forget(2)
    await tick()

    expect(await looks()).toBe('cancelled vanished 1')
    expect(await changesTold(stage)).toEqual([[clientOrderId]])
  })
})
