import { expect, test } from 'vitest'
import { PASSPHRASE } from '../exchange/okx/auth.ts'
import { okxRest } from '../exchange/okx/rest.ts'
import { boughtByUs, coins, holdBitcoin, reachPlan, soldByUs } from '../support/exits.ts'
import { say, tap } from '../support/journey.ts'
import { expectCalm } from '../support/traders.ts'
import { openWorld } from '../support/world.ts'

test('a trader links OKX with a passphrase, runs a grid and leaves with everything sold', async () => {
  const world = await openWorld({ botTickSeconds: 0.3 }, () => ({ id: 'okx', dialect: okxRest() }))
  const { alice, exchange } = world
  try {
    const { apiKey, secret } = exchange.createKey()
    await say(alice, '/link', 'Which exchange')
    await tap(alice, 'OKX', 'Then send')
    const tail = apiKey.slice(-4)
    await say(alice, `${apiKey}\n${secret}\n${PASSPHRASE}`, `OKX …${tail} is linked`)
    // No trader is so fast that trying the key and the first bot fall into one of OKX's windows.
    world.clock.advance(3)
    const before = coins(world, 'BTC')
    const byHand = { symbol: 'BTC/USDT', side: 'sell', price: '90000', amount: '0.03' } as const
    const left = exchange.placeByHand(byHand)

    await holdBitcoin(world)
    await reachPlan(world)
    const receipt = await tap(alice, 'Disconnect now', 'OKX is disconnected')

    expect(exchange.openOrders()).toEqual([left])
    const dust = boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT'))
    expect(dust.lt('0.00001')).toBe(true)
    expect(coins(world, 'BTC').eq(before.plus(dust))).toBe(true)
    expect(receipt.text).toMatch(/Sold: .* BTC at .* USDT, .*realized/)
    expect(receipt.text).toContain('Now delete the key at OKX')
    expect(exchange.requests().filter(({ status }) => status === 429)).toEqual([])
    await expectCalm(world)
  } finally {
    await world.close()
  }
})
