import { expect, test } from 'vitest'
import { serveDialect } from './dialect-server.ts'
import { RECORDED } from './recorded/all.ts'

const END = Date.UTC(2026, 2, 20, 8)

/** The recorded list of markets, with these fields in each of its rows. */
async function endOf(exchange: keyof typeof RECORDED, fields: Record<string, unknown>) {
  const answers = RECORDED[exchange].answers('open')
  const { markets } = await serveDialect(exchange, ({ method, path, query }) => {
    const at = `${method} ${path}`
    const body = answers[`${at}?${new URLSearchParams(query).toString()}`] ?? answers[at] ?? []
    const withFields = (_: string, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && isMarket(value)
        ? { ...value, ...fields }
        : value
    return { body: JSON.stringify(body, withFields) }
  })
  return (await markets.fetchMarkets()).get('BTC/USDT')?.endsAt
}

function isMarket(row: object): boolean {
  return 'instId' in row || 'symbol' in row || 'trade_status' in row
}

test.each([
  ['okx', { expTime: String(END) }],
  ['bitget', { offTime: String(END) }],
  ['bingx', { offTime: END }],
  ['gate', { delisting_time: END / 1000 }],
] as const)('%s announces in its list of markets when trading ends', async (exchange, fields) => {
  expect(await endOf(exchange, fields)).toEqual(new Date(END))
})

test.each([
  ['okx', { expTime: '' }],
  ['bitget', { offTime: '' }],
  ['bitget', { offTime: '-1' }],
  ['bingx', { offTime: 0 }],
  ['gate', { delisting_time: 0 }],
] as const)('%s announces no end with %j', async (exchange, fields) => {
  expect(await endOf(exchange, fields)).toBeUndefined()
})
