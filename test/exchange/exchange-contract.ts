import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import type { Credentials, Exchange, MarketSource, NewOrder } from '../../src/exchange/exchange.ts'
import { ExchangeError, type KeyVerdict } from '../../src/exchange/exchange-error.ts'
import { feeIn } from '../../src/exchange/fees.ts'
import { sum } from '../../src/trading/sum.ts'
import { ordersIn } from './orders-in.ts'

/** What may happen to a key on the exchange. */
type KeyChange = 'deleted' | 'ip-blocked' | 'frozen' | 'trade-removed' | 'wrong-secret'

interface Differences {
  /** The least that an order of PEPE may cost, as the exchange tells it; 5 USDT, if not said. */
  minCost?: string
  /** The exchange names no largest order. */
  hasNoMaxAmount?: true
  /** The exchange does not tell an account's own rate, and the dearest of its list is taken for it; 0.001, if not said. */
  takerFeeRate?: string
  /** The coin of the fees of a buy, and the fee of one of 500 USDT; BTC, if not said. */
  feeOfBuy?: readonly [coin: string, amount: string]
  /** The exchange does not tell whether a key is bound to addresses. */
  hidesAddresses?: true
  /** A client order id that was there before is answered with the order that has it. */
  repeats?: true
  /** A secret that could be one of a key, and is not; 64 letters, if not said. */
  wrongSecret?: string
}

/** One way of keeping the port's promises, and the hand that moves what is behind it. */
export interface World {
  now(): Date
  /** A key of an account that holds 10,000 USDT and 0.1 BTC. */
  createKey(account: string): Credentials
  connect(credentials: Credentials): Exchange
  markets: MarketSource
  /** Where the exchange says more exactly than Binance what became of a key. */
  verdicts?: Partial<Record<KeyChange, KeyVerdict>>
  /** What an exchange documents otherwise than Binance. */
  differs?: Differences
  /** Fills resting orders that the price reaches. */
  setPrice(symbol: string, price: string): void
  /** The owner's own resting order. */
  placeByHand(order: { account: string; symbol: string; price: string; amount: string }): void
  /** Somebody takes a part of a resting order. */
  fillPartly(order: { account: string; clientOrderId: string; amount: string }): void
  changeKey(apiKey: string, change: Exclude<KeyChange, 'wrong-secret'>): void
  /** The next placement is carried out, and nobody hears of it. */
  loseNextPlacement(): void
  setDown(down: boolean): void
}

function anOrder(world: World, overrides: Partial<NewOrder> = {}): NewOrder {
  return {
    symbol: 'BTC/USDT',
    clientOrderId: 'b00000000000000001',
    side: 'buy',
    amount: new Big('0.01'),
    price: new Big('50000'),
    timeInForce: 'GTC',
    sentAt: world.now(),
    ...overrides,
  }
}

function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(() => 'no error', told)
}

function told(error: unknown): unknown {
  return error instanceof ExchangeError ? error.code : error
}

