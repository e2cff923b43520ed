import { BINANCE_FACTS } from './binance/help.ts'
import { BINGX_FACTS } from './bingx/help.ts'
import { BITFINEX_FACTS } from './bitfinex/help.ts'
import { BITGET_FACTS } from './bitget/help.ts'
import { BYBIT_FACTS } from './bybit/help.ts'
import { COINBASE_FACTS } from './coinbase/help.ts'
import { CRYPTOCOM_FACTS } from './cryptocom/help.ts'
import type { ExchangeFacts } from '../credentials/exchange-facts.ts'
import type { ExchangeId } from '../exchange-id.ts'
import { GATE_FACTS } from './gate/help.ts'
import { HTX_FACTS } from './htx/help.ts'
import { KRAKEN_FACTS } from './kraken/help.ts'
import { KUCOIN_FACTS } from './kucoin/help.ts'
import { MEXC_FACTS } from './mexc/help.ts'
import { OKX_FACTS } from './okx/help.ts'

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
