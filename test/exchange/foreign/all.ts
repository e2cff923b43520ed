import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import { RECORDED } from '../recorded/all.ts'
import { BINANCE_ANSWERS, BINANCE_FOREIGN } from './binance.ts'
import { BINGX_FOREIGN } from './bingx.ts'
import { BITFINEX_FOREIGN } from './bitfinex.ts'
import { BITGET_FOREIGN } from './bitget.ts'
import { BYBIT_FOREIGN } from './bybit.ts'
import { COINBASE_FOREIGN } from './coinbase.ts'
import { CRYPTOCOM_FOREIGN } from './cryptocom.ts'
import type { Foreign, Json } from './foreign.ts'
import { GATE_FOREIGN } from './gate.ts'
import { HTX_FOREIGN } from './htx.ts'
import { KRAKEN_FOREIGN } from './kraken.ts'
import { KUCOIN_FOREIGN } from './kucoin.ts'
import { MEXC_FOREIGN } from './mexc.ts'
import { OKX_FOREIGN } from './okx.ts'

export const FOREIGN: Readonly<Record<ExchangeId, Foreign>> = {
  binance: BINANCE_FOREIGN,
  bybit: BYBIT_FOREIGN,
  okx: OKX_FOREIGN,
  kucoin: KUCOIN_FOREIGN,
  bitget: BITGET_FOREIGN,
  gate: GATE_FOREIGN,
  kraken: KRAKEN_FOREIGN,
  mexc: MEXC_FOREIGN,
  bingx: BINGX_FOREIGN,
  htx: HTX_FOREIGN,
  coinbase: COINBASE_FOREIGN,
  cryptocom: CRYPTOCOM_FOREIGN,
  bitfinex: BITFINEX_FOREIGN,
}

/** What an exchange answers while our order rests, free to be changed. */
export function answersOf(id: ExchangeId): Record<string, Json> {
  const answers = id === 'binance' ? BINANCE_ANSWERS : RECORDED[id].answers('open')
  const copy = structuredClone<Record<string, Json>>(answers)
  FOREIGN[id].more?.(copy)
  return copy
}
