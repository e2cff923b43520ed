import { expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { inJson, type Planted } from './front.ts'
import { openLocal, runTry } from './support.ts'

type Row = Record<string, unknown>

const BINANCE = 'Binance (paper exchange)'

/** The same with one field changed in each row of a list. */
const inRows = (rows: Row[], change: (row: Row) => Row) => rows.map((row) => change(row))

const renamed =
  (from: string, to: string) =>
  ({ [from]: value, ...rest }: Row): Row => ({ ...rest, [to]: value })

const without =
  (name: string) =>
  (row: Row): Row =>
    Object.fromEntries(Object.entries(row).filter(([key]) => key !== name))

/** Bybit's answer with its list changed. */
const inBybitList = (change: (row: Row) => Row) =>
  inJson((body: { result: Row & { list: Row[] } }) => ({
    ...body,
    result: { ...body.result, list: inRows(body.result.list, change) },
  }))

const PLANTED: readonly [what: string, on: string, planted: Planted, named: readonly string[]][] = [
  [
    'a field that is missing',
    BINANCE,
    { at: 'GET /api/v3/account', change: inJson(without('uid')) },
    ['DIFFERS    balances', 'GET /api/v3/account, HTTP 200', '- uid: missing'],
  ],
  [
    'a field that is missing, and would be read as zero',
    'Bybit',
    {
      at: 'GET /v5/account/wallet-balance',
      change: inBybitList(({ coin, ...rest }) => ({
        ...rest,
        coin: inRows(coin as Row[], without('locked')),
      })),
    },
    ['DIFFERS    balances', '- result.list[].coin[].locked: missing'],
  ],
  [
    'a number as text where we want a number',
    BINANCE,
    {
      at: 'GET /api/v3/account',
      change: inJson((body: Row) => ({ ...body, updateTime: String(body['updateTime']) })),
    },
    ['DIFFERS    balances', '- updateTime: decimal text instead of number'],
  ],
  [
    'text as a number where we want text',
    BINANCE,
    {
      at: 'GET /api/v3/depth',
      change: inJson((book: { bids: string[][] }) => ({
        ...book,
        bids: book.bids.map((level) => level.map(Number)),
      })),
    },
    ['- bids[][]: number instead of decimal text'],
  ],
  [
    'a field with another name',
    'OKX',
    {
      at: 'GET /api/v5/account/balance',
      change: inJson((body: { data: { details: Row[] }[] }) => ({
        ...body,
        data: body.data.map(({ details, ...rest }) => ({
          ...rest,
          details: inRows(details, renamed('availBal', 'availableBalance')),
        })),
      })),
    },
    [
      'DIFFERS    balances',
      'a balance could not be read: Cannot read answer: no amount',
      '- data[].details[].availBal: missing',
      'availableBalance',
    ],
  ],
  [
    'null instead of a list',
    'Bybit',
    {
      at: 'GET /v5/order/realtime',
      change: inJson((body: { result: Row }) => ({
        ...body,
        result: { ...body.result, list: null },
      })),
    },
    ['DIFFERS    open orders on a symbol', '- result.list: null instead of list'],
  ],
  [
    'a page of HTML',
    BINANCE,
    {
      at: 'GET /api/v3/depth',
      change: () => ({ status: 200, body: '<html><body>Just a moment</body></html>' }),
    },
    ['DIFFERS    an order book', 'GET /api/v3/depth, HTTP 200', '- the answer is no JSON'],
  ],
  [
    'another code for an order that is not there',
    BINANCE,
    {
      at: 'GET /api/v3/order',
      change: () => ({ status: 400, body: '{"code":-2099,"msg":"Unknown order"}' }),
    },
    ['DIFFERS    an order that does not exist, by our id', 'unavailable, -2099'],
  ],
  [
    'HTTP 500 with JSON',
    BINANCE,
    {
      at: 'GET /api/v3/myTrades',
      change: () => ({ status: 500, body: '{"code":-1000,"msg":"internal"}' }),
    },
    ['DIFFERS    fills of the last week on a symbol', '- a refusal: HTTP 500, code -1000'],
  ],
  [
    'a page without its cursor',
    'Bybit',
    {
      at: 'GET /v5/order/realtime',
      change: inJson(({ result, ...rest }: { result: Row }) => ({
        ...rest,
        result: without('nextPageCursor')(result),
      })),
    },
    ['DIFFERS    all open orders', '- result.nextPageCursor: missing'],
  ],
  [
    'a status of an order that nobody knows',
    BINANCE,
    {
      at: 'GET /api/v3/openOrders',
      change: inJson((rows: Row[]) => inRows(rows, (row) => ({ ...row, status: 'SLEEPING' }))),
    },
    [
      'DIFFERS    open orders on a symbol',
      'the status of an order could not be read: a word of 8 letters that we do not know',
    ],
  ],
  [
    'a fee without its coin',
    'Bybit',
    {
      at: 'GET /v5/execution/list',
      change: inBybitList((row) => ({ ...row, feeCurrency: '' })),
    },
    ['DIFFERS    fills of the last week on a symbol', "the fee of 1 of 1 fills can't be read"],
  ],
  [
    'a row that cannot be read',
    'OKX',
    {
      at: 'GET /api/v5/trade/orders-pending',
      change: inJson((body: { data: Row[] }) => ({
        ...body,
        data: inRows(body.data, (row) => ({ ...row, accFillSz: '' })),
      })),
    },
    ['DIFFERS    all open orders', 'an order could not be read: Cannot read order: no accFillSz'],
  ],
  [
    'a wrong secret that reads as something else',
    'OKX',
    {
      at: 'GET /api/v5/account/config',
      change: (answer) =>
        answer.body.includes('50113')
          ? { ...answer, body: answer.body.replaceAll('50113', '50111') }
          : answer,
    },
    ['DIFFERS    a wrong secret', 'it reads as revoked (50111) instead of bad-secret'],
  ],
  [
    'another code for a market that does not exist',
    BINANCE,
    {
      at: 'GET /api/v3/depth',
      change: (answer) => ({ ...answer, body: answer.body.replace('-1121', '-1999') }),
    },
    [
      'DIFFERS    a market that does not exist',
      'it reads as unavailable (-1999) instead of order-rejected',
    ],
  ],
  [
    'a book whose best price comes last',
    'OKX',
    {
      at: 'GET /api/v5/market/books',
      change: inJson((body: { data: { bids: unknown[] }[] }) => ({
        ...body,
        data: body.data.map((book) => ({ ...book, bids: book.bids.toReversed() })),
      })),
    },
    ['DIFFERS    an order book', 'the best price does not come first'],
  ],
]

test.each(PLANTED)('it finds and names %s (%s)', async (_, on, planted, named) => {
  const local = await openLocal(on)

  const { isClean, printed } = await runTry(local, { planted: [planted] })

  expect(isClean).toBe(false)
  for (const text of named) expect(printed).toContain(text)
})

test('it finds and names a clock that is five minutes off', async () => {
  const theirs = {
    ...systemClock,
    now: () => new Date(systemClock.now().getTime() - 300_000),
  }
  const local = await openLocal(BINANCE, theirs)

  const { isClean, printed } = await runTry(local)

  expect(isClean).toBe(false)
  expect(printed).toContain('clock: this machine is 300 s ahead')
  expect(printed).toContain('differs 1 ')
})
