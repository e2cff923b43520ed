import { BINANCE_FACTS } from './binance-facts.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import type { ExchangeId } from './exchange.ts'

/** Every exchange that can be linked, in the order in which traders see them. */
export const EXCHANGE_FACTS: Readonly<Record<ExchangeId, ExchangeFacts>> = {
  binance: BINANCE_FACTS,
}
