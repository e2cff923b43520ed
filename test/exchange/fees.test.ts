import { expect, test } from 'vitest'
import { feesBeside, type Fees } from '../../src/exchange/fees.ts'
import { serveDialect } from './dialect-server.ts'
import { RECORDED } from './recorded/all.ts'

/** Part of a recorded answer: what is a list is told by its places. */
type Part = Record<string | number, unknown>

interface FeePlace {
  /** The answer with the fills of one order. */
  at: string
  /** The way to what holds amount and coin. */
  path: readonly (string | number)[]
  amount: string | number
  /** Left out where the exchange names no coin: it takes fees in the quote. */
  coin?: string | number
  /** Whether a cost is below zero. */
  costsAreNegative?: true
}

/** Where each exchange's fills have their fee. */
const PLACES: Readonly<Record<keyof typeof RECORDED, FeePlace>> = {
  bybit: {
    at: 'GET /v5/execution/list',
    path: ['result', 'list', 0],
    amount: 'execFee',
    coin: 'feeCurrency',
  },
  okx: {
    at: 'GET /api/v5/trade/fills-history',
    path: ['data', 0],
    amount: 'fee',
    coin: 'feeCcy',
    costsAreNegative: true,
  },
  kucoin: {
    at: 'GET /api/v1/hf/fills',
    path: ['data', 'items', 0],
    amount: 'fee',
    coin: 'feeCurrency',
  },
  bitget: {
    at: 'GET /api/v2/spot/trade/fills',
    path: ['data', 0, 'feeDetail'],
    amount: 'totalFee',
    coin: 'feeCoin',
    costsAreNegative: true,
  },
  gate: { at: 'GET /api/v4/spot/my_trades', path: [0], amount: 'fee', coin: 'fee_currency' },
  kraken: {
    at: 'POST /0/private/QueryTrades',
    path: ['result', 'TZX2WP-XSEOP-FP7WYR'],
    amount: 'fee',
  },
  mexc: { at: 'GET /api/v3/myTrades', path: [0], amount: 'commission', coin: 'commissionAsset' },
  bingx: {
    at: 'GET /openApi/spot/v1/trade/myTrades',
    path: ['data', 'fills', 0],
    amount: 'commission',
    coin: 'commissionAsset',
    costsAreNegative: true,
  },
  htx: {
    at: 'GET /v1/order/orders/357632718898331/matchresults',
    path: ['data', 0],
    amount: 'filled-fees',
    coin: 'fee-currency',
  },
  coinbase: {
    at: 'GET /api/v3/brokerage/orders/historical/fills',
    path: ['fills', 0],
    amount: 'commission',
  },
  cryptocom: {
    at: 'POST /exchange/v1/private/get-trades',
    path: ['result', 'data', 0],
    amount: 'fees',
    coin: 'fee_instrument_name',
    costsAreNegative: true,
  },
  bitfinex: {
    at: 'POST /v2/auth/r/order/tBTCUST:1185815098/trades',
    path: [0],
    amount: 9,
    coin: 10,
    costsAreNegative: true,
  },
}

const IDS = Object.keys(RECORDED) as (keyof typeof RECORDED)[]

/** The fees of the recorded fill, after its row was changed. */
async function feesAfter(
  id: keyof typeof RECORDED,
  change: (row: Part, place: FeePlace) => void,
): Promise<string> {
  const recorded = RECORDED[id]
  const place = PLACES[id]
  const { connection } = await serveDialect(id, ({ method, path }) => {
    const at = `${method} ${path}`
    const answer = structuredClone(recorded.answers('open')[at])
    if (at === place.at) change(rowAt(answer, place.path), place)
    return { body: JSON.stringify(answer) }
  })
  const fills = await connection.routine.fetchOrderFills('BTC/USDT', recorded.orderId)
  expect(fills.map(({ amount }) => amount.toFixed())).toEqual(['0.004'])
  return textOf(fills[0]?.fees ?? [])
}

function rowAt(answer: unknown, path: FeePlace['path']): Part {
  const row = path.reduce<unknown>((part, name) => (part as Part)[name], answer)
  if (typeof row !== 'object' || row === null) throw new RangeError(`No fill at ${path.join('.')}`)
  return row as Part
}

function textOf(fees: Fees): string {
  if (fees === 'unknown') return fees
  return feesBeside(fees)
    .map(({ amount, coin }) => `${amount.toFixed()} ${coin}`)
    .join(' + ')
}

