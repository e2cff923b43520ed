import type { CcxtClient } from '../../../src/exchange/ccxt/ccxt-client.ts'
import { openConnection } from '../../../src/exchange/ccxt/connection.ts'
import type { Dialect } from '../../../src/exchange/dialect/dialect.ts'
import { DIALECTS } from '../../../src/exchange/adapters/registry.ts'
import type { Credentials, ExchangeId } from '../../../src/exchange/exchange.ts'
import type { Exchanges } from '../../../src/exchange/exchanges.ts'
import { ExchangeTime } from '../../../src/exchange/ccxt/exchange-time.ts'
import { KeyShares } from '../../../src/exchange/rate-limit/key-shares.ts'
import { Latch } from '../../../src/exchange/ccxt/latch.ts'
import { inFile } from '../../../src/exchange/rate-limit/in-file.ts'
import { MarketCache } from '../../../src/exchange/markets/market-cache.ts'
import { RateLimit } from '../../../src/exchange/rate-limit/rate-limit.ts'
import { send, type Sender } from '../../../src/exchange/ccxt/send.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import type { Sky } from './sky.ts'

type Venue = Pick<Exchanges, 'connect'> & { time: ExchangeTime; close: () => void }

/**
 * All exchanges over the sky instead of over HTTP. Of the real adapter all is in it that a probe goes
 * through but ccxt: rate limits, clocks, and each exchange's own table of errors.
 */
export function weekExchanges(clock: Clock, start: number, sky: Sky): Exchanges {
  const venues = new Map<ExchangeId, Venue>()
  const venueOf = (id: ExchangeId): Venue => {
    const venue = venues.get(id) ?? openVenue(id, clock, start, sky)
    venues.set(id, venue)
    return venue
  }
  return {
    markets: () => {
      throw new TypeError('Cannot give markets: the watch needs none')
    },
    connect: (id, credentials, options) => venueOf(id).connect(id, credentials, options),
    async clockAhead(id) {
      const { time } = venueOf(id)
      await time.refresh()
      return time.ahead()
    },
    async close() {
      for (const { close } of venues.values()) close()
    },
  }
}

function openVenue(id: ExchangeId, clock: Clock, start: number, sky: Sky): Venue {
  const now = (): number => clock.now().getTime()
  const dialect: Dialect = {
    ...DIALECTS[id],
    fetchRights: async ({ apiKey }) => sky.rights(id, apiKey, now() - time.ahead() - start),
  }
  const latch = new Latch('the exchange')
  const limit = new RateLimit({ clock, name: id, budgets: dialect.budgets, per: 'address' })
  const keys = new KeyShares(clock, dialect, undefined)
  const fetchTime = (): Promise<number> =>
    send(
      sender,
      { request: 'time', attempt: "read the exchange's time", lane: 'exit', latch },
      async () => start + sky.time(id),
    )
  const time = new ExchangeTime(clock, fetchTime)
  const sender: Sender = {
    clock,
    dialect,
    limit,
    inFile: inFile(),
    onRefused: (_, { clockOff }) => {
      if (clockOff) time.expire()
    },
  }
  const newClient = async () => clientOf(undefined)
  const markets = new MarketCache({ sender, newClient, latch })
  return {
    time,
    connect(_, credentials, options = {}) {
      const { release, ...key } = keys.open(credentials)
      let isOpen = true
      return openConnection(
        { key, newClient: async () => clientOf(credentials), sender, time, markets },
        {
          ...options,
          onClose: () => {
            if (isOpen) release()
            isOpen = false
          },
        },
      )
    },
    close() {
      latch.close()
      limit.close()
    },
  }
}

/** Only who asks is of interest. */
function clientOf(credentials: Credentials | undefined): CcxtClient {
  const { apiKey = '', secret = '' } = credentials ?? {}
  const client: Partial<CcxtClient> = { apiKey, secret }
  return client as CcxtClient
}
