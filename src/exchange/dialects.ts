import { BINANCE } from './binance.ts'
import { BINGX } from './bingx.ts'
import { BITFINEX } from './bitfinex.ts'
import { BITGET } from './bitget.ts'
import { BYBIT } from './bybit.ts'
import { COINBASE } from './coinbase.ts'
import { CRYPTOCOM } from './cryptocom.ts'
import type { Dialect } from './dialect.ts'
import type { ExchangeId } from './exchange-id.ts'
import { GATE } from './gate.ts'
import { HTX } from './htx.ts'
import { KRAKEN } from './kraken.ts'
import { KUCOIN } from './kucoin.ts'
import { MEXC } from './mexc.ts'
import { OKX } from './okx.ts'

/** How each exchange is spoken to. */
export const DIALECTS: Readonly<Record<ExchangeId, Dialect>> = {
  binance: BINANCE,
  bybit: BYBIT,
  okx: OKX,
  kucoin: KUCOIN,
  bitget: BITGET,
  gate: GATE,
  kraken: KRAKEN,
  mexc: MEXC,
  bingx: BINGX,
  htx: HTX,
  coinbase: COINBASE,
  cryptocom: CRYPTOCOM,
  bitfinex: BITFINEX,
}
