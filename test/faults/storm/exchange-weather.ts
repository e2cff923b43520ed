import type { Answer } from '../../../src/exchange/ccxt/refusal.ts'
import { changesSomething, type Fate, type Request } from '../exchange/fate.ts'
import type { Dice } from '../world/dice.ts'

/** One way in which a request to the exchange goes wrong. */
export interface ExchangeFault {
  /** Begins with its number. */
  name: string
  meets: (request: Request) => boolean
  /** The fault that it comes out as behind the adapter: same effect, same error. */
  like?: string
  fate: (dice: Dice) => Fate
}

const HTML = '<html><body><h1>Service Temporarily Unavailable</h1></body></html>'
const html = (status: number): Answer => ({ status, body: HTML, retryAfter: undefined })
const coded = (status: number, code: number, msg: string, retryAfter?: string): Answer => ({
  status,
  body: JSON.stringify({ code, msg }),
  retryAfter,
})

const UNKNOWN = coded(
  504,
  -1007,
  'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
)
const OVERLOADED = coded(503, -1008, 'Request throttled by system-level protection.')

const any = () => true
const orders = changesSomething
const places = ({ kind }: Request) => kind === 'place'
const CACHED: readonly Request['kind'][] = [
  'account',
  'openOrders',
  'openOrdersOfSymbol',
  'fills',
  'orderFills',
]
/** Caches that lag together; often it is one of them only. */
export const CACHES: readonly (readonly Request['kind'][])[] = [
  ['account'],
  ['openOrders', 'openOrdersOfSymbol'],
  ['fills', 'orderFills'],
  CACHED,
]

/** Everything that a network, a proxy or the exchange's own servers do to single requests. */
export const EXCHANGE_FAULTS: readonly ExchangeFault[] = [
  { name: 'E1 refused', meets: any, fate: (d) => lost(d.whole(1, 30), 'broken') },
  {
    name: 'E2 timeout before accept',
    like: 'E1 refused',
    meets: any,
    fate: () => lost(9_000, 'broken'),
  },
  {
    name: 'E3 timeout after accept',
    meets: any,
    fate: (d) => done(d, d.chance(0.5) ? 9_000 : 100, 'broken'),
  },
  { name: 'E4 late accept', meets: orders, fate: lateFate },
  {
    name: 'E5 unknown, done',
    like: 'E3 timeout after accept',
    meets: any,
    fate: (d) => done(d, d.whole(60, 9_000), UNKNOWN),
  },
  {
    name: 'E5 unknown, not done',
    like: 'E1 refused',
    meets: any,
    fate: (d) => lost(d.whole(60, 9_000), UNKNOWN),
  },
  {
    name: 'E6 proxy page, done',
    like: 'E3 timeout after accept',
    meets: any,
    fate: (d) => done(d, d.whole(60, 900), html(502)),
  },
  {
    name: 'E6 proxy page, not done',
    like: 'E1 refused',
    meets: any,
    fate: (d) => lost(d.whole(20, 900), html(502)),
  },
  {
    name: 'E7 429 with Retry-After',
    meets: any,
    fate: (d) => lost(20, coded(429, -1003, 'Too many requests.', String(d.whole(1, 90)))),
  },
  {
    name: 'E7 429 without Retry-After',
    like: 'E7 429 with Retry-After',
    meets: any,
    fate: () => lost(20, coded(429, -1003, 'Too many requests.')),
  },
  {
    name: 'E8 418 ban',
    like: 'E7 429 with Retry-After',
    meets: any,
    fate: () => lost(20, coded(418, -1003, 'Way too much request weight used; IP banned.', '120')),
  },
  { name: 'E9 403 of a firewall', like: 'E1 refused', meets: any, fate: () => lost(20, html(403)) },
  {
    name: 'E10 overloaded',
    like: 'E1 refused',
    meets: any,
    fate: (d) => lost(d.whole(20, 300), OVERLOADED),
  },
  {
    name: 'E10 too many orders',
    meets: places,
    fate: () =>
      lost(20, coded(429, -1015, 'Too many new orders; current limit is 10 orders per 10 SECOND.')),
  },
  { name: 'E13 slow', meets: any, fate: (d) => well(d, d.whole(300, 4_000)) },
  {
    name: 'E17 stale answer',
    meets: ({ kind }) => CACHED.includes(kind),
    fate: (d) => ({ ...well(d), stale: Math.round(d.spread(100, 5_000)) }),
  },
  {
    name: 'E18 not found although it is there',
    meets: ({ kind }) => kind === 'order',
    fate: (d) => ({ ...well(d), stale: Math.round(d.spread(100, 2_000)) }),
  },
]

/** A request to which nothing happens. */
export function well(dice: Dice, slower = 0): Extract<Fate, { kind: 'well' }> {
  const arrives = dice.whole(2, 60) + slower
  return { kind: 'well', arrives, answered: arrives + dice.whole(2, 60) }
}

/** The exchange is down for everybody. */
export function inMaintenance(): Fate {
  return lost(20, html(503))
}

/** Our address is banned for so long. */
export function inBan(leftMs: number): Fate {
  const words = 'Way too much request weight used; IP banned. Please use WebSocket Streams.'
  return lost(20, coded(418, -1003, words, String(Math.ceil(leftMs / 1000))))
}

function lost(answered: number, instead: 'broken' | Answer): Fate {
  return { kind: 'lost', answered, instead }
}

function done(dice: Dice, answered: number, instead: 'broken' | Answer): Fate {
  const arrives = dice.whole(2, 60)
  return { kind: 'done-unknown', arrives, answered: Math.max(answered, arrives), instead }
}

/** Let in within its window; the engine itself may then take as long as the API's time-out. */
function lateFate(dice: Dice): Fate {
  const arrives = dice.whole(10, 4_900)
  const lands = arrives + dice.whole(100, 9_900)
  return {
    kind: 'late',
    arrives,
    lands,
    answered: dice.whole(20, 9_000),
    instead: dice.chance(0.5) ? 'broken' : UNKNOWN,
  }
}
