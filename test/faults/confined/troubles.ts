import { Big } from 'big.js'
import type { FeeWay } from '../../../src/playground/paper-exchange/fee-ways.ts'
import { getMarket, roundDown } from '../../../src/playground/paper-exchange/markets.ts'
import { placeOrder } from '../../../src/playground/paper-exchange/matching.ts'
import type { Order } from '../../../src/playground/paper-exchange/order.ts'
import type { ForeignOrder } from '../../../src/playground/paper-exchange/views.ts'
import type { Answer } from '../../../src/exchange/ccxt/refusal.ts'
import type { Fate, Request } from '../exchange/fate.ts'
import { attempt } from '../world/attempt.ts'
import type { Dice } from '../world/dice.ts'
import type { World } from '../world/world.ts'

/** Where a trouble strikes: the symbol and the account's orders in it. */
interface Scene {
  world: World
  /** The trouble's own. */
  dice: Dice
  symbol: string
}

/** What a trouble does while it lasts. */
export interface Course {
  /** What becomes of a request; undefined leaves it alone. */
  fate?: (request: Request) => Fate | undefined
  /** Ends what can end. */
  end?: () => void
}

/** Something that goes wrong with one order, bot or symbol, and with nothing else. */
export interface Trouble {
  name: string
  /** Never stays once the faults are over: nothing could come to its end. */
  passes?: true
  start: (scene: Scene) => Course
}

/** What a coin is called once it is renamed. */
export function renamed(coin: string): string {
  return `${coin}2`
}

export function isRenamed(coin: string): boolean {
  return coin.endsWith('2')
}

const coded = (status: number, code: number, msg: string): Answer => ({
  status,
  body: JSON.stringify({ code, msg }),
  retryAfter: undefined,
})
const UNKNOWN = coded(504, -1007, 'Timeout waiting for response from backend server.')
const POINTS = new Big('0.8')
const NOT_FOUND = coded(400, -2013, 'Order does not exist.')
const PAGE: Answer = { status: 502, body: '<html></html>', retryAfter: undefined }

/** Requests about the symbol come to nothing. */
function unanswered(name: string, instead: 'broken' | Answer, after: [number, number]): Trouble {
  return {
    name,
    passes: true,
    start: ({ symbol, dice }) => ({
      fate: (request) =>
        request.symbol === symbol
          ? { kind: 'lost', answered: dice.whole(...after), instead }
          : undefined,
    }),
  }
}

/** Requests about one of the bot's orders come to nothing, or are refused. */
function ofOneOrder(name: string, kinds: readonly Request['kind'][], instead: Answer): Trouble {
  return {
    name,
    passes: true,
    start(scene) {
      const order = anOrder(scene)
      if (order !== undefined && instead === NOT_FOUND) scene.world.denied.add(order.clientOrderId)
      return {
        fate: (request) =>
          order !== undefined && kinds.includes(request.kind) && isAbout(request, order)
            ? { kind: 'lost', answered: 100, instead }
            : undefined,
      }
    },
  }
}

/** The fees of the symbol's fills are taken, or told, in another way. */
function fees(name: string, way: FeeWay): Trouble {
  return {
    name: `fees ${name}`,
    start({ world, symbol }) {
      const { floor } = world
      if (way.kind === 'coin') {
        // Enough for some fees, and not for all.
        floor.ledger.add('alice', way.coin, { free: POINTS })
        world.moved.push({ asset: way.coin, amount: POINTS })
      }
      floor.controls.takeFees(way, 'alice', symbol)
      return { end: () => floor.controls.takeFees({ kind: 'received' }, 'alice', symbol) }
    },
  }
}

/** The trader has an order of another kind, over what is free of the base. */
function foreign(name: string, order: (price: Big) => Partial<ForeignOrder>): Trouble {
  return {
    name: `the trader’s own ${name}`,
    start({ world: { floor }, symbol }) {
      const market = getMarket(symbol)
      const amount = floor.ledger.get('alice', market.base).free.times('0.4')
      attempt(() =>
        floor.controls.placeForeign({
          account: 'alice',
          symbol,
          side: 'sell',
          type: 'STOP_LOSS',
          amount: roundDown(amount, market.stepSize),
          ...order(floor.midOf(market)),
        }),
      )
      return {}
    },
  }
}