test.each(IDS)(
  '%s: a fill whose fee is empty, null or not there is read, its fee unknown',
  async (id) => {
    expect(await feesAfter(id, (row, { amount }) => (row[amount] = ''))).toBe('unknown')
    expect(await feesAfter(id, (row, { amount }) => (row[amount] = null))).toBe('unknown')
    const without = (row: Part, { amount }: FeePlace) => {
      if (Array.isArray(row)) row.splice(Number(amount))
      else delete row[amount]
    }
    expect(await feesAfter(id, without)).toBe('unknown')
  },
)

const WITH_COINS = IDS.filter((id) => PLACES[id].coin !== undefined)

test.each(WITH_COINS)('%s: a fee without its coin is unknown', async (id) => {
  expect(await feesAfter(id, (row, { coin = '' }) => (row[coin] = ''))).toBe('unknown')
  expect(await feesAfter(id, (row, { coin = '' }) => (row[coin] = null))).toBe('unknown')
})

test.each(WITH_COINS)('%s: a fee in a third coin is read as it is', async (id) => {
  const inThird = (row: Part, { amount, coin = '', costsAreNegative }: FeePlace) => {
    row[amount] = costsAreNegative ? '-0.25' : '0.25'
    row[coin] = id === 'htx' ? 'xyz' : 'XYZ'
  }

  expect(await feesAfter(id, inThird)).toBe('0.25 XYZ')
})

test.each(IDS)('%s: a fee of zero is none', async (id) => {
  expect(await feesAfter(id, (row, { amount }) => (row[amount] = '0'))).toBe('')
})

// BingX writes costs with either sign.
test.each(IDS.filter((id) => id !== 'bingx'))('%s: a rebate is below zero', async (id) => {
  const [, coin] = RECORDED[id].fee
  const asRebate = (row: Part, { amount, costsAreNegative }: FeePlace) =>
    (row[amount] = costsAreNegative ? '0.25' : '-0.25')

  expect(await feesAfter(id, asRebate)).toBe(`-0.25 ${coin}`)
})

test.each<[string, Part, string]>([
  ['in GT', { fee: '0', gt_fee: '0.03' }, '0.03 GT'],
  ['in points', { fee: '0', point_fee: '1.2' }, '1.2 GATEPOINT'],
  [
    'partly in each',
    { fee: '0.000001', gt_fee: '0.03', point_fee: '1.2' },
    '0.000001 BTC + 0.03 GT + 1.2 GATEPOINT',
  ],
  [
    'in points, with an empty fee beside',
    { fee: '', fee_currency: '', point_fee: '1.2' },
    '1.2 GATEPOINT',
  ],
  ['in nothing', { fee: '0', fee_currency: '' }, ''],
])('gate: a fee %s', async (_, changes, expected) => {
  expect(await feesAfter('gate', (row) => Object.assign(row, changes))).toBe(expected)
})

test.each<[string, Part, string]>([
  [
    'in BGB is a cost',
    { deduction: 'yes', feeCoin: 'BGB', totalFee: '-0.02', totalDeductionFee: '-0.02' },
    '0.02 BGB',
  ],
  ['in BGB without a sign too', { deduction: 'yes', feeCoin: 'BGB', totalFee: '0.02' }, '0.02 BGB'],
])('bitget: a fee %s', async (_, changes, expected) => {
  expect(await feesAfter('bitget', (row) => Object.assign(row, changes))).toBe(expected)
})

test.each<[string, Part, string]>([
  [
    'in points',
    { 'filled-fees': '0', 'filled-points': '0.4', 'fee-deduct-currency': 'hbpoint' },
    '0.4 HBPOINT',
  ],
  [
    'partly in HT',
    { 'filled-points': '0.3', 'fee-deduct-currency': 'ht' },
    '0.000004 BTC + 0.3 HT',
  ],
  [
    'that is still to be deducted',
    { 'filled-fees': '0', 'fee-deduct-state': 'ongoing' },
    'unknown',
  ],
])('htx: a fee %s', async (_, changes, expected) => {
  expect(await feesAfter('htx', (row) => Object.assign(row, changes))).toBe(expected)
})

test('bybit: the taxes on a fee are fees', async () => {
  const extraFees = [
    { feeCoin: 'USDT', feeType: 'GST', subFeeType: 'IND_GST', feeRate: '0.00018', fee: '0.02' },
  ]

  expect(await feesAfter('bybit', (row) => (row['extraFees'] = extraFees))).toBe(
    '0.000004 BTC + 0.02 USDT',
  )
  expect(await feesAfter('bybit', (row) => (row['extraFees'] = ''))).toBe('0.000004 BTC')
})
