import { BINANCE_FACTS } from './binance-facts.ts'
import { BINGX_FACTS } from './bingx-facts.ts'
import { BITFINEX_FACTS } from './bitfinex-facts.ts'
import { BITGET_FACTS } from './bitget-facts.ts'
import { BYBIT_FACTS } from './bybit-facts.ts'
import { COINBASE_FACTS } from './coinbase-facts.ts'
import { CRYPTOCOM_FACTS } from './cryptocom-facts.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import type { ExchangeId } from './exchange-id.ts'
import { GATE_FACTS } from './gate-facts.ts'
import { HTX_FACTS } from './htx-facts.ts'
import { KRAKEN_FACTS } from './kraken-facts.ts'
import { KUCOIN_FACTS } from './kucoin-facts.ts'
import { MEXC_FACTS } from './mexc-facts.ts'
import { OKX_FACTS } from './okx-facts.ts'

/** Every exchange that can be linked. */
export const EXCHANGE_FACTS: Readonly<Record<ExchangeId, ExchangeFacts>> = {
  binance: BINANCE_FACTS,
  bybit: BYBIT_FACTS,
  okx: OKX_FACTS,
  kucoin: KUCOIN_FACTS,
  bitget: BITGET_FACTS,
  gate: GATE_FACTS,
  kraken: KRAKEN_FACTS,
  mexc: MEXC_FACTS,
  bingx: BINGX_FACTS,
  htx: HTX_FACTS,
  coinbase: COINBASE_FACTS,
  cryptocom: CRYPTOCOM_FACTS,
  bitfinex: BITFINEX_FACTS,
}
