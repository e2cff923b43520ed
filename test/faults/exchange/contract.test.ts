import { Big } from 'big.js'
import { onTestFinished } from 'vitest'
import { getMarket } from '../../../src/playground/paper-exchange/markets.ts'
import { fillResting, placeOrder } from '../../../src/playground/paper-exchange/matching.ts'
import { exchangeContract } from '../../exchange/exchange-contract.ts'
import { NOON } from '../../exchange/hand-clock.ts'
import { Life } from '../world/life.ts'
import type { Timeline } from '../world/virtual-time.ts'
import { Floor } from './floor.ts'
import { floorExchanges } from './floor-exchanges.ts'
import { Line } from './line.ts'

exchangeContract('the floor, in process', async () => {
  // Time stands still; what takes a while is there at once.
  const time: Timeline = {
    ms: NOON.getTime(),
    now: () => NOON,
    after(_, task) {
      const timer = setImmediate(task)
      return () => clearImmediate(timer)
    },
  }
  const life = new Life(time, () => false)
  const floor = new Floor(time, time)
  let [down, losesNext] = [false, false]
  const nothing = (): void => undefined
  const line = new Line({
    floor,
    time,
    life,
    fates({ kind }) {
      const page = { status: 503, body: '<html></html>', retryAfter: undefined }
      if (down) return { kind: 'lost', answered: 1, instead: page }
      if (kind !== 'place' || !losesNext) return { kind: 'well', arrives: 1, answered: 2 }
      losesNext = false
      return { kind: 'done-unknown', arrives: 1, answered: 2, instead: 'broken' }
    },
    ears: { onSent: nothing, onArrived: nothing, onRefused: nothing },
    race: nothing,
  })
  // Of the clock only now and the waits of the rate limit are used, and none of them ends here.
  const exchanges = floorExchanges({ now: time.now, after: () => nothing }, line)
  onTestFinished(() => exchanges.close())

  return {
    now: time.now,
    createKey(account) {
      const { apiKey, secret } = floor.keys.create({ account })
      return { apiKey, secret }
    },
    connect: (credentials) => exchanges.connect('binance', credentials).routine,
    markets: exchanges.markets('binance'),
    setPrice: (symbol, price) => floor.setPrice(symbol, new Big(price)),
    placeByHand({ account, symbol, price, amount }) {
      placeOrder(floor, {
        account,
        placedWith: 'by hand',
        market: getMarket(symbol),
        side: 'buy',
        type: 'LIMIT',
        timeInForce: 'GTC',
        price: new Big(price),
        amount: new Big(amount),
        cost: undefined,
        clientOrderId: 'web_1',
      })
    },
    fillPartly({ account, clientOrderId, amount }) {
      const order = floor.store.listOpen(account).find((one) => one.clientOrderId === clientOrderId)
      if (order === undefined) throw new RangeError(`Cannot fill ${clientOrderId}: not open`)
      fillResting(floor, order, new Big(amount))
    },
    changeKey(apiKey, change) {
      const key = floor.keys.get(apiKey)
      if (change === 'trade-removed') key.rights.trade = false
      else key.state = change
    },
    loseNextPlacement: () => (losesNext = true),
    setDown: (is) => (down = is),
  }
})
