import { Big } from 'big.js'
import type { Events } from './events.ts'
import { FEES_IN_BNB } from './fee-ways.ts'
import { getMarket } from './markets.ts'
import { cancelOrder, fillResting, placeOrder } from './matching.ts'
import type { OrderRequest } from './order.ts'
import type { Spot } from './spot.ts'
import { toOrderView, toTradeView, type HandOrder, type OrderView } from './views.ts'

/** What an account's owner sees and does without an API key. */
export function accountControls(deps: { events: Events; spot: Spot; newHandId: () => string }) {
  const { events, spot, newHandId } = deps
  const { ledger, store } = spot

  function bring(account: string, asset: string, amount: Big): void {
    events.after(() => ledger.add(account, asset, { free: amount }))
  }

  return {
    balances: (account = 'main') => ledger.list(account),
    openOrders: (account = 'main') => store.listOpen(account).map(toOrderView),
    orders: (account = 'main') => store.list(account).map(toOrderView),
    trades: (account = 'main') => store.listTrades(account).map(toTradeView),
    deposit(asset: string, amount: Big | string, account = 'main'): void {
      bring(account, asset, positive(amount))
    },
    withdraw(asset: string, amount: Big | string, account = 'main'): void {
      bring(account, asset, positive(amount).neg())
    },
    payFeesInBnb: (is: boolean, account = 'main') =>
      ledger.setFeeWay(account, is ? FEES_IN_BNB : { kind: 'received' }),
    placeByHand(order: HandOrder): OrderView {
      const request = toRequest(order, newHandId())
      return events.after(() => toOrderView(placeOrder(spot, request)))
    },
    cancelByHand(orderId: number): void {
      events.after(() => cancelOrder(spot, store.findById(orderId)))
    },
    fillPartly(orderId: number, amount: Big | string): void {
      const order = store.findById(orderId)
      if (!order) throw new RangeError(`Cannot fill order ${orderId}: it does not exist`)
      events.after(() => fillResting(spot, order, new Big(amount)))
    },
  }
}

function toRequest(order: HandOrder, clientOrderId: string): OrderRequest {
  const { symbol, side, price, amount, account = 'main' } = order
  return {
    account,
    placedWith: 'by hand',
    market: getMarket(symbol),
    side,
    type: price === undefined ? 'MARKET' : 'LIMIT',
    timeInForce: 'GTC',
    price: price === undefined ? undefined : new Big(price),
    amount: new Big(amount),
    cost: undefined,
    clientOrderId,
  }
}

function positive(amount: Big | string): Big {
  const value = new Big(amount)
  if (value.lte(0)) throw new RangeError(`Cannot move ${value.toFixed()}: not above zero`)
  return value
}
