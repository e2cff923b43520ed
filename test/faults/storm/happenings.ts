import { Big } from 'big.js'
import { getMarket } from '../../../src/playground/paper-exchange/markets.ts'
import {
  cancelOrder,
  fillResting,
  placeOrder,
} from '../../../src/playground/paper-exchange/matching.ts'
import { remaining, type Order } from '../../../src/playground/paper-exchange/order.ts'
import { roundDown } from '../../../src/playground/paper-exchange/markets.ts'
import type { KeyState } from '../../../src/playground/paper-exchange/keys.ts'
import type { Dice } from '../world/dice.ts'
import { ALICE, BOB } from '../world/scenario.ts'
import { attempt } from '../world/attempt.ts'
import type { World } from '../world/world.ts'

/** What there is for something to happen to. */
export interface Scene {
  world: World
  dice: Dice
  symbols: readonly string[]
  apiKey: string
}

/** Something that happens around Undock, once or until it is undone. */
export interface Happening {
  name: string
  /** How likely a schedule has it, next to the others. */
  weight: number
  act: (scene: Scene) => void
  /** Puts it right when the faults end; what is left out stays as it is. */
  undo?: (scene: Scene) => void
}

/** All that may happen, by their numbers. */
export const HAPPENINGS: readonly Happening[] = [
  { name: 'price moves a little', weight: 6, act: (s) => move(s, 0.985, 1.015) },
  { name: 'price falls under the floors', weight: 4, act: (s) => move(s, 0.85, 0.97) },
  { name: 'price rises', weight: 2, act: (s) => move(s, 1.02, 1.08) },
  {
    name: 'E11 clock skew',
    weight: 2,
    act: ({ world, dice }) => {
      const by = Math.round(dice.spread(400, 3_600_000))
      world.skew = dice.chance(0.5) ? by : -by
    },
    undo: ({ world }) => {
      world.skew = 0
    },
  },
  {
    name: 'E12 thin book',
    weight: 3,
    act: ({ world, dice, symbols }) => {
      world.floor.bookOf(getMarket(dice.pick(symbols))).quotePerLevel = new Big(dice.whole(2, 60))
    },
    undo: deepBooks,
  },
  {
    name: 'E26 no liquidity',
    weight: 2,
    act: ({ world, dice, symbols }) => {
      world.floor.bookOf(getMarket(dice.pick(symbols))).quotePerLevel = new Big(0)
    },
    undo: deepBooks,
  },
  {
    name: 'E13 a resting order fills partly',
    weight: 3,
    act: (s) => {
      const order = restingOfBot(s)
      if (order !== undefined) fillPart(s, order, s.dice.between(0.1, 0.9))
    },
  },
  {
    name: 'E24 a resting order fills up to dust',
    weight: 2,
    act: (s) => {
      const order = restingOfBot(s)
      if (order !== undefined) fillPart(s, order, 0.985)
    },
  },
  {
    name: 'E14 a resting order fills',
    weight: 2,
    act: (s) => {
      const order = restingOfBot(s)
      if (order !== undefined) fillResting(s.world.floor, order, remaining(order))
    },
  },
  {
    name: 'E19 key deleted',
    weight: 1,
    act: ({ world, apiKey }) => {
      turn(world, apiKey, 'deleted')
    },
  },
  {
    name: 'E20 trade right taken',
    weight: 1,
    act: ({ world, apiKey }) => {
      world.floor.keys.get(apiKey).rights.trade = false
    },
    undo: ({ world, apiKey, dice }) => {
      if (dice.chance(0.5)) world.floor.keys.get(apiKey).rights.trade = true
    },
  },
  {
    name: 'E20 address blocked',
    weight: 1,
    act: ({ world, apiKey }) => {
      turn(world, apiKey, 'ip-blocked')
    },
    undo: revive,
  },
  {
    name: 'E21 key expired',
    weight: 1,
    act: ({ world, apiKey }) => {
      turn(world, apiKey, 'expired')
    },
    undo: revive,
  },
  {
    name: 'E29 account frozen',
    weight: 1,
    act: ({ world, apiKey }) => {
      turn(world, apiKey, 'frozen')
    },
    undo: revive,
  },
  {
    name: 'E23 symbol halted',
    weight: 1,
    act: ({ world, dice, symbols }) =>
      world.floor.controls.halt(dice.pick(symbols), { cancelOnly: true }),
    undo: ({ world }) => world.floor.resumeHalted(),
  },
  { name: 'E27 deposit', weight: 2, act: (s) => bring(s, s.dice.between(0.001, 2)) },
  { name: 'E27 withdrawal', weight: 2, act: (s) => bring(s, -s.dice.between(0.05, 1)) },
  { name: 'E27 the owner sells by hand', weight: 2, act: (s) => byHand(s, undefined) },
  {
    name: 'E29 the owner’s order locks coins',
    weight: 2,
    act: (s) => byHand(s, 1.4),
    undo: cancelByHand,
  },
  {
    name: 'G2 the trader blocks the bot',
    weight: 1,
    act: ({ world }) => {
      world.wasBlocked = true
      world.user(ALICE, 'Alice').blocks()
    },
    undo: ({ world }) => world.user(ALICE, 'Alice').unblocks(),
  },
  {
    name: 'G4 the trader deletes a message',
    weight: 2,
    act: ({ world, dice }) => {
      const own = world
        .chat(ALICE)
        .messages()
        .filter(({ from }) => from.is_bot)
      if (own.length > 0) world.chat(ALICE).remove(dice.pick(own.slice(-4)).id)
    },
  },
  {
    name: 'G15 the trader clears the chat',
    weight: 1,
    act: ({ world }) => {
      for (const { id } of world.chat(ALICE).messages()) world.chat(ALICE).remove(id)
    },
  },
  {
    name: 'G14 somebody else taps',
    weight: 1,
    act: ({ world, dice }) => {
      const buttons = world
        .chat(ALICE)
        .messages()
        .flatMap(({ keyboard }) => keyboard.flat())
        .flatMap((one) => ('callback_data' in one ? [one.callback_data] : []))
      if (buttons.length > 0) world.user(BOB, 'Bob').tapsData(dice.pick(buttons), 1)
    },
  },
]

