import { createHash } from 'node:crypto'
import { Big } from 'big.js'
import {
  amountOf,
  dateOf,
  decimalOf,
  given,
  isRow,
  partOf,
  rowOf,
  textOf,
  wordsOf,
  type Row,
} from '../../dialect/answer-parts.ts'
import { toBalances } from '../../dialect/balances.ts'
import type { CcxtClient } from '../../ccxt/ccxt-client.ts'
import { costsOf, fromPool } from '../../dialect/costs.ts'
import type { Dialect } from '../../dialect/dialect.ts'
import { rawOf } from '../../dialect/error-table.ts'
import { ORDER_WINDOW_MS } from '../../exchange.ts'
import { KRAKEN_ERRORS } from './error-table.ts'
import { KRAKEN_FILLS } from './fills.ts'
import { KRAKEN_FACTS } from './help.ts'
import { rowsById } from './rows-by-id.ts'
import type { OrderRows } from '../../dialect/open-rows.ts'
import { toLevels, toPrices } from '../../dialect/public-data.ts'
import { RIGHTS_UNREPORTED } from '../../dialect/rights.ts'

/**
 * How far ahead an order's deadline is when it leaves at the last moment. Kraken refuses one that is less
 * than 2 s ahead when it arrives: https://docs.kraken.com/api/docs/rest-api/add-order
 */
const DEADLINE_AHEAD_MS = 5_000

/** "XBT.F" earns by itself and trades as XBT does; "DOT.S", "XBT.M" and the like can't be sold as they are. */
const EARNS_AND_TRADES = /\.F$/

const ORDERS: OrderRows = {
  idsOf: ({ id, cl_ord_id, descr }) => {
    const { pair, leverage } = isRow(descr) ? descr : {}
    const isMargin = (textOf(leverage) ?? 'none') !== 'none'
    return { id, clientOrderId: cl_ord_id, market: isMargin ? undefined : pair }
  },
  needs: ['vol', 'vol_exec', 'status'],
}

