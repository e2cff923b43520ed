import { Big } from 'big.js'
import { ExchangeError } from '../../exchange/exchange-error.ts'
import type { KeyCore } from '../../keys/key-core.ts'
import { getKey } from '../../keys/key-repo.ts'
import { createBotWithKept, fetchStillThere, fillOfKept } from '../../sagas/adopt-kept.ts'
import { listUnadopted } from '../../sagas/kept-repo.ts'
import type { StrategyId } from '../../strategies/strategies.ts'
import type { SlotFill } from '../../strategies/strategy.ts'
import { findBot } from '../../trading-bots/bot-repo.ts'
import type { BotRequest, KeyUnfit } from '../../trading-bots/create-bot.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { exact } from '../format.ts'
import type { Words } from '../words.ts'

/** Coins that a new bot begins with. Plain text only: it passes through a stored dialogue. */
export interface PlainKept {
  id: string
  symbol: string
  /** What of it is still free on the account. */
  amount: string
  /** What was kept. */
  kept: string
  averageCost: string
}

export type FoundKept = { ok: true; kept: PlainKept } | { ok: false; sentence: string }

/** Looks a kept position up, on record and on the account. */
export async function findKept(
  core: KeyCore,
  words: Words,
  keyId: string,
  id: string,
): Promise<FoundKept> {
  const { kept: w } = words.bots.newBot
  const key = await getKey(core.db, keyId)
  const found = (await listUnadopted(core.db, key)).find((one) => one.id === id)
  if (found === undefined) return { ok: false, sentence: w.taken }
  try {
    const { symbol, amount, averageCost } = found
    const there = await fetchStillThere(core, key, found)
    if (there.lte(0)) return { ok: false, sentence: w.allGone(coinsOf(found.symbol, found.amount)) }
    const plain = { amount: there.toFixed(), kept: amount.toFixed() }
    return { ok: true, kept: { id, symbol, averageCost: averageCost.toFixed(), ...plain } }
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    return { ok: false, sentence: w.noAnswer(key.label) }
  }
}

/** The coins as they stand in the bot's book. */
export function toFill(kept: PlainKept, strategy: StrategyId, at: Date): SlotFill {
  return fillOfKept(toCoins(kept), strategy, at)
}

/** What is missing of what was kept; undefined when nothing is. */
export function missingWords(
  { bots }: Words,
  { symbol, amount, kept }: PlainKept,
): string | undefined {
  if (amount === kept) return undefined
  const { lessFree } = bots.newBot.kept
  return lessFree(coinsOf(symbol, new Big(kept)), coinsOf(symbol, new Big(amount)))
}

/** Makes the bot, if the coins are still there. A sentence when they are not. */
export async function startWithKept(
  core: KeyCore,
  words: Words,
  request: BotRequest,
  kept: PlainKept,
): Promise<TradingBot | KeyUnfit | { sentence: string }> {
  const there = await findBot(core.db, request.id)
  if (there !== undefined) return there
  const now = await findKept(core, words, request.keyId, kept.id)
  if (!now.ok) return { sentence: now.sentence }
  if (new Big(now.kept.amount).lt(kept.amount)) return { sentence: words.bots.newBot.kept.fewer }
  const made = await createBotWithKept(core, request, toCoins(kept))
  if (made === 'taken') return { sentence: words.bots.newBot.kept.taken }
  return made
}

function toCoins({ id, symbol, amount, averageCost }: PlainKept) {
  return { id, symbol, amount: new Big(amount), averageCost: new Big(averageCost) }
}

function coinsOf(symbol: string, amount: Big): string {
  return `${exact(amount)} ${symbol.split('/')[0] ?? ''}`
}
