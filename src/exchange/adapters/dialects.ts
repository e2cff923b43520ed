import { BINANCE } from './binance/binance.ts'
import { BINGX } from './bingx/bingx.ts'
import { BITFINEX } from './bitfinex/bitfinex.ts'
import { BITGET } from './bitget/bitget.ts'
import { BYBIT } from './bybit/bybit.ts'
import { COINBASE } from './coinbase/coinbase.ts'
import { CRYPTOCOM } from './cryptocom/cryptocom.ts'
import type { Dialect } from '../dialect/dialect.ts'
import type { ExchangeId } from '../exchange-id.ts'
import { GATE } from './gate/gate.ts'
import { HTX } from './htx/htx.ts'
import { KRAKEN } from './kraken/kraken.ts'
import { KUCOIN } from './kucoin/kucoin.ts'
import { MEXC } from './mexc/mexc.ts'
import { OKX } from './okx/okx.ts'

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
