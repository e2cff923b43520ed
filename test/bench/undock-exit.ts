import { linkKey, onExchange, say, startGrid, tap } from '../support/journey.ts'
import { openWorld } from '../support/world.ts'

/**
 * Builds so many bots with a position and resting orders each, and times `Disconnect now` until the
 * exchange has been seen flat: the receipt.
 */
export async function undockExit(positions: number, roundTripMs: number): Promise<number> {
  const world = await openWorld({ logLevel: 'error', botTickSeconds: 1 })
  const { alice, exchange } = world
  exchange.deposit('USDT', '100000')
  await linkKey(world)
  const markets = exchange
    .symbols()
    .filter(({ quote }) => quote === 'USDT')
    .slice(0, positions)
  for (const { symbol, price, tickSize } of markets) {
    const at = (factor: string) => price.times(factor).div(tickSize).round(0, 0).times(tickSize)
    await startGrid(world, {
      symbol,
      lower: at('0.9').toFixed(),
      upper: at('1.02').toFixed(),
      money: '800',
      gridCount: '4',
    })
    const resting = (side: string) =>
      exchange.openOrders().filter((order) => order.symbol === symbol && order.side === side).length
    await onExchange(world, () => resting('buy') === 4)
    exchange.setPrice(symbol, at('0.945'))
    await onExchange(world, () => resting('sell') === 2)
  }
  await say(alice, '/disconnect', 'the whole truth')
  await tap(alice, 'Continue', 'stops all buying')
  await tap(alice, 'Pause and continue', 'the positions')
  await tap(alice, 'Close all', 'makes a loss real')
  await tap(alice, 'Realize -', 'the plan')
  exchange.setLatency(roundTripMs)

  const start = performance.now()
  alice.taps('Disconnect now')
  await alice.until('is disconnected')
  const took = performance.now() - start

  await world.close()
  return took
}
