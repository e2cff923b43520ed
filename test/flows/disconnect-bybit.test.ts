import { expect, test } from 'vitest'
import { bybitRest } from '../exchange/bybit/bybit-rest.ts'
import { boughtByUs, coins, holdBitcoin, reachPlan, soldByUs } from '../support/exits.ts'
import { say, tap } from '../support/journey.ts'
import { expectCalm } from '../support/traders.ts'
import { openWorld } from '../support/world.ts'

test('a trader links Bybit, whose engine has orders later, runs a grid and leaves with everything sold', async () => {
  const world = await openWorld({ botTickSeconds: 0.3 }, (clock) => {
    const { dialect, gateway } = bybitRest(clock)
    gateway.delayMs = 150
    return { id: 'bybit', dialect }
  })
  const { alice, exchange } = world
  try {
    const { apiKey, secret } = exchange.createKey()
    await say(alice, '/link', 'Which exchange')
    await tap(alice, 'Bybit', 'Then send')
    await say(alice, `${apiKey}\n${secret}`, `…${apiKey.slice(-4)} is linked`)
    const before = coins(world, 'BTC')
    const byHand = { symbol: 'BTC/USDT', side: 'sell', price: '90000', amount: '0.03' } as const
    const left = exchange.placeByHand(byHand)

    await holdBitcoin(world)
    await reachPlan(world)
    const receipt = await tap(alice, 'Disconnect now', 'Bybit is disconnected')

    expect(exchange.openOrders()).toEqual([left])
    const dust = boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT'))
    expect(dust.lt('0.00001')).toBe(true)
    expect(coins(world, 'BTC').eq(before.plus(dust))).toBe(true)
    expect(receipt.text).toMatch(/Sold: .* BTC at .* USDT, .*realized/)
    expect(receipt.text).toContain('Now delete the key at Bybit')
    await expectCalm(world)
  } finally {
    await world.close()
  }
})
