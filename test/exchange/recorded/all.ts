import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import { BINGX_RECORDED } from './bingx.ts'
import { BITFINEX_RECORDED } from './bitfinex.ts'
import { BITGET_RECORDED } from './bitget.ts'
import { BYBIT_RECORDED } from './bybit.ts'
import { COINBASE_RECORDED } from './coinbase.ts'
import { CRYPTOCOM_RECORDED } from './cryptocom.ts'
import { GATE_RECORDED } from './gate.ts'
import { HTX_RECORDED } from './htx.ts'
import { KRAKEN_RECORDED } from './kraken.ts'
import { KUCOIN_RECORDED } from './kucoin.ts'
import { MEXC_RECORDED } from './mexc.ts'
import { OKX_RECORDED } from './okx.ts'
import type { Recorded } from './recorded.ts'

/** All exchanges but Binance, whose dialect is spoken by a whole server. */
export const RECORDED: Readonly<Record<Exclude<ExchangeId, 'binance'>, Recorded>> = {
  bybit: BYBIT_RECORDED,
  okx: OKX_RECORDED,
  kucoin: KUCOIN_RECORDED,
  bitget: BITGET_RECORDED,
  gate: GATE_RECORDED,
  kraken: KRAKEN_RECORDED,
  mexc: MEXC_RECORDED,
  bingx: BINGX_RECORDED,
  htx: HTX_RECORDED,
  coinbase: COINBASE_RECORDED,
  cryptocom: CRYPTOCOM_RECORDED,
  bitfinex: BITFINEX_RECORDED,
}
