import { expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { answersOf } from './foreign/all.ts'
import { listAt, type Json } from './foreign/foreign.ts'
import { openWithAnswers } from './foreign/open.ts'

/** Where the balances stand, USDT first. */
const BALANCES: [id: ExchangeId, at: string, path: (string | number)[]][] = [
  ['binance', 'GET /api/v3/account', ['balances']],
  ['bybit', 'GET /v5/account/wallet-balance', ['result', 'list', 0, 'coin']],
  ['okx', 'GET /api/v5/account/balance', ['data', 0, 'details']],
  ['kucoin', 'GET /api/v1/accounts', ['data']],
  ['bitget', 'GET /api/v2/spot/account/assets', ['data']],
  ['gate', 'GET /api/v4/spot/accounts', []],
  ['mexc', 'GET /api/v3/account', ['balances']],
  ['bingx', 'GET /openApi/spot/v1/account/balance', ['data', 'balances']],
  ['htx', 'GET /v1/account/accounts/13496526/balance', ['data', 'list']],
  ['coinbase', 'GET /api/v3/brokerage/accounts', ['accounts']],
  [
    'cryptocom',
    'POST /exchange/v1/private/user-balance',
    ['result', 'data', 0, 'position_balances'],
  ],
  ['bitfinex', 'POST /v2/auth/r/wallets', []],
]

/** A balance row of another coin, its figures all as given. */
function rowOf(usdt: Json, coin: string, figure: unknown): Json {
  if (Array.isArray(usdt)) return usdt.map((part: Json) => rowOf(part, coin, figure))
  if (typeof usdt === 'object' && usdt !== null) {
    const parts = Object.entries(usdt as object)
    return Object.fromEntries(parts.map(([name, part]) => [name, rowOf(part, coin, figure)]))
  }
  if (usdt === 'usdt') return coin.toLowerCase()
  if (usdt === 'USDT' || usdt === 'UST') return coin
  return /^-?\d+(\.\d+)?$/.test(String(usdt)) ? figure : usdt
}

test.each(BALANCES)(
  '%s: a balance that can not be read is the trouble of its coin alone',
  async (id, at, path) => {
    const answers = answersOf(id)
    const { ours, add } = listAt(...path)
    const usdt = ours(answers[at])
    add(answers[at], [rowOf(usdt, 'XTZ', 'n/a'), rowOf(usdt, 'ADA', '1E-8')])
    const { exchange } = await openWithAnswers(id, answers)

    const { balances } = await exchange.fetchAccount()

    expect([...balances.keys()].toSorted()).not.toContain('XTZ')
    expect(balances.get('USDT')?.free.toFixed()).toBe('9500')
    expect(() => balances.get('XTZ')).toThrow(
      expect.objectContaining({ code: 'unavailable', message: 'Cannot read the balance of XTZ' }),
    )
    const { free, used } = balances.get('ADA') ?? {}
    expect(free?.plus(used ?? 0).gt(0)).toBe(true)
  },
)

test('a row that does not name its coin fails the request: it could be any', async () => {
  const answers = answersOf('gate')
  answers['GET /api/v4/spot/accounts'].push({ available: '3', locked: '0' })
  const { exchange } = await openWithAnswers('gate', answers)

  await expect(exchange.fetchAccount()).rejects.toMatchObject({ code: 'unavailable' })
})

test('Kraken: coins that earn by themselves count, those that are locked away do not', async () => {
  const answers = answersOf('kraken')
  const row = (balance: string, hold_trade = '0') => ({ balance, hold_trade })
  answers['POST /0/private/BalanceEx'].result = {
    USDT: row('100.5', '20'),
    'USDT.F': row('9000'),
    XXBT: row('0.01'),
    'XBT.F': row('0.5', '0.1'),
    'XBT.M': row('7'),
    'SOL.F': row('12'),
    'SOL.S': row('30'),
    'ETH.B': row('4'),
    'TRX.T': row('5'),
    'ADA.F': row('n/a'),
    ADA: row('3'),
  }
  const { exchange } = await openWithAnswers('kraken', answers)

  const { balances } = await exchange.fetchAccount()

  const plain = [...balances].map(([coin, { free, used }]) => [
    coin,
    free.toFixed(),
    used.toFixed(),
  ])
  expect(plain).toEqual([
    ['USDT', '9080.5', '20'],
    ['BTC', '0.41', '0.1'],
    ['SOL', '12', '0'],
  ])
  expect(() => balances.get('ADA')).toThrow('Cannot read the balance of ADA')
})