/** One answer to a new order is lost. */
function lostPlacement(name: string, then: (scene: Scene) => (() => void) | undefined): Trouble {
  return {
    name,
    passes: true,
    start(scene) {
      let [met, end]: [boolean, (() => void) | undefined] = [false, undefined]
      return {
        fate(request) {
          if (met || request.kind !== 'place' || request.symbol !== scene.symbol) return undefined
          met = true
          const { time } = scene.world
          time.after(30, () => (end = then(scene)))
          return { kind: 'done-unknown', arrives: 20, answered: 60, instead: UNKNOWN }
        },
        end: () => end?.(),
      }
    },
  }
}

const halt =
  (options: { cancelOnly?: boolean; emptyBook?: boolean; orders?: 'taken-out' }) =>
  ({ world: { floor }, symbol }: Scene) => {
    floor.controls.halt(symbol, options)
    return () => floor.controls.resume(symbol)
  }

const delist =
  (orders: 'taken-out' | 'stay') =>
  ({ world: { floor }, symbol }: Scene) => {
    floor.controls.delist(symbol, { orders })
    return () => floor.controls.relist(symbol)
  }

const during = (name: string, start: (scene: Scene) => () => void): Trouble => ({
  name,
  start: (scene) => ({ end: start(scene) }),
})

