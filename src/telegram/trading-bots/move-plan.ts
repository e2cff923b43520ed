import { Big } from 'big.js'
import { ExchangeError } from '../../exchange/exchange-error.ts'
import type { Key } from '../../keys/key.ts'
import { adaptSettings, symbolThere, type Adapted } from '../../trading-bots/adapt-settings.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Deps } from '../deps.ts'
import { freeFor } from './free-money.ts'

/** A bot, and what its settings would become on the other key. */
export interface MoveProposal {
  bot: TradingBot
  adapted: Adapted
}

/** Bots that may move to a key. */
export interface MovePlan {
  key: Key
  proposals: readonly MoveProposal[]
  /** What the bots would be given, by quote, and what is free there of it; undefined: unknown. */
  money: readonly { quote: string; given: Big; free: Big | undefined }[]
}

/** Fits bots to a key by its exchange's markets and prices now; undefined while it does not answer. */
export async function planMove(
  deps: Deps,
  bots: readonly TradingBot[],
  key: Key,
  agreed?: Big,
): Promise<MovePlan | undefined> {
  const source = deps.exchanges.markets(key.exchange)
  try {
    const markets = await source.fetchMarkets()
    const symbols = bots.flatMap(({ symbol }) => symbolThere(symbol, markets) ?? [])
    const prices = await source.fetchPrices([...new Set(symbols)])
    const target = { markets, prices, feeRate: key.takerFeeRate, now: deps.clock.now() }
    const proposals = bots.map((bot) => ({ bot, adapted: adaptSettings(bot, target, agreed) }))
    return { key, proposals, money: await moneyOf(deps, key, proposals) }
  } catch (error) {
    if (error instanceof ExchangeError) return undefined
    throw error
  }
}

async function moneyOf(
  deps: Deps,
  key: Key,
  proposals: readonly MoveProposal[],
): Promise<MovePlan['money']> {
  const given = new Map<string, Big>()
  for (const { adapted } of proposals) {
    if (adapted.kind !== 'fits') continue
    const quote = adapted.symbol.split('/')[1] ?? ''
    given.set(quote, new Big(adapted.parameters['money'] ?? 0).plus(given.get(quote) ?? 0))
  }
  const money = []
  for (const [quote, sum] of given) {
    money.push({ quote, given: sum, free: await freeOf(deps, key, quote) })
  }
  return money
}

/** Undefined while the account can't be read: the bots can be made all the same. */
async function freeOf(deps: Deps, key: Key, quote: string): Promise<Big | undefined> {
  try {
    return await freeFor(deps, key.id, quote)
  } catch (error) {
    if (error instanceof ExchangeError) return undefined
    throw error
  }
}
