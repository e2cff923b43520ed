import { expect, test } from 'vitest'
import { NOON } from './hand-clock.ts'
import { serveDialect } from './dialect-server.ts'
import { KRAKEN_RECORDED } from './recorded/kraken.ts'
import { OKX_RECORDED } from './recorded/okx.ts'

const HOUR = 3_600_000
const at = (hours: number) => NOON.getTime() + hours * HOUR

/** Open, high, low and close of an hour of Kraken's; volumes and counts follow. */
const HOURS: readonly (readonly [hours: number, ...prices: string[]])[] = [
  [-4, '100', '103', '99', '101'],
  [-3, '101', '107', '100', '106'],
  [-2, '106', '108', '95', '98'],
  [-1, '98', '99', '97', '99'],
  [0, '99', '99.5', '98.5', '98.7'],
]

test('fetchCandles() makes candles of two hours of those of one, where there are no others', async () => {
  const rows = HOURS.map(([hours, ...prices]) => [at(hours) / 1000, ...prices, '0', '1', 3])
  const ohlc = { error: [], result: { XBTUSDT: rows, last: at(0) / 1000 } }
  const { markets, asked } = await serveDialect('kraken', ({ method, path }) => {
    const answers = { ...KRAKEN_RECORDED.answers('open'), 'GET /0/public/OHLC': ohlc }
    return { body: JSON.stringify(answers[`${method} ${path}` as keyof typeof answers]) }
  })

  const candles = await markets.fetchCandles('BTC/USDT', '2h', new Date(at(-4.5)))

  expect(asked.at(-1)).toMatchObject({ path: '/0/public/OHLC', query: { interval: '60' } })
  const shown = candles.map(({ at: from, open, high, low, close }) => [
    (from.getTime() - at(0)) / HOUR,
    ...[open, high, low, close].map((price) => price.toFixed()),
  ])
  expect(shown).toEqual([
    [-4, '100', '107', '99', '106'],
    [-2, '106', '108', '95', '99'],
    [0, '99', '99.5', '98.5', '98.7'],
  ])
})

test('fetchCandles() asks for two hours where there are such, and gives the oldest first', async () => {
  const row = (hours: number, close: string) => [
    String(at(hours)),
    '1',
    '9',
    '1',
    close,
    '1',
    '1',
    '1',
    '1',
  ]
  const { markets, asked } = await serveDialect('okx', ({ method, path }) => {
    const answers = {
      ...OKX_RECORDED.answers('open'),
      'GET /api/v5/market/candles': { code: '0', msg: '', data: [row(0, '3'), row(-2, '2')] },
    }
    return { body: JSON.stringify(answers[`${method} ${path}` as keyof typeof answers]) }
  })

  const candles = await markets.fetchCandles('BTC/USDT', '2h', new Date(at(-2.5)))

  expect(asked.at(-1)?.query).toMatchObject({ bar: '2H', instId: 'BTC-USDT' })
  expect(candles.map(({ close }) => close.toFixed())).toEqual(['2', '3'])
})
