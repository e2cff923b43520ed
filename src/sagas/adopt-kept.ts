import { Big } from 'big.js'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { roundDownTo, type Market } from '../exchange/market.ts'
import { getKey } from '../keys/key-repo.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { commit, type Core } from '../queue/core.ts'
import { isPlaceable, smaller } from '../strategies/order-minimum.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import type { SlotFill } from '../strategies/strategy.ts'
import { findBot } from '../trading-bots/bot-repo.ts'
import {
  createBotIn,
  whyUnfit,
  type BotRequest,
  type KeyUnfit,
} from '../trading-bots/create-bot.ts'
import { heldByKeys, listKeysOfAccount } from '../trading-bots/held-on-account.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { insertFills } from '../trading/fill-repo.ts'
import { insertOrders } from '../trading/order-repo.ts'
import { newIntent, type Order } from '../trading/order.ts'
import { claimKept, listUnadopted, type KeptPosition } from './kept-repo.ts'

/** A part, or all, of what was kept. */
export type KeptCoins = Pick<KeptPosition, 'id' | 'symbol' | 'amount' | 'averageCost'>

/**
 * What was kept on a key's account and is worth beginning a bot with: dust stays where it is. Empty while
 * the exchange does not tell its rules; linking again asks once more.
 */
export async function listAdoptable(core: KeyCore, key: Key): Promise<KeptPosition[]> {
  const kept = await listUnadopted(core.db, key)
  if (kept.length === 0) return []
  const markets = await rulesOf(core, key)
  return kept.filter(({ symbol, amount, averageCost }) => {
    const market = markets.get(symbol)
    if (market === undefined) return false
    return isPlaceable(market, averageCost, roundDownTo(market.stepSize, amount))
  })
}

async function rulesOf(core: KeyCore, key: Key): Promise<ReadonlyMap<string, Market>> {
  try {
    return await core.exchanges.markets(key.exchange).fetchMarkets()
  } catch (error) {
    if (error instanceof ExchangeError) return new Map()
    throw error
  }
}

/** How much of a kept position is free on the account now and no bot's. Zero when all of it is gone. */
export async function fetchStillThere(
  core: KeyCore,
  key: Key,
  { symbol, amount }: Pick<KeptCoins, 'symbol' | 'amount'>,
): Promise<Big> {
  const base = symbol.split('/')[0] ?? ''
  const exchange = await core.connections.open(key.id, 'routine')
  const balance = (await exchange.fetchAccount()).balances.get(base)
  if (balance === undefined) return new Big(0)
  const held = await heldByKeys(core.db, await listKeysOfAccount(core.db, key))
  const others = balance.free.plus(balance.used).minus(held.get(base) ?? 0)
  const there = smaller(amount, smaller(balance.free, others))
  return there.gt(0) ? there : new Big(0)
}

/**
 * The coins as the fill that brings them into a bot's book: at their average cost, without a fee.
 *
 * @throws {TypeError} for a strategy that can't begin with coins.
 */
export function fillOfKept(
  { amount, averageCost }: Pick<KeptCoins, 'amount' | 'averageCost'>,
  strategy: BotRequest['strategy'],
  at: Date,
): SlotFill {
  const { adoption } = STRATEGIES[strategy]
  if (adoption === undefined) throw new TypeError(`Cannot adopt coins: ${strategy} begins without`)
  return {
    slot: adoption.slot,
    side: 'buy',
    amount,
    price: averageCost,
    cost: costOf({ amount, averageCost }),
    fees: [],
    at,
  }
}

/**
 * Records a bot that begins with coins that were kept, once for each request and once for the coins:
 * `taken` when another bot goes on with them.
 */
export async function createBotWithKept(
  core: Core,
  request: BotRequest,
  coins: KeptCoins,
): Promise<TradingBot | KeyUnfit | 'taken'> {
  return commit(core, async (trx) => {
    const there = await findBot(trx, request.id)
    if (there !== undefined) return there
    const unfit = whyUnfit(await getKey(trx, request.keyId))
    if (unfit !== undefined) return unfit
    if (!(await claimKept(trx, coins.id, request.id))) return 'taken'
    const bot = await createBotIn(trx, core, request)
    if (typeof bot === 'string') throw new RangeError(`Cannot make a bot with coins: ${bot}`)

    const at = core.clock.now()
    const { slot, ...fill } = fillOfKept(coins, bot.strategy, at)
    const order = orderOfKept(bot, slot, coins, at)
    await insertOrders(trx, [order])
    const trade = { ...fill, id: originOf(coins), orderId: order.id, symbol: order.symbol }
    await insertFills(trx, [{ order, fill: trade }])
    return bot
  })
}

/** No order brought the coins: what stands in its place has ended, and is known to no exchange. */
function orderOfKept(
  { id: botId, userId, keyId, symbol }: TradingBot,
  slot: string,
  coins: KeptCoins,
  at: Date,
): Order {
  const { amount, averageCost: price } = coins
  const place = { userId, keyId, botId, planId: undefined, slot, symbol }
  const wish = { ...place, side: 'buy', timeInForce: 'IOC', price, amount } as const
  return {
    ...newIntent(wish, at),
    clientOrderId: originOf(coins),
    status: 'filled',
    filled: amount,
    cost: costOf(coins),
    settled: true,
    reason: 'kept',
  }
}

function costOf({ amount, averageCost }: Pick<KeptCoins, 'amount' | 'averageCost'>): Big {
  return amount.times(averageCost).round(18, Big.roundUp)
}

/** Stands where an order and a trade have their ids, in the exports too. */
function originOf({ id }: KeptCoins): string {
  return `kept-${id}`
}
