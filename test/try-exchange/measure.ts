import { Big } from 'big.js'
import type { Exchange, MarketSource } from '../../src/exchange/exchange.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { endpointOf, type Promised } from '../../src/try-exchange/expected.ts'
import { kindOf, otherSpelling } from '../../src/try-exchange/kind.ts'
import {
  commonShape,
  holdersOf,
  isFixed,
  nameOf,
  shapeOf,
  type Shape,
} from '../../src/try-exchange/shape.ts'
import { openStill, type StillExchange } from './still-exchange.ts'

/** All recorded answers of an exchange, by `GET /path`, with the order resting and with it cancelled. */
export type Answers = (state: 'open' | 'cancelled') => Readonly<Record<string, unknown>>

const SYMBOL = 'BTC/USDT'
const CLIENT_ORDER_ID = 'u00000000000000001'
const REF = { symbol: SYMBOL, clientOrderId: CLIENT_ORDER_ID }

interface Reached {
  exchange: Exchange
  markets: MarketSource
  orderId: string
  now: () => Date
}

/** Everything that answers are read for. */
const READS: Readonly<Record<string, (reached: Reached) => Promise<unknown>>> = {
  rights: ({ exchange }) => exchange.fetchRights(),
  account: ({ exchange }) => exchange.fetchAccount(),
  prices: ({ markets }) => markets.fetchPrices([SYMBOL]),
  book: ({ markets }) => markets.fetchOrderBook(SYMBOL),
  openOrders: ({ exchange }) => exchange.fetchOpenOrders([SYMBOL]),
  allOpenOrders: ({ exchange }) => exchange.fetchOpenOrders(),
  find: ({ exchange }) => exchange.findOrder(REF),
  findById: ({ exchange, orderId }) => exchange.findOrderById(SYMBOL, orderId),
  orderFills: ({ exchange, orderId }) => exchange.fetchOrderFills(SYMBOL, orderId),
  fills: ({ exchange, now }) => exchange.fetchFills(SYMBOL, new Date(now().getTime() - 86_400_000)),
  place: ({ exchange, now }) =>
    exchange.placeOrder({
      ...REF,
      side: 'buy',
      amount: new Big('0.01'),
      price: new Big('50000'),
      timeInForce: 'GTC',
      sentAt: now(),
    }),
  cancel: ({ exchange }) => exchange.cancelOrder(REF),
}

/** By endpoint and path: what is promised, and whether our parsers read something else without it. */
export async function measure(
  id: ExchangeId,
  answers: Answers,
  orderId: string,
): Promise<Map<string, Map<string, Promised>>> {
  const found = new Map<string, Map<string, Promised>>()
  for (const state of ['open', 'cancelled'] as const) {
    for (const [at, parts] of await measureState({ id, answers: answers(state), orderId })) {
      const before = found.get(at)
      found.set(at, before === undefined ? parts : merged(before, parts))
    }
  }
  return found
}

function merged(one: Map<string, Promised>, other: Map<string, Promised>) {
  const toShape = (of: Map<string, Promised>): Shape =>
    new Map([...of].map(([path, { kinds }]) => [path, kinds]))
  return new Map(
    [...commonShape(toShape(one), toShape(other))].map(([path, kinds]) => {
      const of = [one.get(path), other.get(path)]
      const is = (mark: 'needed' | 'strict' | 'eitherSpelling') =>
        of.some((each) => each?.[mark] === true)
      const marks = {
        needed: is('needed'),
        strict: is('strict'),
        eitherSpelling: is('eitherSpelling'),
      }
      return [path, { kinds, ...marks }]
    }),
  )
}

async function measureState(still: Omit<StillExchange, 'changed'>) {
  const before = await readAll(still)
  const found = new Map<string, Map<string, Promised>>()
  for (const [line, body] of Object.entries(still.answers)) {
    const [at = ''] = line.split('?')
    const readers = Object.keys(READS).filter((name) => before.get(name)?.asked.has(at))
    const differs = async (changed: unknown) => {
      const answersNow = { ...still.answers, [line]: changed }
      const now = await readAll({ ...still, answers: answersNow }, readers)
      return [...now].some(([name, { result }]) => result !== before.get(name)?.result)
    }
    const parts = new Map<string, Promised>()
    for (const [path, kinds] of shapeOf(body)) {
      const needed = await differs(without(body, path))
      const retypedBody = retyped(body, path)
      const strict = needed && retypedBody !== undefined && (await differs(retypedBody))
      const respeltBody = respelt(body, path)
      const eitherSpelling = needed && respeltBody !== undefined && !(await differs(respeltBody))
      parts.set(path, { kinds, needed, strict, eitherSpelling })
    }
    const [method = '', path = ''] = at.split(' ')
    const endpoint = endpointOf({ method, path })
    const known = found.get(endpoint)
    found.set(endpoint, known === undefined ? parts : merged(known, parts))
  }
  return found
}

/** What each reader makes of the answers, and which endpoints it asked. */
async function readAll(still: StillExchange, names = Object.keys(READS)) {
  const results = new Map<string, { result: string; asked: Set<string> }>()
  const served = await openStill(still)
  try {
    for (const name of [...(names.length > 0 ? ['markets'] : []), ...names]) {
      const { reached, asked } = served.open()
      const read = READS[name] ?? (({ markets }: Reached) => markets.fetchMarkets())
      const result = await read({ ...reached, orderId: still.orderId }).then(written, failed)
      results.set(name, { result, asked: new Set(asked()) })
    }
  } finally {
    await served.close()
  }
  return results
}

function written(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Map) return [...(part as Map<unknown, unknown>)]
    return part instanceof Set ? [...(part as Set<unknown>)] : part
  })
}

function failed(error: unknown): string {
  return `failed: ${error instanceof Error ? error.message : typeof error}`
}

/** The answer without the part at that path, wherever it stands; a list or object of ids is emptied. */
function without(body: unknown, path: string): unknown {
  return changedAt(body, path, (holder, step) => {
    if (!isFixed(step)) {
      if (Array.isArray(holder)) holder.length = 0
      else for (const key of Object.keys(holder)) Reflect.deleteProperty(holder, key)
    } else if (Array.isArray(holder)) holder[Number(nameOf(step))] = null
    else Reflect.deleteProperty(holder, step)
  })
}

/** A number as text, or the reverse; undefined where it is neither. */
function retyped(body: unknown, path: string): unknown {
  let changes = 0
  const changed = changedAt(body, path, (holder, step) => {
    const keys = isFixed(step) ? [nameOf(step)] : Object.keys(holder)
    for (const key of keys) {
      const kind = kindOf(holder[key])
      if (kind !== 'number' && kind !== 'decimal text' && kind !== 'yes or no') continue
      changes += 1
      holder[key] = kind === 'decimal text' ? Number(holder[key]) : String(holder[key])
    }
  })
  return changes > 0 ? changed : undefined
}

/** The field under its other spelling; undefined where it has none. */
function respelt(body: unknown, path: string): unknown {
  const { step } = holdersOf(body, path)
  const other = isFixed(step) ? otherSpelling(step) : undefined
  if (other === undefined || step.startsWith('[')) return undefined
  return changedAt(body, path, (holder) => {
    Reflect.set(holder, other, holder[step as never])
    Reflect.deleteProperty(holder, step)
  })
}

function changedAt(
  body: unknown,
  path: string,
  change: (holder: Record<string, unknown> & unknown[], step: string) => void,
): unknown {
  const copy = structuredClone(body)
  const { holders, step } = holdersOf(copy, path)
  for (const holder of holders) change(holder as Record<string, unknown> & unknown[], step)
  return copy
}
