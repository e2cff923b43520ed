import { errorFields } from '../lib/log.ts'
import { concernsWholeKey, ExchangeError } from '../exchange/exchange-error.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { listFills } from '../trading/fill-repo.ts'
import { listUnsettled } from '../trading/order-repo.ts'
import type { BotBook } from './bot-book.ts'
import { planBot, type BotOnRecord, type BotPlan, type MarketLook } from './plan-bot.ts'
import { renewRules } from './renew-rules.ts'
import { runBot } from './run-bot.ts'
import { failBot } from './stand-still.ts'
import type { TickOfKey } from './tick-of-key.ts'
import { causeOf, type TickTroubles, type TroubleCause } from './tick-trouble.ts'

/**
 * What one tick does for one bot. Whatever goes wrong concerns this bot alone, and is returned.
 *
 * @throws {ExchangeError} for what concerns the whole key.
 */
export async function serveBot(
  core: KeyCore,
  tick: TickOfKey,
  onRecord: BotOnRecord,
  markets: MarketLook,
  book: () => BotBook | undefined,
): Promise<TickTroubles> {
  const { bot } = onRecord
  const trouble = (cause: TroubleCause) => [{ botId: bot.id, symbol: bot.symbol, cause }]
  if (tick.holdOff.isOn(bot.id, RULES)) return trouble('refused')

  try {
    const cause = await serve(core, tick, onRecord, markets, book)
    return cause === undefined ? [] : trouble(cause)
  } catch (error) {
    if (!(error instanceof ExchangeError) || concernsWholeKey(error)) throw error
    core.log.warn('bot-put-off', { bot: bot.id, code: error.code })
    return trouble(causeOf({ error }))
  }
}

/** The place of a bot that rests because the rules of its pair could not be fetched. */
const RULES = 'rules'

async function serve(
  core: KeyCore,
  tick: TickOfKey,
  onRecord: BotOnRecord,
  markets: MarketLook,
  book: () => BotBook | undefined,
): Promise<TroubleCause | undefined> {
  const { bot } = onRecord
  const plan = await planOrFail(core, tick, markets, onRecord, book)
  if (plan === undefined) return 'own-fault'
  // Nothing is known about the orders on this pair just now, so that nothing can be placed or ended.
  const isUnknown = tick.retries.causeOf(bot.symbol) !== undefined
  if (isUnknown && (plan.kind === 'trade' || plan.kind === 'end')) return undefined
  if ((await runBot(core, tick, onRecord, plan)) === 'done') return undefined

  const renewed = await renewRules(core, tick.key, markets, bot.symbol)
  if (renewed === 'unknown') {
    tick.holdOff.begin(bot.id, RULES)
    return 'refused'
  }
  if (renewed !== 'unchanged') {
    const again = await onRecordNow(core, onRecord)
    const secondPlan = await planOrFail(core, tick, renewed, again)
    if (secondPlan === undefined) return 'own-fault'
    const served = await runBot(core, tick, again, secondPlan)
    if (served === 'done' && !leavesOut(plan, again, secondPlan)) return undefined
  }
  await failBot(core, bot, 'order-rejected')
  return undefined
}

/** Whether all that was refused can't be ordered by the new rules at all, such as a larger smallest order. */
function leavesOut(first: BotPlan, { unsettled }: BotOnRecord, second: BotPlan): boolean {
  if (first.kind !== 'trade' || second.kind !== 'trade') return false
  const taken = new Set(unsettled.map(({ slot }) => slot))
  const refused = first.place.filter(({ slot }) => !taken.has(slot))
  const fitted = new Set(second.place.map(({ slot }) => slot))
  return refused.length > 0 && !refused.some(({ slot }) => fitted.has(slot))
}

/** Planning is pure: what it throws, it would throw at each tick, so the bot fails. Undefined then. */
async function planOrFail(
  core: KeyCore,
  { key }: TickOfKey,
  markets: MarketLook,
  onRecord: BotOnRecord,
  book: () => BotBook | undefined = () => undefined,
): Promise<BotPlan | undefined> {
  try {
    return planBot({ ...onRecord, book: book() }, key, markets, core.clock.now())
  } catch (error) {
    core.log.error('bot-fails', { bot: onRecord.bot.id, ...errorFields(error) })
    await failBot(core, onRecord.bot, 'own-fault')
    return undefined
  }
}

/** The bot with its orders and all its fills as they are after it was just served. */
async function onRecordNow({ db }: KeyCore, { bot }: BotOnRecord): Promise<BotOnRecord> {
  const unsettled = await listUnsettled(db, { keyId: bot.keyId, botId: bot.id })
  return { bot, unsettled, fills: await listFills(db, [bot.id]) }
}
