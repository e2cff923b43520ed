import type { Clock } from '../lib/clock.ts'
import { closeAll } from '../lib/close-all.ts'
import type { ConnectOptions, Connection } from './ccxt/connection.ts'
import { DIALECTS } from './adapters/registry.ts'
import { createAgent, type Patience } from './ccxt/dispatcher.ts'
import type { OnAnswer } from './ccxt/answer-listener.ts'
import type { Credentials, ExchangeId, MarketSource, OrderBook } from './exchange.ts'
import type { Lane } from './rate-limit/rate-window.ts'
import type { SharedLimits } from './rate-limit/shared-limits.ts'
import { Venue } from './ccxt/exchange-client.ts'

/** All exchanges, and what their connections share: markets, sockets, clocks, rate limits. */
export interface Exchanges {
  /** Public data. In the lane `exit` for everything that gets a trader out, the screens before it too. */
  markets(id: ExchangeId, lane?: Lane): MarketSource
  /** Opens one account; nothing is sent yet. */
  connect(id: ExchangeId, credentials: Credentials, options?: ConnectOptions): Connection
  /** Milliseconds by which our clock is ahead of the exchange's; negative when it is behind. */
  clockAhead(id: ExchangeId): Promise<number>
  /** Closes every connection and cuts off what is on its way. */
  close(): Promise<void>
}

/** The same, for a live check of one. */
export interface CheckableExchanges extends Exchanges {
  /** Asks for the book of a market that does not exist, named in the form of `symbol`'s: how is that refused? */
  fetchBookOfNone(id: ExchangeId, symbol: string): Promise<OrderBook>
}

/** What all exchanges are opened with. */
export interface ExchangesOptions {
  clock: Clock
  /** Where an exchange's traffic goes instead of to the exchange itself, e.g. a relay. */
  origins: Partial<Record<ExchangeId, string>>
  /** 9 seconds idle and 20 in all, if not said. */
  patience?: Patience
  /** Left out when nobody else sends from this address, and nobody did before. */
  shared?: SharedLimits
  /** Sees each answer as it came, before it is read: for a live check of an exchange. */
  onAnswer?: OnAnswer
}

const PATIENCE: Patience = { idleMs: 9_000, totalMs: 20_000 }

/** Opens nothing and sends nothing until it is used. */
export function createExchanges({
  clock,
  origins,
  patience = PATIENCE,
  shared,
  onAnswer,
}: ExchangesOptions): CheckableExchanges {
  const agent = createAgent(patience)
  const venues = new Map<ExchangeId, Venue>()
  const venueOf = (id: ExchangeId): Venue => {
    const known = venues.get(id)
    if (known) return known
    const [dialect, origin] = [DIALECTS[id], origins[id]]
    const venue = new Venue({ clock, agent, patience, dialect, origin, shared, onAnswer })
    venues.set(id, venue)
    return venue
  }

  return {
    markets: (id, lane = 'routine') => venueOf(id).markets[lane],
    connect: (id, credentials, options = {}) => venueOf(id).connect(credentials, options),
    clockAhead: (id) => venueOf(id).clockAhead(),
    fetchBookOfNone: (id, symbol) => venueOf(id).fetchBookOfNone(symbol),
    close() {
      const open = [...venues.values()].map((venue) => () => venue.close())
      return closeAll([...open, () => agent.destroy()])
    },
  }
}
