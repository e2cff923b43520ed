import { Big } from 'big.js'
import { FEE_RATE } from '../../../src/playground/paper-exchange/markets.ts'
import {
  isOpen,
  remaining,
  type Order,
  type Trade,
} from '../../../src/playground/paper-exchange/order.ts'
import { executionIdOf, type Gateway } from './gateway.ts'

/** An order as `GET /v5/order/realtime` and the history tell it. */
export function orderRow(gateway: Gateway, order: Order, trades: readonly Trade[]) {
  const { market, filled, cost, createdAt, updatedAt } = order
  const left = isOpen(order) ? remaining(order) : new Big(0)
  return {
    orderId: gateway.idOf(order),
    orderLinkId: order.clientOrderId,
    blockTradeId: '',
    symbol: market.id,
    price: (order.price ?? new Big(0)).toFixed(),
    qty: order.amount.toFixed(),
    side: sideOf(order),
    isLeverage: '0',
    positionIdx: 0,
    ...endOf(gateway, order),
    avgPrice: filled.gt(0) ? cost.div(filled).toFixed() : '',
    leavesQty: left.toFixed(),
    leavesValue: left.times(order.price ?? 0).toFixed(),
    cumExecQty: filled.toFixed(),
    cumExecValue: cost.toFixed(),
    cumExecFee: trades.reduce((sum, { fee }) => sum.plus(fee), new Big(0)).toFixed(),
    timeInForce: order.type === 'MARKET' ? 'IOC' : order.timeInForce,
    orderType: typeOf(order),
    stopOrderType: '',
    orderIv: '',
    marketUnit: order.type === 'MARKET' ? 'baseCoin' : '',
    triggerPrice: '0.000',
    takeProfit: '',
    stopLoss: '',
    ocoTriggerBy: '',
    tpTriggerBy: '',
    slTriggerBy: '',
    triggerDirection: 0,
    triggerBy: '',
    basePrice: '',
    reduceOnly: false,
    closeOnTrigger: false,
    placeType: '',
    smpType: 'None',
    smpGroup: 0,
    smpOrderId: '',
    createdTime: String(createdAt.getTime()),
    updatedTime: String(updatedAt.getTime()),
    cumFeeDetail: feesByCoin(trades),
  }
}

/** What ended an order: https://bybit-exchange.github.io/docs/v5/enum#canceltype */
function endOf(gateway: Gateway, order: Order) {
  const end = (orderStatus: string, cancelType = 'UNKNOWN', rejectReason = 'EC_NoError') => ({
    orderStatus,
    cancelType,
    rejectReason,
  })
  const reason = gateway.rejectReasonOf(order)
  if (reason !== undefined) return end('Rejected', 'UNKNOWN', reason)
  const cancelled = order.filled.gt(0) ? 'PartiallyFilledCanceled' : 'Cancelled'
  switch (order.status) {
    case 'NEW':
      return end('New')
    case 'PARTIALLY_FILLED':
      return end('PartiallyFilled')
    case 'FILLED':
      return end('Filled')
    case 'CANCELED':
      return end(cancelled, 'CancelByUser', 'EC_PerCancelRequest')
    case 'EXPIRED':
      return end(cancelled, 'UNKNOWN', 'EC_NoImmediateQtyToFill')
    case 'EXPIRED_IN_MATCH':
      return end(cancelled, 'CancelBySmp', 'EC_BySelfMatch')
  }
}

/** A fill as `GET /v5/execution/list` tells it; `leaves` is what was left of its order after it. */
export function executionRow(gateway: Gateway, trade: Trade, leaves = new Big(0)) {
  const { order, price, amount, cost, fee, feeAsset, maker, at } = trade
  return {
    symbol: order.market.id,
    orderId: gateway.idOf(order),
    orderLinkId: order.clientOrderId,
    side: sideOf(order),
    orderPrice: (order.price ?? new Big(0)).toFixed(),
    orderQty: order.amount.toFixed(),
    leavesQty: leaves.toFixed(),
    orderType: typeOf(order),
    stopOrderType: '',
    execFee: fee.toFixed(),
    feeCurrency: feeAsset,
    feeRate: FEE_RATE.toFixed(),
    execId: executionIdOf(trade),
    execPrice: price.toFixed(),
    execQty: amount.toFixed(),
    execType: 'Trade',
    execValue: cost.toFixed(),
    execTime: String(at.getTime()),
    isMaker: maker,
    tradeIv: '',
    markIv: '',
    markPrice: '',
    indexPrice: '',
    underlyingPrice: '',
    blockTradeId: '',
    closedSize: '',
    extraFees: '',
    seq: trade.id,
  }
}

function feesByCoin(trades: readonly Trade[]): Record<string, string> {
  const byCoin = Map.groupBy(trades, ({ feeAsset }) => feeAsset)
  const sumOf = (of: Trade[]) => of.reduce((sum, { fee }) => sum.plus(fee), new Big(0)).toFixed()
  return Object.fromEntries([...byCoin].map(([coin, of]) => [coin, sumOf(of)]))
}

function sideOf({ side }: Order): 'Buy' | 'Sell' {
  return side === 'buy' ? 'Buy' : 'Sell'
}

function typeOf({ type }: Order): 'Market' | 'Limit' {
  return type === 'MARKET' ? 'Market' : 'Limit'
}
