import { expect, test } from 'vitest'
import { openCoinbase } from './open-coinbase.ts'

test.each([
  ['is_disabled', false],
  ['trading_disabled', false],
  ['cancel_only', false],
  ['view_only', false],
  ['post_only', false],
  ['limit_only', true],
] as const)('a product that is %s can be traded by limit orders: %s', async (flag, active) => {
  const { state, exchanges } = await openCoinbase()
  state.flags.set('BTC/USDT', [flag])

  const market = (await exchanges.markets('coinbase').fetchMarkets()).get('BTC/USDT')

  expect(market?.active).toBe(active)
})
