import { expect, test } from 'vitest'
import { openKraken } from './open-kraken.ts'

test('a price is a multiple of the tick, where that is more than its last decimal', async () => {
  const { kraken, exchanges } = await openKraken()
  kraken.setFilters('BTC/USDT', { tickSize: '0.5' })

  const market = (await exchanges.markets('kraken').fetchMarkets()).get('BTC/USDT')

  expect(market?.tickSize.toFixed()).toBe('0.5')
})

test.each([
  ['online', true],
  ['limit_only', true],
  ['post_only', false],
  ['cancel_only', false],
  ['reduce_only', false],
] as const)('a pair that is %s can be traded by limit orders: %s', async (mode, active) => {
  const { state, exchanges } = await openKraken()
  state.modes.set('BTC/USDT', mode)

  const market = (await exchanges.markets('kraken').fetchMarkets()).get('BTC/USDT')

  expect(market?.active).toBe(active)
})

test('coins that earn by themselves are counted as what they are', async () => {
  const { kraken, state, exchanges } = await openKraken()
  state.earning.add('BTC')

  const { balances } = await exchanges.connect('kraken', kraken.createKey()).exit.fetchAccount()

  expect(balances.get('BTC')?.free.toFixed()).toBe('0.1')
  expect(balances.get('ETH')?.free.toFixed()).toBe('1')
})
