import { exchangeContract } from '../exchange-contract.ts'
import { openBybit } from './open-bybit.ts'

exchangeContract('ccxt over a Bybit on this machine', async () => {
  const { clock, paper, exchanges } = await openBybit()

  return {
    now: () => clock.now(),
    createKey: (account) => paper.createKey({ account }),
    connect: (credentials) => exchanges.connect('bybit', credentials).routine,
    markets: exchanges.markets('bybit'),
    verdicts: { 'ip-blocked': 'ip-blocked', 'trade-removed': 'permission-lost' },
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
      paper.fault({ method: 'POST', path: '/v5/order/create', effect: { kind: 'drop-after' } }),
    setDown: (down) => paper.setMaintenance(down),
  }
})
