import { Big } from 'big.js'
import type { RawAnswer } from '../../src/exchange/ccxt/answer-listener.ts'
import { createExchanges } from '../../src/exchange/exchanges.ts'
import { listen } from '../../src/lib/listen.ts'
import { createPaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { HandClock } from '../exchange/hand-clock.ts'
import { ORDER } from '../exchange/recorded/recorded.ts'
import type { Answers } from './measure.ts'

const { symbol, clientOrderId } = ORDER

/** Binance's answers, as the paper exchange gives them for an order of which a part is filled. */
export async function paperAnswers(): Promise<{ answers: Answers; orderId: string }> {
  const clock = new HandClock()
  const paper = createPaperExchange({ clock, seed: 1 })
  const listening = await listen(paper.app, '127.0.0.1', 0)
  const heard = new Map<string, unknown>()
  const exchanges = createExchanges({
    clock,
    origins: { binance: `http://127.0.0.1:${listening.port}` },
    onAnswer: ({ method, path, body }: RawAnswer) =>
      heard.set(`${method} ${path}`, JSON.parse(body)),
  })
  const [markets, exchange] = [
    exchanges.markets('binance'),
    exchanges.connect('binance', paper.createKey()).routine,
  ]
  const order = { ...ORDER, amount: new Big(ORDER.amount), price: new Big(ORDER.price) }
  const { id } = await exchange.placeOrder({ ...order, timeInForce: 'GTC', sentAt: clock.now() })
  paper.fillPartly(Number(id), '0.004')
  await markets.fetchPrices([symbol])
  await markets.fetchOrderBook(symbol)
  await exchange.fetchRights()
  await exchange.fetchAccount()
  await exchange.fetchOpenOrders([symbol])
  await exchange.findOrder({ symbol, clientOrderId })
  await exchange.fetchOrderFills(symbol, id)
  const open = Object.fromEntries(heard)
  await exchange.cancelOrder({ symbol, clientOrderId })
  await exchange.findOrder({ symbol, clientOrderId })
  const cancelled = Object.fromEntries(heard)
  await exchanges.close()
  await listening.close()
  return { answers: (state) => (state === 'open' ? open : cancelled), orderId: id }
}
