import { Big } from 'big.js'
import { binance } from 'ccxt'
import { Agent } from 'undici'
import { systemClock } from '../../src/lib/clock.ts'
import { listen } from '../../src/lib/listen.ts'
import { createPaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'

const AMOUNT_USDT = 200
/** Positions are spread over so many symbols, as Undock's are in its own part. */
const SYMBOLS = 10

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
  const markets = exchange.symbols().filter(({ quote }) => quote === 'USDT')
  const held = Array.from({ length: positions }, (_, i) => {
    const market = markets[i % SYMBOLS]
    if (market === undefined) throw new RangeError('Cannot hold a position: no market')
    return { ...market, amount: roundedDown(market.price.pow(-1).times(AMOUNT_USDT), market) }
  })
  exchange.deposit('USDT', '100000')
  const orders = new Map<(typeof held)[number], string[]>()
  for (const position of held) {
    const { symbol, base, price, amount } = position
    exchange.deposit(base, amount)
    const ids: string[] = []
    for (const factor of [0.9, 0.92]) {
      const at = price.times(factor).toNumber()
      ids.push((await client.createOrder(symbol, 'limit', 'buy', AMOUNT_USDT / at, at)).id ?? '')
    }
    orders.set(position, ids)
  }
  exchange.setLatency(roundTripMs)

  const start = performance.now()
  for (const position of held) {
    const { symbol, base, amount } = position
    const open = new Set((await client.fetchOpenOrders(symbol)).map(({ id }) => id))
    for (const id of orders.get(position) ?? []) {
      if (open.has(id)) await client.cancelOrder(id, symbol)
    }
    const free = (await client.fetchBalance())[base]?.free ?? 0
    await client.createOrder(symbol, 'market', 'sell', Math.min(free, amount.toNumber()))
    await client.fetchOpenOrders(symbol)
  }
  const took = performance.now() - start

  await client.close()
  await server.close()
  return took
}

function roundedDown(amount: Big, { stepSize }: { stepSize: Big }): Big {
  return amount.div(stepSize).round(0, Big.roundDown).times(stepSize)
}
