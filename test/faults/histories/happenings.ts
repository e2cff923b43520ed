import { Big } from 'big.js'
import { getMarket, roundDown } from '../../../src/playground/paper-exchange/markets.ts'
import {
  cancelOrder,
  fillResting,
  placeOrder,
} from '../../../src/playground/paper-exchange/matching.ts'
import { remaining, type Order } from '../../../src/playground/paper-exchange/order.ts'
import { Refusal } from '../../../src/playground/paper-exchange/refusal.ts'
import type { Dice } from '../world/dice.ts'
import { ALICE } from '../world/scenario.ts'
import type { World } from '../world/world.ts'

/** What there is for something to happen to. */
export interface Stage {
  world: World
  dice: Dice
  bots: readonly { id: string; symbol: string }[]
}

/** Something that happens around the bots in the course of their lives. */
export interface Happening {
  name: string
  act: (stage: Stage) => void
}

export const HAPPENINGS: readonly Happening[] = [
  { name: 'an order fills in part', act: (stage) => fillPart(stage, stage.dice.between(0.1, 0.9)) },
  { name: 'an order fills up to dust', act: (stage) => fillPart(stage, 0.985) },
  { name: 'an order fills', act: (stage) => fillPart(stage, 1) },
  {
    name: 'an order is cancelled by hand',
    act: ({ world, dice }) => {
      const order = restingOfBot(world, dice)
      if (order !== undefined) cancelOrder(world.floor, order)
    },
  },
  { name: 'the owner buys', act: (stage) => tradeByHand(stage, 'buy') },
  { name: 'the owner sells', act: (stage) => tradeByHand(stage, 'sell') },
  { name: 'coins go away', act: (stage) => bring(stage, -stage.dice.between(0.05, 1)) },
  { name: 'coins come', act: (stage) => bring(stage, stage.dice.between(0.1, 2)) },
  { name: 'the trader pauses', act: (stage) => tap(stage, 'pause') },
  { name: 'the trader pauses and cancels', act: (stage) => tap(stage, 'pause', 'cancel') },
  { name: 'the trader pauses and leaves', act: (stage) => tap(stage, 'pause', 'leave') },
  { name: 'the trader resumes', act: (stage) => tap(stage, 'go') },
  { name: 'the trader resumes all', act: (stage) => stage.bots.forEach(({ id }) => go(stage, id)) },
  {
    name: 'a symbol is halted',
    act: ({ world, dice, bots }) => {
      const { symbol } = dice.pick(bots)
      world.floor.controls.halt(symbol, { cancelOnly: true })
      world.time.after(dice.whole(5_000, 400_000), () => world.floor.controls.resume(symbol))
    },
  },
]

function restingOfBot({ floor }: World, dice: Dice): Order | undefined {
  const open = floor.store.listOpen('alice').filter(({ placedWith }) => placedWith !== 'by hand')
  return open.length === 0 ? undefined : dice.pick(open)
}

function fillPart({ world, dice }: Stage, part: number): void {
  const order = restingOfBot(world, dice)
  if (order === undefined) return
  const amount = roundDown(remaining(order).times(part.toFixed(6)), order.market.stepSize)
  if (amount.gt(0)) fillResting(world.floor, order, amount)
}

function tradeByHand({ world, dice, bots }: Stage, side: 'buy' | 'sell'): void {
  const market = getMarket(dice.pick(bots).symbol)
  const { floor } = world
  const coin = side === 'sell' ? market.base : market.quote
  const free = floor.ledger.get('alice', coin).free.times(dice.between(0.1, 0.9).toFixed(4))
  const worth = side === 'sell' ? free : free.div(floor.midOf(market))
  try {
    placeOrder(floor, {
      account: 'alice',
      placedWith: 'by hand',
      market,
      side,
      type: 'MARKET',
      timeInForce: 'GTC',
      price: undefined,
      amount: roundDown(worth, market.stepSize),
      cost: undefined,
      clientOrderId: `web_${dice.whole(1, 1e9)}`,
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

function bring({ world, dice, bots }: Stage, part: number): void {
  const { base, quote } = getMarket(dice.pick(bots).symbol)
  const coin = dice.chance(0.5) ? base : quote
  const { free } = world.floor.ledger.get('alice', coin)
  const amount = free.times(part.toFixed(6)).round(8, Big.roundDown)
  if (!amount.eq(0)) world.floor.ledger.add('alice', coin, { free: amount })
}

function tap({ world, dice, bots }: Stage, ...verbs: string[]): void {
  const { id } = dice.pick(bots)
  for (const [i, verb] of verbs.entries()) {
    world.time.after(i * 3_000, () => {
      world.user(ALICE, 'Alice').tapsData(`bot:${id}:${verb}`, 1)
    })
  }
}

function go({ world }: Stage, id: string): void {
  world.user(ALICE, 'Alice').tapsData(`bot:${id}:go`, 1)
}
