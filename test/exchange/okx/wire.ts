import { Big } from 'big.js'
import { isOpen, type Order, type Trade } from '../../../src/playground/paper-exchange/order.ts'
import { FEE_RATE } from '../../../src/playground/paper-exchange/markets.ts'
import { badParameter } from './refusal.ts'
import { instIdOf } from './route.ts'

// As long as OKX's are: more digits than a number keeps.
const FIRST_ID = 1_752_588_852_617_000_000n
const AVERAGE_DECIMALS = 16

const STATES = {
  NEW: 'live',
  PARTIALLY_FILLED: 'partially_filled',
  FILLED: 'filled',
  CANCELED: 'canceled',
  EXPIRED: 'canceled',
  EXPIRED_IN_MATCH: 'canceled',
} satisfies Record<Order['status'], string>

/** Who cancelled it: its owner, an IOC's rest that was not there, or that it would have met its own account. */
const CANCEL_SOURCES: Partial<Record<Order['status'], string>> = {
  CANCELED: '1',
  EXPIRED: '14',
  EXPIRED_IN_MATCH: '32',
}

/** An order's or a bill's number as OKX writes it. */
export function toId(id: number): string {
  return String(FIRST_ID + BigInt(id))
}

/** Back from {@link toId}. @throws {OkxRefusal} 51000 if it is no number. */
export function fromId(name: string, text: string): number {
  if (!/^\d{1,20}$/.test(text)) throw badParameter(name)
  return Number(BigInt(text) - FIRST_ID)
}

/** An order as the details and the lists answer it. */
export function orderOnWire(order: Order, trades: readonly Trade[]) {
  const { id, market, price, amount, side, timeInForce, type, status } = order
  const last = trades.at(-1)
  const fee = trades.reduce((total, trade) => total.plus(trade.fee), new Big(0))
  const average = order.filled.gt(0) ? order.cost.div(order.filled) : undefined
  return {
    accFillSz: order.filled.toFixed(),
    algoClOrdId: '',
    algoId: '',
    attachAlgoClOrdId: '',
    attachAlgoOrds: [],
    avgPx: average?.round(AVERAGE_DECIMALS, Big.roundHalfUp).toFixed() ?? '',
    cTime: timeOf(order.createdAt),
    cancelSource: CANCEL_SOURCES[status] ?? '',
    cancelSourceReason: '',
    category: 'normal',
    ccy: '',
    clOrdId: clientIdOf(order),
    fee: fee.neg().toFixed(),
    feeCcy: side === 'buy' ? market.base : market.quote,
    fillPx: last?.price.toFixed() ?? '',
    fillSz: last?.amount.toFixed() ?? '0',
    fillTime: last ? timeOf(last.at) : '',
    instId: instIdOf(market),
    instType: 'SPOT',
    isTpLimit: 'false',
    lever: '',
    linkedAlgoOrd: { algoId: '' },
    ordId: toId(id),
    ordType:
      type === 'MARKET' ? 'market' : timeInForce === 'GTC' ? 'limit' : timeInForce.toLowerCase(),
    pnl: '0',
    posSide: 'net',
    px: price?.toFixed() ?? '',
    pxType: '',
    pxUsd: '',
    pxVol: '',
    quickMgnType: '',
    rebate: '0',
    rebateCcy: side === 'buy' ? market.quote : market.base,
    reduceOnly: 'false',
    side,
    slOrdPx: '',
    slTriggerPx: '',
    slTriggerPxType: '',
    source: '',
    state: STATES[status],
    stpId: '',
    stpMode: 'cancel_maker',
    sz: amount.toFixed(),
    tag: '',
    tdMode: 'cash',
    tgtCcy: type === 'MARKET' ? 'base_ccy' : '',
    tpOrdPx: '',
    tpTriggerPx: '',
    tpTriggerPxType: '',
    tradeId: last === undefined ? '' : String(last.id),
    tradeQuoteCcy: market.quote,
    uTime: timeOf(order.updatedAt),
  }
}

/** Orders that their owner places in the app have none. */
function clientIdOf({ clientOrderId, placedWith }: Order): string {
  return placedWith === 'by hand' ? '' : clientOrderId
}

/** A fill as `GET /api/v5/trade/fills-history` answers it. */
export function fillOnWire({ id, order, price, amount, fee, feeAsset, maker, at }: Trade) {
  return {
    instType: 'SPOT',
    instId: instIdOf(order.market),
    tradeId: String(id),
    ordId: toId(order.id),
    clOrdId: clientIdOf(order),
    billId: toId(id),
    subType: order.side === 'buy' ? '1' : '2',
    tag: '',
    fillPx: price.toFixed(),
    fillSz: amount.toFixed(),
    fillIdxPx: price.toFixed(),
    fillPnl: '0',
    fillPxVol: '',
    fillPxUsd: '',
    fillMarkVol: '',
    fillFwdPx: '',
    fillMarkPx: '',
    side: order.side,
    posSide: 'net',
    execType: maker ? 'M' : 'T',
    feeCcy: feeAsset,
    fee: fee.neg().toFixed(),
    ts: timeOf(at),
    fillTime: timeOf(at),
    feeRate: FEE_RATE.neg().toFixed(),
    tradeQuoteCcy: order.market.quote,
  }
}

/** Whether OKX still tells of it: of one that was cancelled without a fill for 2 hours, else for 3 months. */
export function isRemembered(order: Order, now: Date): boolean {
  if (isOpen(order)) return true
  const days = order.filled.gt(0) ? 90 : 2 / 24
  return now.getTime() - order.updatedAt.getTime() <= days * 86_400_000
}

/** Milliseconds, as text. */
export function timeOf(date: Date): string {
  return String(date.getTime())
}
