import type { ExchangeId } from '../../../src/exchange/exchange-id.ts'
import type { Asked } from '../dialect-server.ts'
import { answersOf, FOREIGN } from '../foreign/all.ts'
import { FILLS } from '../foreign/fills.ts'
import { listAt, type Json, type ListInAnswers } from '../foreign/foreign.ts'
import { RECORDED } from '../recorded/all.ts'
import { MS, type Recorded } from '../recorded/recorded.ts'

/** As many rows as fit on one page of nearly any exchange. Kraken's are the fewest, and slow to make up. */
const manyOn = (id: ExchangeId) => (id === 'kraken' ? 50 : 1_000)

type Answers = Readonly<Record<string, Json>>

/** What one exchange answers, free to be changed. */
interface RecordedOf extends Pick<Recorded, 'unknown' | 'orderId'> {
  answers: () => Record<string, Json>
  afterCancel: () => Answers
  /** The lists that may come in pages. */
  lists: readonly ListInAnswers[]
}

export function recordedOf(id: ExchangeId): RecordedOf {
  if (id === 'binance') return binance()
  const { unknown, orderId, answers } = RECORDED[id]
  return {
    unknown,
    orderId,
    answers: () => answersOf(id),
    afterCancel: () => answers('cancelled'),
    lists: [FOREIGN[id], ...FILLS[id]],
  }
}

/** The answer to a request; undefined if there is none. */
export function answerIn(answers: Answers, { method, path, query }: Asked): Json {
  const at = `${method} ${path}`
  return answers[`${at}?${new URLSearchParams(query).toString()}`] ?? answers[at]
}

/** Answers of which each list has a full first page. */
export function withFullPages(id: ExchangeId): (asked: Asked) => Json {
  const { answers, lists } = recordedOf(id)
  const [full, last, given] = [answers(), answers(), new Set<string>()]
  for (const { at, ours, add } of lists) {
    for (const answer of at.map((name) => full[name]).filter((each) => each !== undefined)) {
      add(
        answer,
        Array.from({ length: manyOn(id) }, () => ours(answer)),
      )
      if (id === 'bybit') answer.result.nextPageCursor = 'second'
      if (id === 'coinbase') Object.assign(answer, { has_next: true, cursor: 'second' })
    }
  }
  return (asked) => {
    const at = `${asked.method} ${asked.path}`
    const answer = answerIn(given.has(at) ? last : full, asked)
    given.add(at)
    return answer
  }
}

/** A whole server stands for Binance in the other suites: what that has is added here. */
function binance(): RecordedOf {
  const order = answersOf('binance')['GET /api/v3/order']
  const { symbol, orderId } = order
  const fill = { symbol, id: 28457, orderId, price: '50000', qty: '0.004', quoteQty: '200' }
  const answers = () => {
    const ours = answersOf('binance')
    // ccxt refuses an order of a type that is not there.
    ours['GET /api/v3/exchangeInfo'].symbols[0].orderTypes = ['LIMIT']
    return { ...ours, ...structuredClone(more) }
  }
  const more = {
    'POST /api/v3/order': { ...order, transactTime: MS },
    'DELETE /api/v3/order': { ...order, status: 'CANCELED' },
    'GET /sapi/v1/account/apiRestrictions': { enableReading: true, createTime: MS },
    'GET /api/v3/ticker/price': [{ symbol, price: '50000.5' }],
    'GET /api/v3/depth': { bids: [['50000', '1.5']], asks: [['50001', '0.5']] },
    'GET /api/v3/myTrades': [
      { ...fill, commission: '0.1', commissionAsset: 'USDT', time: MS, isBuyer: true },
    ],
  }
  return {
    answers,
    afterCancel: answers,
    unknown: {
      'GET /api/v3/order': {
        status: 400,
        body: { code: -2013, msg: 'Order does not exist.' },
      },
    },
    orderId: String(orderId),
    lists: [FOREIGN.binance, { at: ['GET /api/v3/myTrades'], ...listAt() }],
  }
}
