import { createPaperExchange } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { exchangeContract } from './exchange-contract.ts'
import { HandClock } from './hand-clock.ts'
import { mount, openExchanges } from './support.ts'

exchangeContract('ccxt over the paper exchange', async () => {
  const clock = new HandClock()
  const paper = createPaperExchange({ clock, seed: 1 })
  const exchanges = openExchanges(await mount(paper), clock)

  return {
    now: () => clock.now(),
    createKey: (account) => paper.createKey({ account }),
    connect: (credentials) => exchanges.connect('binance', credentials).routine,
    markets: exchanges.markets('binance'),
    setPrice: (symbol, price) => paper.setPrice(symbol, price),
    placeByHand: (order) => void paper.placeByHand({ ...order, side: 'buy' }),
    fillPartly({ account, clientOrderId, amount }) {
      const order = paper.openOrders(account).find((one) => one.clientOrderId === clientOrderId)
      paper.fillPartly(order?.id ?? 0, amount)
    },
    changeKey(apiKey, change) {
      if (change === 'trade-removed') paper.setKeyRights(apiKey, { trade: false })
      else paper.setKeyState(apiKey, change)
    },
    loseNextPlacement: () =>
      paper.fault({ method: 'POST', path: '/api/v3/order', effect: { kind: 'drop-after' } }),
    setDown: (down) => paper.setMaintenance(down),
  }
})
