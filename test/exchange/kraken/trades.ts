import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import type { Fields } from './fields.ts'
import { isBetween } from './orders.ts'
import type { KrakenDeps, PrivateRoutes } from './route.ts'
import { tradeIdOf, tradeRow } from './rows.ts'

const PER_PAGE = 50
const MOST_QUERIED = 20

/** What an account's orders filled. */
export const tradeRoutes: PrivateRoutes = {
  TradesHistory: { permissions: ['query-closed-trades'], points: 2, answer: history },
  QueryTrades: { permissions: ['query-closed-trades'], points: 1, answer: queryTrades },
}

/**
 * Those of all pairs, 50 at a time from `ofs` on, the newest first, with the number of all.
 * https://docs.kraken.com/api-reference/account-data/get-trades-history
 */
function history({ spot }: KrakenDeps, fields: Fields, { account }: ApiKey) {
  const [start, end] = [fields.findNumber('start') ?? 0, fields.findNumber('end') ?? Infinity]
  const found = spot.store
    .listTrades(account)
    .map((trade) => [tradeIdOf(trade), tradeRow(trade)] as const)
    .filter(([, { time }]) => isBetween(time, start, end))
    .toReversed()
  const from = fields.findNumber('ofs') ?? 0
  const trades = Object.fromEntries(found.slice(from, from + PER_PAGE))
  return { trades, ...(!fields.is('without_count') && { count: found.length }) }
}

/** Up to 20, by their ids. Those that are not there are left out. */
function queryTrades({ spot }: KrakenDeps, fields: Fields, { account }: ApiKey) {
  const wanted = new Set(fields.list('txid', MOST_QUERIED))
  return Object.fromEntries(
    spot.store
      .listTrades(account)
      .map((trade) => [tradeIdOf(trade), trade] as const)
      .filter(([id]) => wanted.has(id))
      .map(([id, trade]) => [id, tradeRow(trade)]),
  )
}
