import { onTestFinished } from 'vitest'
import { exchangeContract } from '../exchange-contract.ts'
import { openOkx } from './support.ts'

exchangeContract('ccxt over OKX', async () => {
  const { clock, okx, exchanges } = await openOkx()
  // Whatever is asked, none of OKX's limits is ever passed.
  onTestFinished(() => {
    if (okx.requests().some(({ status }) => status === 429)) throw new Error('OKX was flooded')
  })

  return {
    now: () => clock.now(),
    createKey: (account) => okx.createKey({ account }),
    connect: (credentials) => exchanges.connect('okx', credentials).routine,
    markets: exchanges.markets('okx'),
    minCost: '0',
    verdicts: { 'ip-blocked': 'ip-blocked', 'trade-removed': 'permission-lost' },
    setPrice: (symbol, price) => okx.setPrice(symbol, price),
    placeByHand: (order) => void okx.placeByHand({ ...order, side: 'buy' }),
    fillPartly({ account, clientOrderId, amount }) {
      const order = okx.openOrders(account).find((one) => one.clientOrderId === clientOrderId)
      okx.fillPartly(order?.id ?? 0, amount)
    },
    changeKey(apiKey, change) {
      if (change === 'trade-removed') okx.setKeyRights(apiKey, { trade: false })
      else okx.setKeyState(apiKey, change)
    },
    loseNextPlacement: () =>
      okx.fault({ method: 'POST', path: '/api/v5/trade/order', effect: { kind: 'drop-after' } }),
    setDown: (down) => okx.setMaintenance(down),
  }
})
