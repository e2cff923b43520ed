import { binance } from 'ccxt'
import { Agent } from 'undici'
import { systemClock } from '../../src/lib/clock.ts'
import { listen } from '../../src/lib/listen.ts'
import { createPaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'

/** Two orders and one position on each of the first symbols in USDT. */
const AMOUNT_USDT = 200

/** The script that a trader would write: one thing after another. Gives milliseconds until flat. */
export async function sequentialExit(positions: number, roundTripMs: number): Promise<number> {
  const exchange = createPaperExchange({ clock: systemClock, seed: 7 })
  const server = await listen(exchange.app, '127.0.0.1', 0)
  const key = exchange.createKey()
  const client = new binance({
    apiKey: key.apiKey,
    secret: key.secret,
    options: { fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, fetchMargins: false },
  })
  await client.loadFetchImplementation()
  const origin = `http://127.0.0.1:${server.port}`
  client.fetchDispatcher = new Agent().compose(
    (dispatch) => (options, handler) => dispatch({ ...options, origin }, handler),
  )
  await client.loadMarkets()
  const symbols = exchange
    .symbols()
    .filter(({ quote }) => quote === 'USDT')
    .slice(0, positions)
  exchange.deposit('USDT', '100000')
  for (const { symbol, base, price } of symbols) {
    exchange.deposit(base, price.pow(-1).times(AMOUNT_USDT).toFixed(4))
    for (const factor of [0.9, 0.92]) {
      const at = price.times(factor)
      await client.createOrder(symbol, 'limit', 'buy', AMOUNT_USDT / at.toNumber(), at.toNumber())
    }
  }
  exchange.setLatency(roundTripMs)

  const start = performance.now()
  for (const { symbol, base } of symbols) {
    for (const order of await client.fetchOpenOrders(symbol))
      await client.cancelOrder(order.id ?? '', symbol)
    const balance = await client.fetchBalance()
    await client.createOrder(symbol, 'market', 'sell', balance[base]?.free ?? 0)
    await client.fetchOpenOrders(symbol)
  }
  const took = performance.now() - start

  await client.close()
  await server.close()
  return took
}
