import { BINANCE } from './binance/binance.ts'
import { BINGX } from './bingx/bingx.ts'
import { BITFINEX } from './bitfinex/bitfinex.ts'
import { BITGET } from './bitget/bitget.ts'
import { BYBIT } from './bybit/bybit.ts'
import { COINBASE } from './coinbase/coinbase.ts'
import { CRYPTOCOM } from './cryptocom/cryptocom.ts'
import type { ExchangeFacts } from '../credentials/exchange-facts.ts'
import type { Dialect } from '../dialect/dialect.ts'
import { EXCHANGE_IDS, type ExchangeId } from '../exchange-id.ts'
import { GATE } from './gate/gate.ts'
import { HTX } from './htx/htx.ts'
import { KRAKEN } from './kraken/kraken.ts'
import { KUCOIN } from './kucoin/kucoin.ts'
import { MEXC } from './mexc/mexc.ts'
import { OKX } from './okx/okx.ts'

/** Every exchange that Undock speaks to, and how. None of ccxt is loaded before one of them is used. */
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

/** What people should know of each. */
export const EXCHANGE_FACTS = Object.fromEntries(
  EXCHANGE_IDS.map((id) => [id, DIALECTS[id].facts]),
) as Readonly<Record<ExchangeId, ExchangeFacts>>
