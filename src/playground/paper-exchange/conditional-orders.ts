import { Big } from 'big.js'
import { getMarket } from './markets.ts'
import type { MatchingDeps } from './matching.ts'
import { neededLock, type Condition, type Order } from './order.ts'
import { orderRejected } from './refusal.ts'
import type { ForeignOrder } from './views.ts'

/**
 * Places an order of the owner's own that waits for something else than its price. The answer has two orders for
 * a pair of which one cancels the other: its coins are locked once.
 *
 * @throws {Refusal} -2010 if too little is free.
 */
export function placeConditional(
  deps: MatchingDeps,
  order: ForeignOrder,
  newId: () => string,
): Order[] {
  if (order.type !== 'OCO') {
    const { price, stopPrice, trailingDelta } = order
    const condition = { stopPrice: big(stopPrice), trailingDelta, locks: locksOf(order) }
    return [rest(deps, { ...toOrder(deps, order, newId()), type: order.type, condition }, price)]
  }
  const listId = deps.store.nextOrderId()
  const above = { listId, locks: locksOf(order) }
  const below = { listId, stopPrice: big(order.stopPrice), locks: new Big(0) }
  const leg = (type: Order['type'], condition: Condition, price = order.price) =>
    rest(deps, { ...toOrder(deps, order, newId()), type, condition }, price)
  return [leg('LIMIT_MAKER', above), leg('STOP_LOSS_LIMIT', below, order.stopPrice)]
}

function toOrder({ clock, store }: MatchingDeps, order: ForeignOrder, clientOrderId: string) {
  const { account = 'main', symbol, side, amount, cost } = order
  return {
    account,
    placedWith: 'by hand',
    market: getMarket(symbol),
    side,
    timeInForce: 'GTC',
    clientOrderId,
    id: store.nextOrderId(),
    amount: new Big(amount ?? 0),
    wantedCost: big(cost),
    filled: new Big(0),
    cost: new Big(0),
    status: 'NEW',
    createdAt: clock.now(),
    updatedAt: clock.now(),
  } as const
}

function rest(
  deps: MatchingDeps,
  rested: Omit<Order, 'price'>,
  price: Big | string | undefined,
): Order {
  const order = { ...rested, price: big(price) }
  const { asset, amount } = neededLock(order)
  if (deps.ledger.get(order.account, asset).free.lt(amount)) {
    throw orderRejected('Account has insufficient balance for requested action.')
  }
  deps.ledger.add(order.account, asset, { free: amount.neg(), locked: amount })
  deps.store.insert(order)
  deps.onOrder(order)
  return order
}

function locksOf({ side, amount = '0', cost, price, stopPrice }: ForeignOrder): Big {
  if (side === 'sell') return new Big(amount)
  return new Big(cost ?? new Big(amount).times(price ?? stopPrice ?? 0))
}

function big(value: Big | string | undefined): Big | undefined {
  return value === undefined ? undefined : new Big(value)
}
