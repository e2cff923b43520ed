import { describe, expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import type { Asked } from './dialect-server.ts'
import { answersOf, FOREIGN } from './foreign/all.ts'
import type { Json } from './foreign/foreign.ts'
import { openWithAnswers } from './foreign/open.ts'
import { ORDER, saidIn } from './recorded/recorded.ts'

const { symbol, clientOrderId } = ORDER

/** How each exchange pages its open orders: how many stand on a page, and whether a page is full of them. */
const PAGED: [id: ExchangeId, perPage: number, endless?: (answer: Json) => void][] = [
  ['bybit', 50, (answer) => (answer.result.nextPageCursor = 'the-same')],
  ['okx', 100],
  ['bitget', 100],
  ['gate', 100],
  ['htx', 500],
  ['coinbase', 100, (answer) => Object.assign(answer, { has_next: true, cursor: 'the-same' })],
]

/** A page that is full of our order, as an exchange would send it again and again. */
function fullPage(id: ExchangeId, at: string, perPage: number): Json {
  const answer = answersOf(id)[at]
  const { ours, add } = FOREIGN[id]
  add(
    answer,
    Array.from({ length: perPage - 1 }, () => ours(answer)),
  )
  return answer
}

describe.each(PAGED)('%s', (id, perPage, endless) => {
  test('pages that never end are a failed request', async () => {
    const answers = answersOf(id)
    for (const at of FOREIGN[id].at) {
      answers[at] = fullPage(id, at, perPage)
      endless?.(answers[at])
    }
    const { exchange, asked } = await openWithAnswers(id, answers)

    const { rows, failed } = await exchange.fetchOpenOrders([symbol])

    expect(rows).toEqual([])
    expect(failed.get(symbol)).toMatchObject({ code: 'unavailable' })
    const pages = asked.filter(({ method, path }) => FOREIGN[id].at.includes(`${method} ${path}`))
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.length).toBeLessThan(250)
  })

  test('a row of garbage at the end of a page does not end the list', async () => {
    const answers = answersOf(id)
    const pages = new Map<string, number>()
    for (const at of FOREIGN[id].at) {
      const [first, last] = [fullPage(id, at, perPage), answersOf(id)[at]]
      const { list } = listOf(id, first)
      list[list.length - 1] = null
      if (id === 'bybit') first.result.nextPageCursor = 'second'
      if (id === 'coinbase') Object.assign(first, { has_next: true, cursor: 'second' })
      answers[at] = () => {
        pages.set(at, (pages.get(at) ?? 0) + 1)
        return pages.get(at) === 1 ? first : last
      }
    }
    const { exchange } = await openWithAnswers(id, answers)

    const { rows } = await exchange.fetchOpenOrders([symbol])

    expect(rows).toHaveLength(perPage + 1)
    expect(rows.at(-1)).toMatchObject({ clientOrderId, order: { status: 'open' } })
  })
})

/** The very list in an answer. */
function listOf(id: ExchangeId, answer: Json): { list: Json[] } {
  const mark = { mark: id }
  FOREIGN[id].add(answer, [mark])
  const list = holding(answer, mark)
  list.pop()
  return { list }
}

function holding(part: Json, mark: unknown): Json[] {
  if (Array.isArray(part) && part.includes(mark)) return part
  const parts = typeof part === 'object' && part !== null ? Object.values(part as object) : []
  return parts.map((each: Json) => holding(each, mark)).find((list) => list.length > 0) ?? []
}

test('HTX lists what follows on five hundred open orders', async () => {
  const at = 'GET /v1/order/openOrders'
  const answers = answersOf('htx')
  const [first, last] = [fullPage('htx', at, 500), answersOf('htx')[at]]
  for (const [i, row] of first.data.entries()) first.data[i] = { ...row, id: 900 - i }
  answers[at] = ({ query }: Asked) => (query['from'] === undefined ? first : last)
  const { exchange, asked } = await openWithAnswers('htx', answers)

  const { rows } = await exchange.fetchOpenOrders()

  expect(rows).toHaveLength(501)
  expect(asked.filter(({ path }) => path === '/v1/order/openOrders').map(saidIn)).toMatchObject([
    { size: '500' },
    { size: '500', from: '401', direct: 'next' },
  ])
})
