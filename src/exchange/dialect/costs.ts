import type { Cost } from '../rate-limit/budget.ts'

/** Every request that we send, as the rate limit knows it: those of a key, and those that need none. */
const KINDS = {
  private: [
    'account',
    'rights',
    'openOrders',
    'openOrdersOfSymbol',
    'fills',
    'orderFills',
    'order',
    'place',
    'cancel',
  ],
  public: ['markets', 'prices', 'book', 'candles', 'time'],
} as const

type KindsOf = typeof KINDS

/** Every request that we send, as the rate limit knows it. */
export type RequestKind = KindsOf[keyof KindsOf][number]

/** How most exchanges count: signed requests by key, public ones by address. */
const BY_KEY_AND_ADDRESS = { private: fromPool('own'), public: fromPool('ip') }

/**
 * What each request costs: once the usual cost of those of a key, or of those that need none, where `others`
 * does not name it. A number there stands for as many times that.
 */
export function costsOf(
  others: Partial<Record<RequestKind, number | Cost>>,
  usual: Readonly<Record<keyof KindsOf, Cost>> = BY_KEY_AND_ADDRESS,
): Record<RequestKind, Cost> {
  const costs = (Object.keys(KINDS) as (keyof KindsOf)[]).flatMap((who) =>
    KINDS[who].map((kind) => {
      const cost = others[kind] ?? 1
      return [kind, typeof cost === 'number' ? times(usual[who], cost) : cost] as const
    }),
  )
  return Object.fromEntries(costs) as Record<RequestKind, Cost>
}

/** A cost of so much from one budget. */
export function fromPool(pool: string, weight = 1): Cost {
  return { pool, weight }
}

function times({ pool, weight, also }: Cost, factor: number): Cost {
  const cost = { pool, weight: weight * factor }
  return also === undefined ? cost : { ...cost, also: times(also, factor) }
}
