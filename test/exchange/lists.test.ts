import { describe, expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import { answersOf, FOREIGN } from './foreign/all.ts'
import { FILLS } from './foreign/fills.ts'
import type { Json } from './foreign/foreign.ts'
import { openWithAnswers } from './foreign/open.ts'
import { NOON } from './hand-clock.ts'
import { RECORDED } from './recorded/all.ts'
import { ORDER } from './recorded/recorded.ts'

const { symbol } = ORDER
const IDS = Object.keys(FOREIGN) as ExchangeId[]
const WITH_FILLS = Object.keys(FILLS) as (keyof typeof FILLS)[]
const AN_HOUR_AGO = new Date(NOON.getTime() - 3_600_000)
const NO_LISTS: [name: string, value: unknown][] = [
  ['null', null],
  ['an object', { message: 'ok' }],
  ['a text', 'ok'],
  ['a number', 7],
]
const HTML = '<html><body>Just a moment...</body></html>'

/** What an exchange may not send instead of a list: KuCoin says null for nothing, Kraken lists by id. */
function noListsOn(id: ExchangeId): typeof NO_LISTS {
  if (id === 'kucoin') return NO_LISTS.filter(([name]) => name !== 'null')
  return id === 'kraken' ? NO_LISTS.filter(([name]) => name !== 'an object') : NO_LISTS
}

/** How asking ended: the code of its error. */
async function codeOf(asking: Promise<unknown>): Promise<string> {
  try {
    await asking
    return 'answered'
  } catch (error) {
    return error instanceof ExchangeError ? error.code : String(error)
  }
}

describe.each(IDS)('%s', (id) => {
  test.each(noListsOn(id))(
    '%s where the open orders should be is a failed request',
    async (_, value) => {
      const answers = answersOf(id)
      for (const at of FOREIGN[id].at) answers[at] = FOREIGN[id].replace(answers[at], value)
      const { exchange } = await openWithAnswers(id, withoutTexts(answers))

      const { rows, failed } = await exchange.fetchOpenOrders([symbol])

      expect(rows).toEqual([])
      expect(failed.get(symbol)?.code).toBe('unavailable')
      // MEXC does not list them all.
      const all = exchange.listsAllOrders ? 'unavailable' : 'order-rejected'
      expect(await codeOf(exchange.fetchOpenOrders())).toBe(all)
    },
  )

  test.each([
    ['HTML', HTML],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['nothing', ''],
  ])('%s instead of an answer is a failed request', async (_, body) => {
    const answers = answersOf(id)
    for (const at of FOREIGN[id].at) answers[at] = body
    const { exchange } = await openWithAnswers(id, answers)

    const { rows, failed } = await exchange.fetchOpenOrders([symbol])

    expect(rows).toEqual([])
    expect(failed.get(symbol)).toMatchObject({ code: 'unavailable' })
  })
})

describe.each(WITH_FILLS)('fills on %s', (id) => {
  const { orderId } = RECORDED[id]
  const lists = FILLS[id]

  test.each(noListsOn(id))('%s where they should be is a failed request', async (_, value) => {
    const answers = answersOf(id)
    changeAll(answers, (answer, list) => list.replace(answer, value))
    const { exchange } = await openWithAnswers(id, withoutTexts(answers))

    expect(await codeOf(exchange.fetchOrderFills(symbol, orderId))).toBe('unavailable')
    expect(await codeOf(exchange.fetchFills(symbol, AN_HOUR_AGO))).toBe('unavailable')
  })

  test('rows of garbage and of other orders leave those of ours', async () => {
    const answers = answersOf(id)
    changeAll(answers, (answer, list) => {
      const ours = list.ours(answer)
      list.add(answer, [null, 'row', 7, [], {}, unreadable(ours, orderId, '99')])
      return answer
    })
    const { exchange } = await openWithAnswers(id, answers)

    const ofOrder = await exchange.fetchOrderFills(symbol, orderId)
    const { fills, unreadable: unread } = await exchange.fetchFills(symbol, AN_HOUR_AGO)

    for (const found of [ofOrder, fills]) {
      expect(found.map(({ amount, cost }) => `${amount.toFixed()} ${cost.toFixed()}`)).toEqual([
        '0.004 200',
      ])
    }
    expect([...unread]).toEqual(['99'])
  })

  test('one of ours that can not be read fails the fills of that order', async () => {
    const answers = answersOf(id)
    changeAll(answers, (answer, list) => {
      list.add(answer, [unreadable(list.ours(answer), orderId, orderId)])
      return answer
    })
    const { exchange } = await openWithAnswers(id, answers)

    await expect(exchange.fetchOrderFills(symbol, orderId)).rejects.toMatchObject({
      code: 'unavailable',
      retryAt: undefined,
    })
    const { fills, unreadable: unread } = await exchange.fetchFills(symbol, AN_HOUR_AGO)
    expect(fills).toHaveLength(1)
    expect([...unread]).toEqual([orderId])
  })

  function changeAll(
    answers: Record<string, Json>,
    change: (answer: Json, list: (typeof lists)[number]) => Json,
  ): void {
    for (const list of lists) {
      for (const at of list.at) answers[at] = change(answers[at], list)
    }
  }
})

/** A fill of that order, without any figure that it needs. */
function unreadable(ours: Json, orderId: string, of: string): Json {
  const parts = Object.entries(ours as object).map(([name, part]) => [
    name,
    String(part) === orderId ? of : isFigure(part) ? 'NEW' : part,
  ])
  return Array.isArray(ours) ? parts.map(([, part]) => part) : Object.fromEntries(parts)
}

function isFigure(part: unknown): boolean {
  return /^-?\d+(\.\d+)?$/.test(String(part))
}

/** A body that is a text is one in quotes. */
function withoutTexts(answers: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(answers).map(([at, answer]) => [
      at,
      typeof answer === 'string' ? JSON.stringify(answer) : answer,
    ]),
  )
}
