import type { OrderView } from '../../src/playground/paper-exchange/paper-exchange.ts'

/** A resting order of which nothing has filled, as Binance lists it. */
export function openOrderOnWire(order: OrderView) {
  const { id, symbol, clientOrderId, side, price, amount, createdAt } = order
  return {
    symbol: symbol.replace('/', ''),
    orderId: id,
    clientOrderId,
    price: price?.toFixed(),
    origQty: amount.toFixed(),
    executedQty: '0',
    cummulativeQuoteQty: '0',
    status: 'NEW',
    timeInForce: 'GTC',
    type: 'LIMIT',
    side: side.toUpperCase(),
    time: createdAt.getTime(),
    updateTime: createdAt.getTime(),
    isWorking: true,
  }
}
