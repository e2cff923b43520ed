import { addSeconds } from '../lib/clock.ts'
import type { Db } from '../db/schema.ts'
import type { Core } from '../queue/core.ts'
import { listAllBots } from '../trading-bots/bot-repo.ts'
import { heirOf } from '../trading-bots/heir.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { findPlan, listDisconnectsSince } from './exit-plan-repo.ts'

/** For so long a new key is offered the bots that a disconnect removed. */
const LATELY_SECONDS = 30 * 86_400

/** A user's bots that a disconnect removed lately and whose settings went on with no other bot since. */
export async function listLeftBots(
  { db, clock }: Pick<Core, 'db' | 'clock'>,
  userId: string,
): Promise<TradingBot[]> {
  const since = addSeconds(clock.now(), -LATELY_SECONDS)
  const plans = await listDisconnectsSince(db, userId, since)
  const left = new Set(plans.flatMap(({ facts }) => facts.botIds ?? []))
  if (left.size === 0) return []
  const bots = await listAllBots(db, userId)
  const moved = new Set(bots.map(({ movedFrom }) => movedFrom))
  return bots.filter(({ id, status }) => left.has(id) && status === 'removed' && !moved.has(id))
}

/** The bots that a disconnect of the user's removed and whose settings go on with no other bot. */
export async function listMovable(db: Db, userId: string, planId: string): Promise<TradingBot[]> {
  const plan = await findPlan(db, planId)
  if (plan?.userId !== userId || plan.kind !== 'disconnect') return []
  const removed = new Set(plan.facts.botIds)
  const bots = await listAllBots(db, userId)
  return bots.filter(
    (bot) => removed.has(bot.id) && bot.status === 'removed' && heirOf(bot, bots) === undefined,
  )
}