/** Every trouble of one order, bot or symbol. */
export const TROUBLES: readonly Trouble[] = [
  unanswered('every request about a symbol is answered 504', UNKNOWN, [60, 9_000]),
  unanswered('every request about a symbol is cut', 'broken', [20, 9_000]),
  unanswered('every request about a symbol is answered with a page', PAGE, [20, 900]),
  during('a symbol is delisted', delist('taken-out')),
  during('a symbol is delisted with its orders', delist('stay')),
  during('a symbol is halted', halt({})),
  during('a symbol takes only cancels', halt({ cancelOnly: true })),
  during('a symbol is halted and emptied', halt({ emptyBook: true, orders: 'taken-out' })),
  {
    name: 'a coin is renamed',
    start({ world: { floor }, symbol, dice }) {
      const { base } = getMarket(symbol)
      floor.controls.rename(base, renamed(base), { old: dice.pick(['gone', 'halted']) })
      return {}
    },
  },
  {
    name: 'the rules of a symbol change',
    start({ world: { floor }, symbol, dice }) {
      const { tickSize, stepSize, minCost } = getMarket(symbol)
      const factor = dice.pick(['10', '100', '1000'])
      const changes = [
        { stepSize: stepSize.times(factor) },
        { tickSize: tickSize.times(factor) },
        { minNotional: minCost.times(factor) },
        { priceBand: { up: '1.02', down: '0.98' } },
        { maxOrders: dice.whole(0, 2) },
      ]
      floor.controls.setFilters(symbol, dice.pick(changes))
      return {}
    },
  },
  {
    name: 'coins are moved into an earning product',
    start({ world: { floor }, symbol, dice }) {
      const { base } = getMarket(symbol)
      const { free } = floor.ledger.get('alice', base)
      const amount = free.times(dice.between(0.3, 1).toFixed(4)).round(8, Big.roundDown)
      floor.controls.lockCoins(base, amount, 'alice')
      return { end: () => floor.controls.unlockCoins(base, amount, 'alice') }
    },
  },
  {
    name: 'the owner sells coins',
    start({ world: { floor }, symbol, dice }) {
      const market = getMarket(symbol)
      const { free } = floor.ledger.get('alice', market.base)
      const amount = roundDown(free.times(dice.between(0.2, 1).toFixed(4)), market.stepSize)
      const terms = { side: 'sell', type: 'MARKET', timeInForce: 'GTC', price: undefined } as const
      const order = { account: 'alice', placedWith: 'by hand', market, amount, cost: undefined }
      const clientOrderId = `web_${dice.whole(1, 1e9)}`
      attempt(() => placeOrder(floor, { ...order, ...terms, clientOrderId }))
      return {}
    },
  },
  fees('in a third coin without a market', { kind: 'coin', coin: 'POINT', usd: '0.1' }),
  fees('with an empty text', { kind: 'untold', as: 'empty' }),
  fees('without a word', { kind: 'untold', as: 'missing' }),
  fees('as a rebate', { kind: 'received', rate: '-0.0002' }),
  fees('not at all', { kind: 'received', rate: '0' }),
  foreign('stop-loss', (price) => ({ stopPrice: price.times('0.7') })),
  foreign('trailing stop', () => ({ trailingDelta: 100 })),
  foreign('pair', (price) => ({
    type: 'OCO',
    price: price.times('1.9'),
    stopPrice: price.times('0.6'),
  })),
  foreign('quote-sized market order', () => ({ type: 'MARKET', side: 'buy', cost: '20' })),
  {
    name: 'rows in the list that nobody can read',
    start({ world: { floor }, symbol }) {
      const rows = [{ symbol }, { id: 'x', symbol: 'NO/SUCH' }, { symbol, price: 'nothing' }]
      floor.strayRows = [...floor.strayRows, ...rows.map((row) => ({ ...row, status: 'open' }))]
      return { end: () => (floor.strayRows = []) }
    },
  },
  {
    name: 'one order of ours that cannot be read',
    passes: true,
    start(scene) {
      const order = anOrder(scene)
      if (order !== undefined) scene.world.floor.garbled.add(order.id)
      return { end: () => scene.world.floor.garbled.clear() }
    },
  },
  {
    name: 'one order of ours that can be neither read nor found',
    passes: true,
    start(scene) {
      const { garbled } = scene.world.floor
      const order = anOrder(scene)
      if (order === undefined) return {}
      garbled.add(order.id)
      scene.world.denied.add(order.clientOrderId)
      return {
        fate: (request) =>
          request.kind === 'order' && isAbout(request, order)
            ? { kind: 'lost', answered: 100, instead: NOT_FOUND }
            : undefined,
        end: () => garbled.delete(order.id),
      }
    },
  },
  ofOneOrder('one order that cannot be looked up', ['order', 'orderFills', 'cancel'], UNKNOWN),
  ofOneOrder('one order that is not known', ['order'], NOT_FOUND),
  ofOneOrder('one order that is not cancelled', ['cancel'], coded(400, -2011, 'Try again.')),
  {
    name: 'every new order of one bot is refused for no known reason',
    passes: true,
    start: ({ symbol }) => ({
      fate: (request) =>
        request.kind === 'place' && request.symbol === symbol
          ? { kind: 'lost', answered: 50, instead: coded(400, -9_000, 'This can not be done.') }
          : undefined,
    }),
  },
  lostPlacement('an answer lost', () => undefined),
  lostPlacement('an answer lost into a halt', halt({})),
  lostPlacement('an answer lost into a delisting', delist('taken-out')),
]

/** Those after which a symbol is traded again as it was. */
export const PASSING: readonly Trouble[] = TROUBLES.filter(
  ({ name, passes }) => passes === true || /^(a symbol|rows in the list)/.test(name),
)

/** An order of the symbol's bot that rests, or else any of its orders. */
function anOrder({ world: { floor }, symbol, dice }: Scene): Order | undefined {
  const ours = floor.store
    .list('alice')
    .filter(({ market, placedWith }) => market.symbol === symbol && placedWith !== 'by hand')
  const open = ours.filter(({ status }) => status === 'NEW' || status === 'PARTIALLY_FILLED')
  const from = open.length > 0 ? open : ours
  return from.length === 0 ? undefined : dice.pick(from)
}

function isAbout({ clientOrderId, orderId }: Request, order: Order): boolean {
  return clientOrderId === order.clientOrderId || orderId === String(order.id)
}