/** Kraken spot. */
export const KRAKEN: Dialect = {
  id: 'kraken',
  facts: KRAKEN_FACTS,
  // https://docs.kraken.com/api/docs/guides/spot-rest-ratelimits: of an unverified account's counter 15, one gone in 3 s.
  budgets: {
    counter: { weight: 15, seconds: 45, per: 'key' },
    orders: { weight: 60, seconds: 60, per: 'key' },
    ip: { weight: 60, seconds: 60, per: 'address' },
  },
  costs: costsOf(
    {
      account: 2,
      fills: 2,
      orderFills: 3,
      order: 2,
      place: fromPool('orders'),
      cancel: fromPool('orders', 4), // the sooner after its placement, the dearer
      markets: 2,
    },
    { private: fromPool('counter'), public: fromPool('ip') },
  ),
  errors: KRAKEN_ERRORS,
  // ccxt 4.5.84 reads the decimals of a price, of which not all need to be a multiple of the tick.
  sizesOf({ info, precision }) {
    const tickSize = textOf(info['tick_size'])
    if (tickSize === undefined || precision.amount === undefined) return undefined
    return { tickSize: new Big(tickSize), stepSize: new Big(precision.amount) }
  },
  // Where only limit orders are taken, ours are.
  isTradable: ({ info }) => ['online', 'limit_only'].includes(textOf(info['status']) ?? 'online'),
  oneAtATime: true,
  // The matching engine itself drops an order whose deadline is over: nothing rests on the nonce. Where two
  // processes ask with one key at once (a tick here, "Check now" there), the one whose nonce comes late is
  // refused, reads that as "unavailable", and asks again.
  orderWindowMs: ORDER_WINDOW_MS + DEADLINE_AHEAD_MS,
  remembersMs: 24 * 3_600_000,

  async place(client, order, timestamp) {
    const { symbol, side, amount, price, timeInForce, clientOrderId } = order
    const answer = await client.request('AddOrder', 'private', 'POST', {
      pair: client.market(symbol).id,
      type: side,
      ordertype: 'limit',
      volume: amount.toFixed(),
      price: price.toFixed(),
      timeinforce: timeInForce,
      // By its documents a sell's fee is taken in the base, if not said, while trades tell all fees in the quote.
      oflags: 'fciq',
      cl_ord_id: clientOrderId,
      deadline: new Date(timestamp + ORDER_WINDOW_MS + DEADLINE_AHEAD_MS).toISOString(),
    })
    return { id: given(partOf(answer, 'result', 'txid', 0), 'order id'), symbol }
  },

  async cancel(client, { clientOrderId: cl_ord_id }) {
    const answer = await client.request('CancelOrder', 'private', 'POST', { cl_ord_id })
    return textOf(partOf(answer, 'result', 'count')) === '0' ? undefined : {}
  },

  // The fetchOrder of ccxt 4.5.84 sends our id as `userref`, which is a number.
  async find(client, { clientOrderId: cl_ord_id }) {
    const open = await client.request('OpenOrders', 'private', 'POST', { cl_ord_id })
    const [resting] = rowsById(partOf(open, 'result', 'open'))
    if (resting) return resting
    const closed = await client.request('ClosedOrders', 'private', 'POST', { cl_ord_id })
    return rowsById(partOf(closed, 'result', 'closed'))[0]
  },

  async findById(client, _symbol, txid) {
    const answer = await client.request('QueryOrders', 'private', 'POST', { txid })
    return rowsById(partOf(answer, 'result')).find((row) => row['id'] === txid)
  },

  orders: ORDERS,
  async fetchOpenOrders(client) {
    const answer = await client.request('OpenOrders', 'private', 'POST', {})
    return rowsById(partOf(answer, 'result', 'open'))
  },

  fills: KRAKEN_FILLS,

  mergesHours: true,

  async fetchAccount(client) {
    // Not both at once: the second would carry the lower nonce if it overtook the first.
    const key = await readKey(client)
    const balances = rowOf(
      partOf(await client.request('BalanceEx', 'private', 'POST', {}), 'result'),
    )
    return {
      // The account's own number, in the form of an IBAN.
      uid: key === undefined ? accountOfKey(client) : given(key['iban'], 'account number'),
      canTrade: key === undefined || mayTrade(wordsOf(key['permissions'])),
      balances: toBalances(
        client,
        Object.entries(balances)
          .map(([name, amounts]) => ({ coin: name.replace(EARNS_AND_TRADES, ''), amounts }))
          .filter(({ coin }) => !coin.includes('.')),
        {
          coin: ({ coin }) => coin,
          amounts({ amounts }) {
            const { balance, hold_trade } = rowOf(amounts)
            const used = decimalOf(hold_trade)
            return { free: amountOf(balance).minus(used), used }
          },
        },
      ),
    }
  },

  async fetchRights(client) {
    const key = await readKey(client)
    if (key === undefined) {
      // That it may read the balances is all that can be found out.
      rowOf(partOf(await client.request('BalanceEx', 'private', 'POST', {}), 'result'))
      return RIGHTS_UNREPORTED
    }
    const rights = wordsOf(key['permissions'])
    return {
      read: rights.includes('query-funds') && rights.includes('query-open-trades'),
      trade: mayTrade(rights),
      withdraw: rights.includes('withdraw-funds'),
      ipBound: wordsOf(key['ipAllowlist'] ?? key['ip_allowlist']).length > 0,
      createdAt: secondsOf(key['createdTime'] ?? key['created_time']),
      expiresAt: secondsOf(key['validUntil'] ?? key['valid_until']),
    }
  },

  async fetchPrices(client, symbols) {
    const of = { pair: symbols.map((symbol) => client.market(symbol).id).join(',') }
    const answer = await client.request('Ticker', 'public', 'GET', of)
    return toPrices(
      client,
      symbols,
      Object.entries(rowOf(partOf(answer, 'result'))).map(([id, row]) => [id, partOf(row, 'c', 0)]),
    )
  },

  async fetchOrderBook(client, symbol) {
    const of = { pair: client.market(symbol).id, count: 100 }
    const answer = await client.request('Depth', 'public', 'GET', of)
    const [book] = Object.values(rowOf(partOf(answer, 'result')))
    return { bids: toLevels(partOf(book, 'bids')), asks: toLevels(partOf(book, 'asks')) }
  },
}

/** To cancel is a permission of its own. */
function mayTrade(rights: readonly string[]): boolean {
  return rights.includes('modify-trades') && rights.includes('close-trades')
}

/**
 * What Kraken reports about the key; its field names come in camelCase, as documented, or in snake_case.
 * Undefined on accounts for which Kraken does not know that question.
 */
async function readKey(client: CcxtClient): Promise<Row | undefined> {
  try {
    return rowOf(partOf(await client.request('GetApiKeyInfo', 'private', 'POST', {}), 'result'))
  } catch (error) {
    if (rawOf(KRAKEN_ERRORS, error) === 'EGeneral:Unknown method') return undefined
    throw error
  }
}

/** Nothing else says whose account it is: then each key counts as an account of its own. */
function accountOfKey({ apiKey }: CcxtClient): string {
  return `key ${createHash('sha256').update(apiKey).digest('hex').slice(0, 16)}`
}

/** Zero means: never. */
function secondsOf(value: unknown): Date | undefined {
  const seconds = Number(textOf(value) ?? 0)
  return seconds > 0 ? dateOf(seconds * 1000) : undefined
}
