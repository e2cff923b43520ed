import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import type { Market } from '../../src/exchange/market.ts'
import { judge, type Look } from '../../src/sagas/exit-judge.ts'
import type { ExitPosition } from '../../src/sagas/exit-plan.ts'
import { valuePosition, type Valued } from '../../src/sagas/valuation.ts'
import { newIntent, type Order } from '../../src/trading/order.ts'
import { positionOf } from '../../src/trading/position.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'

const NOON = new Date('2026-11-22T12:00:00Z')
const FEE = new Big('0.001')
const BOT = { id: 'bot-1', symbol: 'SOL/USDT', name: 'Grid SOL/USDT' } as TradingBot

function aMarket(rules: Partial<Market> = {}): Market {
  return {
    symbol: 'SOL/USDT',
    base: 'SOL',
    quote: 'USDT',
    active: true,
    tickSize: new Big('0.01'),
    stepSize: new Big('0.001'),
    minAmount: new Big('0.001'),
    maxAmount: undefined,
    minCost: new Big(5),
    ...rules,
  }
}

/** `amount` SOL that cost 100 USDT each. */
function holding(amount = '2') {
  const buy = {
    side: 'buy',
    amount: new Big(amount),
    cost: new Big(amount).times(100),
    fees: [],
  } as const
  return { bot: BOT, position: positionOf([buy], 'SOL', 'USDT') }
}

function priced(price = '120', amount = '2', market = aMarket()): Valued {
  const bids = price === '0' ? [] : [{ price: new Big(price), amount: new Big(1_000) }]
  return valuePosition(holding(amount), market, { bids, asks: [] }, FEE)
}

/** Bought 200 SOL, sold 199.8: the rest is what the exchange may have taken as a fee without saying so. */
function restOfFee(fees: 'unknown' | []): Valued {
  const trade = { cost: new Big(20_000), fees: [] } as const
  const fills = [
    { ...trade, side: 'buy', amount: new Big(200), fees },
    { ...trade, side: 'sell', amount: new Big('199.8') },
  ] as const
  const book = { bids: [{ price: new Big(120), amount: new Big(1_000) }], asks: [] }
  const position = positionOf(fills, 'SOL', 'USDT')
  return valuePosition({ bot: BOT, position }, aMarket(), book, FEE)
}
const ALL_BUT_FEE = [
  aSale({ status: 'filled', amount: new Big('199.8'), filled: new Big('199.8') }),
]

const PAUSED: Valued = {
  state: 'paused',
  ...holding(),
  market: aMarket({ active: false }),
  sellable: true,
}
const GONE: Valued = { state: 'gone', ...holding() }
const UNPRICED: Valued = {
  state: 'unpriced',
  ...holding(),
  market: aMarket(),
  sellable: true,
  error: new ExchangeError('unavailable', 'Cannot read the order book: no usable answer'),
}

/** Two SOL that are to be sold at 110 or better. */
function decided(over: Partial<ExitPosition> = {}): ExitPosition {
  return {
    planId: 'plan-1',
    botId: BOT.id,
    symbol: BOT.symbol,
    amount: new Big(2),
    averageCost: new Big(100),
    priceShown: new Big(120),
    worstPrice: new Big(120),
    profitShown: new Big(39),
    floor: new Big(110),
    decision: 'close',
    outcome: undefined,
    round: 0,
    cause: undefined,
    said: undefined,
    notFree: undefined,
    ...over,
  }
}

/** A sale of two SOL at 110. */
function aSale(over: Partial<Order> = {}): Order {
  const place = { userId: '42', keyId: 'key-1', botId: BOT.id, planId: 'plan-1', slot: 'exit' }
  const wish = { ...place, symbol: BOT.symbol, side: 'sell', timeInForce: 'IOC' } as const
  const sale = newIntent({ ...wish, price: new Big(110), amount: new Big(2) }, NOON)
  return { ...sale, status: 'cancelled', settled: true, ...over }
}

function look(over: Partial<Look> = {}): Look {
  return {
    decided: decided(),
    held: priced(),
    sales: [],
    balance: { free: new Big(2), used: new Big(0) },
    missingLong: false,
    unsettled: undefined,
    said: undefined,
    answer: undefined,
    stale: false,
    feeRate: FEE,
    now: NOON,
    ...over,
  }
}