function move({ world, dice, symbols }: Scene, low: number, high: number): void {
  world.floor.movePrice(dice.pick(symbols), dice.between(low, high))
}

function deepBooks({ world, symbols }: Scene): void {
  for (const symbol of symbols) {
    const market = getMarket(symbol)
    world.floor.bookOf(market).quotePerLevel = new Big(20_000)
    world.floor.bookOf(market).refill()
  }
}

function restingOfBot({ world, dice }: Scene): Order | undefined {
  const open = world.floor.store
    .listOpen('alice')
    .filter(({ placedWith }) => placedWith !== 'by hand')
  return open.length === 0 ? undefined : dice.pick(open)
}

function fillPart({ world }: Scene, order: Order, part: number): void {
  const amount = roundDown(remaining(order).times(part.toFixed(6)), order.market.stepSize)
  if (amount.gt(0)) fillResting(world.floor, order, amount)
}

function revive({ world, apiKey, dice }: Scene): void {
  if (dice.chance(0.7)) turn(world, apiKey, 'active')
}

/** A deleted key stays deleted. */
function turn({ floor }: World, apiKey: string, state: KeyState): void {
  const key = floor.keys.get(apiKey)
  if (key.state !== 'deleted') key.state = state
}

/** A part of the base on the account comes or goes. */
function bring({ world, dice, symbols }: Scene, part: number): void {
  const { base } = getMarket(dice.pick(symbols))
  const { free } = world.floor.ledger.get('alice', base)
  const amount = free.times(part.toFixed(6)).round(8, Big.roundDown)
  if (amount.eq(0)) return
  world.floor.ledger.add('alice', base, { free: amount })
  world.handMovedAt = world.time.ms
  world.moved.push({ asset: base, amount })
}

/** Sells at market, or rests far above the price. */
function byHand({ world, dice, symbols }: Scene, factor: number | undefined): void {
  const market = getMarket(dice.pick(symbols))
  const { floor } = world
  const free = floor.ledger.get('alice', market.base).free
  const amount = roundDown(free.times(dice.between(0.2, 1).toFixed(4)), market.stepSize)
  world.handMovedAt = world.time.ms
  const price = factor && roundDown(floor.midOf(market).times(factor), market.tickSize)
  attempt(() =>
    placeOrder(floor, {
      account: 'alice',
      placedWith: 'by hand',
      market,
      side: 'sell',
      type: price ? 'LIMIT' : 'MARKET',
      timeInForce: 'GTC',
      price: price || undefined,
      amount,
      cost: undefined,
      clientOrderId: `web_${dice.whole(1, 1e9)}`,
    }),
  )
}

function cancelByHand({ world, dice }: Scene): void {
  world.handMovedAt = world.time.ms
  for (const order of world.floor.store.listOpen('alice')) {
    if (order.placedWith === 'by hand' && dice.chance(0.5))
      attempt(() => cancelOrder(world.floor, order))
  }
}
