import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import type { Credentials, Exchange, ExchangeId } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Exchanges } from '../exchange/exchanges.ts'
import { withWrongSecret } from './wrong-secret.ts'

/** The account, and the same key with a wrong secret. */
export interface Connected {
  exchange: Exchange
  wrong: Exchange
}

/** Connects at the first of the exchange's sites that knows the key; at the usual one if none does. */
export async function connect(
  exchanges: Exchanges,
  id: ExchangeId,
  credentials: Credentials,
): Promise<Connected> {
  const sites: (string | undefined)[] = [...(EXCHANGE_FACTS[id].sites ?? [])]
  // In the lane that may use the whole limit: nobody else asks with this key here.
  const opened = (site: string | undefined): Connected => {
    const there = { ...credentials, ...(site !== undefined && { site }) }
    return {
      exchange: exchanges.connect(id, there).exit,
      wrong: exchanges.connect(id, withWrongSecret(there)).exit,
    }
  }
  for (const site of sites) {
    const connected = opened(site)
    if (await isKnown(connected.exchange)) return connected
  }
  return opened(sites[0])
}

async function isKnown(exchange: Exchange): Promise<boolean> {
  try {
    await exchange.fetchRights()
    return true
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    return !['revoked', 'wrong-environment'].includes(error.verdict ?? '')
  }
}