const NO_COINS = { free: new Big(0), used: new Big(0) }
const LOCKED = { free: new Big(0), used: new Big(2) }
const asked = (cause: ExitPosition['cause']) => decided({ outcome: 'asked', cause, round: 1 })
const rejected = (reason: string, over: Partial<Order> = {}) =>
  aSale({ status: 'rejected', reason, ...over })
const waits = (over: Partial<NonNullable<Look['unsettled']>> = {}) => ({
  long: false,
  said: undefined,
  pair: 'traded' as const,
  mayBeSold: false,
  ...over,
})

type Ends = Pick<ExitPosition, 'decision' | 'outcome' | 'cause'>
const ends = (
  outcome: ExitPosition['outcome'],
  cause?: ExitPosition['cause'],
  decision: ExitPosition['decision'] = 'close',
): Ends => ({ decision, outcome, cause })

const TABLE: Record<string, [Partial<Look>, Ends]> = {
  'nothing tried yet: it is sold': [{}, ends(undefined)],
  'nothing is left: sold': [{ held: undefined }, ends('sold')],
  'dust is left after a sale: sold': [
    { held: 'dust', sales: [aSale({ filled: new Big(2) })] },
    ends('sold'),
  ],
  'too small from the start: dust': [{ held: priced('120', '0.01') }, ends('dust')],
  'no price, but decided: it is sold at its floor': [{ held: UNPRICED }, ends(undefined)],
  'no buyer at the floor': [
    { held: priced('105'), sales: [aSale()] },
    ends('asked', 'under-floor'),
  ],
  'nobody buys at all': [{ held: priced('0'), sales: [aSale()] }, ends('asked', 'thin')],
  'a part was bought at the floor': [
    {
      held: priced('120', '1.5'),
      balance: { free: new Big('1.5'), used: new Big(0) },
      sales: [aSale({ filled: new Big('0.5') })],
    },
    ends('asked', 'thin'),
  ],
  'more is held than was decided': [
    { held: priced('120', '1'), sales: [aSale({ status: 'filled', filled: new Big(2) })] },
    ends('asked', 'grew'),
  ],
  'the pair is paused': [{ held: PAUSED }, ends('asked', 'paused')],
  'the exchange says that the market is closed': [
    { sales: [rejected('market-closed')] },
    ends('asked', 'paused'),
  ],
  'the market was closed a while ago: tried again': [
    {
      decided: asked('paused'),
      sales: [rejected('market-closed', { createdAt: new Date(NOON.getTime() - 61_000) })],
    },
    ends(undefined),
  ],
  'a paused pair trades again: sold as decided': [{ decided: asked('paused') }, ends(undefined)],
  'the pair is gone': [{ held: GONE }, ends('asked', 'unlisted')],
  'the pair is gone and it was kept in the plan': [
    { held: GONE, decided: decided({ decision: 'keep', outcome: 'unlisted' }) },
    ends('unlisted', undefined, 'keep'),
  ],
  'coins are not seen for a moment: not so for certain': [{ balance: NO_COINS }, ends('missing')],
  'coins are gone from the account': [
    { balance: NO_COINS, missingLong: true },
    ends('asked', 'absent'),
  ],
  'what may have been taken as a fee is not there: sold': [
    {
      decided: decided({ amount: new Big(200) }),
      held: restOfFee('unknown'),
      balance: NO_COINS,
      sales: ALL_BUT_FEE,
    },
    ends('sold'),
  ],
  'as much is not there though every fee is known': [
    {
      decided: decided({ amount: new Big(200) }),
      held: restOfFee([]),
      balance: NO_COINS,
      sales: ALL_BUT_FEE,
      missingLong: true,
    },
    ends('asked', 'absent'),
  ],
  'coins are locked in an order that is not ours': [
    { balance: LOCKED, missingLong: true },
    ends('asked', 'locked'),
  ],
  'coins are back: sold as decided': [{ decided: asked('absent') }, ends(undefined)],
  'looked again, still gone': [
    { decided: asked('absent'), balance: NO_COINS, missingLong: true, answer: 'look' },
    ends('asked', 'absent'),
  ],
  'one refusal for the balance is tried again': [
    { sales: [rejected('insufficient-funds')] },
    ends(undefined),
  ],
  'two refusals for the balance are asked about': [
    { sales: [rejected('insufficient-funds'), rejected('insufficient-funds')] },
    ends('asked', 'refused'),
  ],
  'refused, and the rules are the same': [
    { sales: [rejected('order-rejected')] },
    ends('asked', 'refused'),
  ],
  'refused, and the tick is coarser now': [
    {
      held: priced('120', '2', aMarket({ tickSize: new Big(4) })),
      sales: [rejected('order-rejected')],
    },
    ends(undefined),
  ],
  'refused, and the step is coarser now': [
    {
      held: priced('120', '2', aMarket({ stepSize: new Big('1.5') })),
      sales: [rejected('order-rejected')],
    },
    ends(undefined),
  ],
  'lost on the way': [{ sales: [aSale({ status: 'void' })] }, ends(undefined)],
  'lost five times': [
    { sales: Array.from({ length: 5 }, () => aSale({ status: 'void' })) },
    ends('asked', 'not-taken'),
  ],
  'an open question about a price waits': [
    { decided: asked('under-floor') },
    ends('asked', 'under-floor'),
  ],
  'Sell goes on': [{ decided: asked('under-floor'), answer: 'sell' }, ends(undefined)],
  'Keep keeps': [
    { decided: asked('absent'), answer: 'keep', balance: NO_COINS },
    ends('kept', 'absent', 'keep'),
  ],
  'its orders are not settled: it waits': [{ unsettled: waits() }, ends(undefined)],
  'its orders are not settled for long': [
    { unsettled: waits({ long: true }) },
    ends('asked', 'unanswered'),
  ],
  'its orders are on a paused pair': [
    { unsettled: waits({ pair: 'paused' }) },
    ends('asked', 'paused'),
  ],
  'its orders are settled after all: sold as decided': [
    { decided: asked('unanswered') },
    ends(undefined),
  ],
  'a sale of unknown outcome is waited for on a paused pair too': [
    { unsettled: waits({ pair: 'paused', mayBeSold: true }) },
    ends(undefined),
  ],
  'nobody says what came of a sale for long': [
    { held: GONE, unsettled: waits({ long: true, pair: 'gone', mayBeSold: true }) },
    ends('asked', 'unknown-sale'),
  ],
  'kept while a sale is of unknown outcome: left to the trader': [
    { decided: asked('under-floor'), unsettled: waits({ mayBeSold: true }), answer: 'keep' },
    ends('left', 'unknown-sale', 'keep'),
  ],
  'a sale of unknown outcome was carried out after all': [
    { decided: asked('unknown-sale'), held: undefined, sales: [aSale({ filled: new Big(2) })] },
    ends('sold'),
  ],
  'kept a moment after it was sold after all': [
    {
      decided: asked('unknown-sale'),
      held: undefined,
      sales: [aSale({ filled: new Big(2) })],
      answer: 'keep',
    },
    ends('sold'),
  ],
  'a sale of unknown outcome never arrived: sold as decided': [
    { decided: asked('unknown-sale') },
    ends(undefined),
  ],
  'finished with orders that are not settled': [
    { decided: asked('unanswered'), unsettled: waits({ long: true }), answer: 'keep' },
    ends('left', 'unanswered', 'keep'),
  ],
}

test.each(Object.entries(TABLE))('judge(): %s', (_, [over, expected]) => {
  const judged = judge(look(over))

  expect({
    decision: judged?.decision,
    outcome: judged?.outcome,
    cause: judged?.cause,
  }).toEqual(expected)
})

test('a question whose cause may pass leaves amount and floor as they were decided', () => {
  const judged = judge(look({ held: PAUSED }))

  expect(judged).toMatchObject({ round: 1, amount: new Big(2), floor: new Big(110) })
})

test('a question about a price has the worst price that a yes lets happen', () => {
  const judged = judge(look({ held: priced('105'), sales: [aSale()] }))

  expect(judged?.floor.toFixed()).toBe('104.48')
  expect(judged?.profitShown.lt(9)).toBe(true)
})

test('what is no position and was never decided on stays nothing', () => {
  expect(judge(look({ decided: undefined }))).toBeUndefined()
})
