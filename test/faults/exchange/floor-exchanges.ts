import { BINANCE } from '../../../src/exchange/adapters/binance/binance.ts'
import type { CcxtClient } from '../../../src/exchange/ccxt/ccxt-client.ts'
import { openConnection, type Connection } from '../../../src/exchange/ccxt/connection.ts'
import type { Dialect } from '../../../src/exchange/dialect/dialect.ts'
import type { Credentials } from '../../../src/exchange/exchange.ts'
import type { Exchanges } from '../../../src/exchange/exchanges.ts'
import { ExchangeTime } from '../../../src/exchange/ccxt/exchange-time.ts'
import { KeyShares } from '../../../src/exchange/rate-limit/key-shares.ts'
import { Latch } from '../../../src/exchange/ccxt/latch.ts'
import { inFile } from '../../../src/exchange/rate-limit/in-file.ts'
import { MarketCache } from '../../../src/exchange/markets/market-cache.ts'
import { marketsOfLanes } from '../../../src/exchange/markets/public-markets.ts'
import { RateLimit } from '../../../src/exchange/rate-limit/rate-limit.ts'
import { send, type Sender } from '../../../src/exchange/ccxt/send.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import { FloorClient } from './floor-client.ts'
import type { Line } from './line.ts'

/** Binance's dialect, with what reads raw answers put straight to the floor. */
const DIALECT: Dialect = {
  ...BINANCE,
  fetchAccount: (client) => floorOf(client).account(),
  fetchRights: (client) => floorOf(client).rights(),
  find: (client, order) => floorOf(client).findOrder(order),
  findById: (client, symbol, id) => floorOf(client).findOrderById(symbol, id),
  orders: {
    idsOf: ({ id, clientOrderId, symbol }) => ({ id, clientOrderId, market: idOf(symbol) }),
    needs: ['amount', 'filled', 'cost', 'status'],
    parse: (client, row) => floorOf(client).parseOrder(row),
  },
  fetchOpenOrders: (client, symbol) => floorOf(client).fetchOpenOrders(symbol),
  fills: {
    by: 'id',
    perPage: 1000,
    fetch: (client, symbol, page) => floorOf(client).fetchFills(symbol, page),
    rows: {
      idsOf: ({ id, order, symbol }) => ({ id, orderId: order, market: idOf(symbol) }),
      parse: (client, row) => floorOf(client).parseTrade(row),
    },
  },
  fetchPrices: (client, symbols) => floorOf(client).prices(symbols),
  fetchOrderBook: (client, symbol) => floorOf(client).book(symbol),
}

/** The exchange's own name of a symbol. */
function idOf(symbol: unknown): string {
  return String(symbol).replace('/', '')
}

function floorOf(client: CcxtClient): FloorClient {
  if (client instanceof FloorClient) return client
  throw new TypeError('Cannot reach the floor: the client is another')
}

/**
 * The exchanges of one life, over the floor instead of over HTTP. All of the real adapter is in it
 * but ccxt itself: rate limit, clock, windows, and errors read from Binance's own codes.
 */
export function floorExchanges(clock: Clock, line: Line): Exchanges {
  const latch = new Latch('the exchange')
  const { id: name, budgets } = DIALECT
  const limit = new RateLimit({ clock, name, budgets, per: 'address' })
  const keys = new KeyShares(clock, DIALECT, undefined)
  const now = () => clock.now().getTime()
  const clientOf = (credentials: Credentials | undefined, of: Latch) =>
    new FloorClient({ line, latch: of, credentials, timestamp: () => now() - time.ahead() })
  const fetchTime = (): Promise<number> =>
    send(
      sender,
      { request: 'time', attempt: "read the exchange's time", lane: 'exit', latch },
      () => clientOf(undefined, latch).fetchTime(),
    )
  const time = new ExchangeTime(clock, fetchTime)
  const sender: Sender = {
    clock,
    dialect: DIALECT,
    limit,
    inFile: inFile(),
    onRefused: (_, { clockOff }) => {
      if (clockOff) time.expire()
    },
  }
  const newClient = async () => clientOf(undefined, latch)
  const markets = new MarketCache({ sender, newClient, latch })
  const source = marketsOfLanes({ sender, latch, cache: markets, time })
  const connections = new Set<Connection>()

  return {
    markets: (_, lane = 'routine') => source[lane],
    connect(_id, credentials, options = {}) {
      const { release, ...key } = keys.open(credentials)
      const parts = {
        key,
        newClient: async (of: Latch) => clientOf(credentials, of),
        sender,
        time,
        markets,
      }
      const connection = openConnection(parts, {
        ...options,
        onClose: () => {
          if (connections.delete(connection)) release()
        },
      })
      connections.add(connection)
      return connection
    },
    async clockAhead() {
      await time.refresh()
      return time.ahead()
    },
    async close() {
      latch.close()
      for (const connection of connections) connection.close()
      limit.close()
    },
  }
}
