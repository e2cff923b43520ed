import { expect, test } from 'vitest'
import { bybitRest } from '../exchange/bybit/bybit-rest.ts'
import { coinbaseRest } from '../exchange/coinbase/coinbase-rest.ts'
import { krakenRest } from '../exchange/kraken/kraken-rest.ts'
import { PASSPHRASE } from '../exchange/okx/auth.ts'
import { okxRest } from '../exchange/okx/rest.ts'
import { boughtByUs, coins, holdBitcoin, reachPlan, soldByUs } from '../support/exits.ts'
import { choosePasting, say, tap } from '../support/journey.ts'
import { expectCalm } from '../support/traders.ts'
import { openWorld, type Speaking } from '../support/world.ts'

/** Exchanges other than the one that all other flows are walked over. */
const ELSEWHERE: readonly {
  name: string
  how: string
  parts: string[]
  /** Seconds that pass in a tenth of one, where its limits make a trader wait for minutes. */
  pace?: number
  speaking: Speaking
}[] = [
  {
    name: 'Bybit',
    how: 'whose engine has orders later than they are acknowledged',
    parts: [],
    speaking(clock) {
      const { dialect, gateway } = bybitRest(clock)
      gateway.delayMs = 150
      return { id: 'bybit', dialect }
    },
  },
  {
    name: 'OKX',
    how: 'with a passphrase',
    parts: [PASSPHRASE],
    speaking: () => ({ id: 'okx', dialect: okxRest() }),
  },
  {
    name: 'Coinbase',
    how: 'with an EC key of several lines, and orders found by going through them',
    parts: [],
    speaking: () => ({ id: 'coinbase', dialect: coinbaseRest().dialect }),
  },
  {
    name: 'Kraken',
    how: 'whose counter is low and whose fees are in the quote',
    parts: [],
    pace: 5,
    speaking: () => ({ id: 'kraken', dialect: krakenRest().dialect }),
  },
]

test.each(ELSEWHERE)(
  'a trader links $name, $how, runs a grid and leaves with everything sold',
  async ({ name, parts, pace = 0, speaking }) => {
    const world = await openWorld({ botTickSeconds: 0.3 }, speaking)
    const { alice, exchange } = world
    const passing = setInterval(() => world.clock.advance(pace), 100)
    try {
      const { apiKey, secret } = exchange.createKey()
      await say(alice, '/link', 'link-exchange')
      if (name === 'Bybit') await choosePasting(alice, name)
      else await tap(alice, name, 'link-credentials')
      await say(alice, [apiKey, secret, ...parts].join('\n'), 'key-linked')
      // No trader is so fast that trying the key and the first bot fall into one window of the limits.
      world.clock.advance(pace === 0 ? 3 : 60)
      const before = coins(world, 'BTC')
      const byHand = { symbol: 'BTC/USDT', side: 'sell', price: '90000', amount: '0.03' } as const
      const left = exchange.placeByHand(byHand)

      await holdBitcoin(world)
      await reachPlan(world)
      const receipt = await tap(alice, 'Disconnect now', 'exit-receipt')

      expect(exchange.openOrders()).toEqual([left])
      const dust = boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT'))
      expect(dust.lt('0.00001')).toBe(true)
      expect(coins(world, 'BTC').eq(before.plus(dust))).toBe(true)
      expect(receipt.text).toMatch(/Sold: .* BTC at .* USDT, .*realized/)
      expect(receipt.text).toContain(`Now delete the key at ${name}`)
      expect(exchange.requests().filter(({ status }) => status === 429)).toEqual([])
      await expectCalm(world)
    } finally {
      clearInterval(passing)
      await world.close()
    }
  },
)