/** Tests that every implementation of the exchange port must pass. */
export function exchangeContract(name: string, createWorld: () => Promise<World>): void {
  const open = async () => {
    const world = await createWorld()
    const key = world.createKey('ada')
    return { world, key, exchange: world.connect(key) }
  }
  describe(`Exchange: ${name}`, () => {
    test('fetchMarkets() tells the exact rules of each symbol', async () => {
      const { world } = await open()

      const markets = await world.markets.fetchMarkets()

      const market = markets.get('PEPE/USDT')
      expect(market).toMatchObject({ base: 'PEPE', quote: 'USDT', active: true })
      expect(market?.tickSize.toFixed()).toBe('0.00000001')
      expect(market?.stepSize.toFixed()).toBe('1')
      expect(market?.minCost.toFixed()).toBe(world.differs?.minCost ?? '5')
      const hasMaxAmount = world.differs?.hasNoMaxAmount ? undefined : true
      expect(market?.maxAmount?.gt(1)).toBe(hasMaxAmount)
    })

    test('fetchPrices() leaves out what has no price', async () => {
      const { world } = await open()
      world.setPrice('BTC/USDT', '61234.56')

      const prices = await world.markets.fetchPrices(['BTC/USDT', 'NOPE/USDT'])

      expect([...prices].map(([symbol, price]) => [symbol, price.toFixed()])).toEqual([
        ['BTC/USDT', '61234.56'],
      ])
    })

    test('fetchOrderBook() has the best prices first, above and below each other', async () => {
      const { world } = await open()

      const { bids, asks } = await world.markets.fetchOrderBook('BTC/USDT')

      expect(bids[0]?.price.gt(bids[1]?.price ?? 0)).toBe(true)
      expect(asks[0]?.price.lt(asks[1]?.price ?? 0)).toBe(true)
      expect(asks[0]?.price.gt(bids[0]?.price ?? 0)).toBe(true)
    })

    test('fetchCandles() gives each candle from a moment on, the last one at the price now', async () => {
      const { world } = await open()
      world.setPrice('BTC/USDT', '61234.56')
      const since = new Date(world.now().getTime() - 6 * 3_600_000 - 60_000)

      const candles = await world.markets.fetchCandles('BTC/USDT', '2h', since)

      const hours = candles.map(({ at }) => (world.now().getTime() - at.getTime()) / 3_600_000)
      expect(hours).toEqual([6, 4, 2, 0])
      expect(candles.at(-1)?.close.toFixed()).toBe('61234.56')
      for (const { open: first, high, low, close } of candles) {
        expect([first, close].every((price) => price.gte(low) && price.lte(high))).toBe(true)
      }
      await expect(world.markets.fetchCandles('NOPE/USDT', '2h', since)).rejects.toMatchObject({
        code: 'unlisted',
      })
    })

    test("now() is the exchange's time", async () => {
      const { world } = await open()

      expect(await world.markets.now()).toEqual(world.now())
    })

    test('fetchAccount() tells balances, what orders lock, and whose account it is', async () => {
      const { world, exchange } = await open()
      await exchange.placeOrder(anOrder(world))

      const account = await exchange.fetchAccount()

      const { free, used } = account.balances.get('USDT') ?? {}
      expect([free?.toFixed(), used?.toFixed()]).toEqual(['9500', '500'])
      expect(account.takerFeeRate.toFixed()).toBe(world.differs?.takerFeeRate ?? '0.001')
      expect(account.canTrade).toBe(true)
      // Not every exchange tells when the balances last changed.
      expect([undefined, world.now()]).toContainEqual(account.updatedAt)
      const again = await world.connect(world.createKey('ada')).fetchAccount()
      expect(again.uid).toBe(account.uid)
      const other = await world.connect(world.createKey('bob')).fetchAccount()
      expect(other.uid).not.toBe(account.uid)
    })

    test('fetchRights() tells what the key may do', async () => {
      const { world, exchange } = await open()

      expect(await exchange.fetchRights()).toMatchObject({
        read: true,
        trade: true,
        withdraw: false,
        ipBound: world.differs?.hidesAddresses ? undefined : true,
        expiresAt: undefined,
      })
    })

    test('fetchOpenOrders() lists ours and theirs', async () => {
      const { world, exchange } = await open()
      await exchange.placeOrder(anOrder(world))
      world.placeByHand({ account: 'ada', symbol: 'ETH/BTC', price: '0.04', amount: '0.1' })

      const orders = ordersIn((await exchange.fetchOpenOrders()).rows)

      expect(orders.map(({ symbol }) => symbol).toSorted()).toEqual(['BTC/USDT', 'ETH/BTC'])
      const ours = orders.find(({ clientOrderId }) => clientOrderId === 'b00000000000000001')
      expect(ours).toMatchObject({ side: 'buy', status: 'open', createdAt: world.now() })
      expect(ours?.amount.toFixed()).toBe('0.01')
      expect(ours?.price.toFixed()).toBe('50000')
      expect(ours?.filled.toFixed()).toBe('0')
    })

    test('fetchOpenOrders() of some symbols leaves the others out', async () => {
      const { world, exchange } = await open()
      await exchange.placeOrder(anOrder(world))
      world.placeByHand({ account: 'ada', symbol: 'ETH/BTC', price: '0.04', amount: '0.1' })

      const { rows } = await exchange.fetchOpenOrders(['BTC/USDT', 'SOL/USDT'])

      expect(rows.map(({ symbol }) => symbol)).toEqual(['BTC/USDT'])
      expect((await exchange.fetchOpenOrders([])).rows).toEqual([])
    })

    test('fetchFills() tells fills with their fee in the coin that was taken', async () => {
      const { world, exchange } = await open()
      const [coin, fee] = world.differs?.feeOfBuy ?? ['BTC', '0.00001']
      const { id } = await exchange.placeOrder(anOrder(world))
      world.setPrice('BTC/USDT', '49000')

      const { fills } = await exchange.fetchFills('BTC/USDT', world.now())

      expect(fills).toHaveLength(1)
      expect(fills[0]).toMatchObject({ orderId: id, side: 'buy', fees: [{ coin }] })
      expect(fills[0]?.price.toFixed()).toBe('50000')
      expect(fills[0]?.amount.toFixed()).toBe('0.01')
      expect(fills[0]?.cost.toFixed()).toBe('500')
      expect(feeIn(fills[0]?.fees ?? [], coin).toFixed()).toBe(fee)
      const later = new Date(world.now().getTime() + 1)
      expect((await exchange.fetchFills('BTC/USDT', later)).fills).toEqual([])
    })

    test('fetchFills() from days ago on tells all since, oldest first', async () => {
      const { world, exchange } = await open()
      const placed: string[] = []
      for (const clientOrderId of ['b1', 'b2', 'b3']) {
        const order = anOrder(world, { clientOrderId, price: new Big('70000'), timeInForce: 'IOC' })
        placed.push((await exchange.placeOrder(order)).id)
      }

      const daysAgo = new Date(world.now().getTime() - 3 * 86_400_000)
      const { fills } = await exchange.fetchFills('BTC/USDT', daysAgo)

      expect([...new Set(fills.map(({ orderId }) => orderId))]).toEqual(placed)
      expect(new Set(fills.map(({ id }) => id)).size).toBe(fills.length)
    })

    test('fetchOrderFills() tells the fills of one order and nothing of the others', async () => {
      const { world, exchange } = await open()
      const order = anOrder(world)
      const { id } = await exchange.placeOrder(order)
      expect(await exchange.fetchOrderFills('BTC/USDT', id)).toEqual([])
      const other = anOrder(world, { clientOrderId: 'b2', price: new Big('70000') })
      const before = await exchange.placeOrder({ ...other, timeInForce: 'IOC' })
      world.fillPartly({ account: 'ada', clientOrderId: order.clientOrderId, amount: '0.004' })
      world.placeByHand({ account: 'ada', symbol: 'BTC/USDT', price: '80000', amount: '0.001' })
      world.setPrice('BTC/USDT', '49000')
      const at = world.now()

      const fills = await exchange.fetchOrderFills('BTC/USDT', id)

      expect(fills.map(({ orderId }) => orderId)).toEqual([id, id])
      expect(fills.map(({ amount }) => amount.toFixed())).toEqual(['0.004', '0.006'])
      const [coin] = world.differs?.feeOfBuy ?? ['BTC']
      expect(fills[0]).toMatchObject({ side: 'buy', fees: [{ coin }], at })
      const takes = await exchange.fetchOrderFills('BTC/USDT', before.id)
      expect(sum(takes.map(({ amount }) => amount)).toFixed()).toBe(before.filled.toFixed())
      expect(takes).toHaveLength(before.fills?.length ?? takes.length)
      const strange = await exchange.fetchOrderFills('BTC/USDT', '999999999').catch(told)
      // Some list nothing for an order that was never there, some say that it was not.
      expect([[], 'order-not-found']).toContainEqual(strange)
    })

    test.each([1_000, 1_001])('fetchOrderFills() tells all %i of them', async (count) => {
      const { world, exchange } = await open()
      const order = anOrder(world, { amount: new Big('0.02'), price: new Big('40000') })
      const { id } = await exchange.placeOrder(order)
      for (let i = 0; i < count; i += 1) {
        world.fillPartly({
          account: 'ada',
          clientOrderId: order.clientOrderId,
          amount: '0.00001',
        })
      }

      const fills = await exchange.fetchOrderFills('BTC/USDT', id)

      expect(new Set(fills.map((fill) => fill.id)).size).toBe(count)
      expect(sum(fills.map((fill) => fill.amount)).eq(new Big('0.00001').times(count))).toBe(true)
    })

    test('placeOrder() leaves a GTC order resting', async () => {
      const { world, exchange } = await open()

      const placed = await exchange.placeOrder(anOrder(world))

      expect(placed).toMatchObject({ clientOrderId: 'b00000000000000001', status: 'open' })
      expect(await exchange.findOrder(placed)).toEqual(placed)
    })

    test('placeOrder() with IOC fills nothing beyond its price', async () => {
      const { world, exchange } = await open()

      const placed = await exchange.placeOrder(anOrder(world, { timeInForce: 'IOC' }))

      expect(placed.status).toBe('cancelled')
      expect([placed.filled.toFixed(), placed.cost.toFixed()]).toEqual(['0', '0'])
      expect((await exchange.fetchOpenOrders()).rows).toEqual([])
    })

    test('placeOrder() with IOC fills what is there and cancels the rest', async () => {
      const { world, exchange } = await open()
      world.setPrice('PEPE/USDT', '0.00001')
      const [best] = (await world.markets.fetchOrderBook('PEPE/USDT')).asks
      const [amount, price] = [best?.amount ?? new Big(0), best?.price ?? new Big(0)]

      const placed = await exchange.placeOrder(
        anOrder(world, { symbol: 'PEPE/USDT', amount: amount.plus(7), price, timeInForce: 'IOC' }),
      )

      expect(placed.status).toBe('cancelled')
      expect(placed.filled.toFixed()).toBe(amount.toFixed())
      expect(placed.cost.toFixed()).toBe(amount.times(price).toFixed())
    })

    test('placeOrder() tells what is wrong with an order that cannot be', async () => {
      const { world, exchange } = await open()
      const place = (overrides: Partial<NewOrder>) =>
        codeOf(exchange.placeOrder(anOrder(world, overrides)))

      expect(await place({ amount: new Big('1') })).toBe('insufficient-funds')
      expect(await place({ amount: new Big('0.00001') })).toBe('order-rejected')
      expect(await place({ amount: new Big('0.010000001') })).toBe('order-rejected')
      expect(await place({ price: new Big('50000.001') })).toBe('order-rejected')
      expect(await place({ symbol: 'NOPE/USDT' })).toBe('unlisted')
      expect((await exchange.fetchOpenOrders()).rows).toEqual([])
    })

    test('placeOrder() again while the first is open never places a second', async () => {
      const { world, exchange } = await open()
      const first = await exchange.placeOrder(anOrder(world))

      const again = exchange.placeOrder(anOrder(world))

      const answer = world.differs?.repeats ? first : 'outcome-unknown'
      expect(await again.catch(told)).toEqual(answer)
      expect((await exchange.fetchOpenOrders()).rows).toHaveLength(1)
    })

    test('placeOrder() does not send an order whose window is over', async () => {
      const { world, exchange } = await open()
      const sentAt = new Date(world.now().getTime() - 5_000)

      expect(await codeOf(exchange.placeOrder(anOrder(world, { sentAt })))).toBe('unavailable')
      expect(await exchange.findOrder(anOrder(world))).toBeUndefined()
    })

    test('a placement whose answer was lost is found by its own id', async () => {
      const { world, exchange } = await open()
      world.loseNextPlacement()

      expect(await codeOf(exchange.placeOrder(anOrder(world)))).toBe('outcome-unknown')

      const found = await exchange.findOrder(anOrder(world))
      expect(found).toMatchObject({ status: 'open', clientOrderId: 'b00000000000000001' })
    })

    test('cancelOrder() works once', async () => {
      const { world, exchange } = await open()
      const order = anOrder(world)
      await exchange.placeOrder(order)

      const cancelled = await exchange.cancelOrder(order)

      expect(cancelled).toMatchObject({ status: 'cancelled', clientOrderId: order.clientOrderId })
      expect(await codeOf(exchange.cancelOrder(order))).toBe('order-not-found')
      expect(await exchange.findOrder(order)).toMatchObject({ status: 'cancelled' })
    })

    test('findOrder() knows the state of filled orders and none of unknown ones', async () => {
      const { world, exchange } = await open()
      const order = anOrder(world)
      await exchange.placeOrder(order)
      world.setPrice('BTC/USDT', '49000')

      const found = await exchange.findOrder(order)

      expect(found?.status).toBe('filled')
      expect([found?.filled.toFixed(), found?.cost.toFixed()]).toEqual(['0.01', '500'])
      expect(await exchange.findOrder({ ...order, clientOrderId: 'b2' })).toBeUndefined()
    })

    test("findOrderById() finds an order by the exchange's own id, with ours on it", async () => {
      const { world, exchange } = await open()
      const placed = await exchange.placeOrder(anOrder(world))

      const { symbol, clientOrderId, id } = placed
      expect(await exchange.findOrderById('BTC/USDT', id)).toEqual({
        symbol,
        clientOrderId,
        id,
        order: placed,
      })
      expect(await exchange.findOrderById('BTC/USDT', '999999999')).toBeUndefined()
    })

    test.each([
      ['deleted', 'fetchRights', 'revoked'],
      ['ip-blocked', 'fetchRights', 'not-permitted'],
      ['trade-removed', 'placeOrder', 'not-permitted'],
      ['frozen', 'placeOrder', 'frozen'],
    ] as const)('a key that is %s is refused by %s() as %s', async (change, method, verdict) => {
      const { world, key, exchange } = await open()
      // A call that works first: libraries are known to judge a key by its past.
      await exchange.fetchAccount()
      world.changeKey(key.apiKey, change)

      const call =
        method === 'fetchRights' ? exchange.fetchRights() : exchange.placeOrder(anOrder(world))

      const expected = world.verdicts?.[change] ?? verdict
      await expect(call).rejects.toMatchObject({ code: 'key-rejected', verdict: expected })
    })

    test('a key without its trading right can still read', async () => {
      const { world, key, exchange } = await open()
      world.changeKey(key.apiKey, 'trade-removed')

      expect(await exchange.fetchRights()).toMatchObject({ read: true, trade: false })
      expect((await exchange.fetchAccount()).balances.size).toBeGreaterThan(0)
    })

    test('a wrong secret is told from a wrong key', async () => {
      const { world, key } = await open()
      const secret = world.differs?.wrongSecret ?? 'x'.repeat(64)
      const exchange = world.connect({ ...key, secret })

      const verdict = world.verdicts?.['wrong-secret'] ?? 'bad-secret'
      await expect(exchange.fetchRights()).rejects.toMatchObject({ verdict })
    })

    test('an exchange that is down says nothing of the key', async () => {
      const { world, exchange } = await open()
      await exchange.fetchAccount()
      world.setDown(true)

      expect(await codeOf(exchange.fetchRights())).toBe('unavailable')
      expect(await codeOf(exchange.cancelOrder(anOrder(world)))).toBe('unavailable')
      expect(await codeOf(exchange.placeOrder(anOrder(world)))).toBe('outcome-unknown')
      world.setDown(false)
      expect(await exchange.fetchRights()).toMatchObject({ read: true })
    })

    test('two connections never mix their accounts', async () => {
      const { world, exchange } = await open()
      const other = world.connect(world.createKey('bob'))
      await exchange.placeOrder(anOrder(world))

      const [ours, theirs] = await Promise.all([
        Promise.all(Array.from({ length: 5 }, () => exchange.fetchOpenOrders())),
        Promise.all(Array.from({ length: 5 }, () => other.fetchOpenOrders())),
      ])

      expect(ours.map(({ rows }) => rows.length)).toEqual([1, 1, 1, 1, 1])
      expect(theirs.map(({ rows }) => rows.length)).toEqual([0, 0, 0, 0, 0])
    })

    test('close() ends everything', async () => {
      const { world, exchange } = await open()
      await exchange.fetchAccount()

      exchange.close()

      await expect(exchange.fetchAccount()).rejects.toThrow(TypeError)
      await expect(exchange.placeOrder(anOrder(world))).rejects.toThrow(TypeError)
    })
  })
}
