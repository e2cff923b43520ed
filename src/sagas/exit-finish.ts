import type { Trx } from '../db/schema.ts'
import type { KeyCore } from '../keys/key-core.ts'
import type { Key } from '../keys/key.ts'
import { eraseKey, moveKey, scrubFiles } from '../keys/key-repo.ts'
import { tell } from '../notices/outbox.ts'
import { moveBots } from '../trading-bots/bot-repo.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { listEndedUnseen } from '../trading/surprise-repo.ts'
import { mayBeFee } from '../trading/position.ts'
import { exitStep, type Exit } from './exit-context.ts'
import { changePlan, listExitPositions } from './exit-plan-repo.ts'
import type { ExitFacts, ExitPlan } from './exit-plan.ts'
import { putHandWork } from './hand-work-repo.ts'
import { insertKept } from './kept-repo.ts'
import { lastKnown } from './truth.ts'

/** The bots go (their history stays), the key is erased or sealed, and the receipt is told: one commit. */
export const finishDisconnect = exitStep(async (core, exit) => {
  const { plan, key } = exit
  const at = core.clock.now()
  if (plan.checkDead) {
    return {
      go: 'next',
      step: 'await-dead',
      write: async (trx) => {
        await closePlan(trx, core, exit)
        await moveKey(trx, key.id, { from: 'disconnecting', to: 'sealed', at })
      },
    }
  }
  // Nothing may be on its way with this key when it is erased.
  core.connections.drop(key.id)
  return {
    go: 'next',
    step: 'scrub',
    write: async (trx) => {
      await closePlan(trx, core, exit)
      await eraseKey(trx, key.id, at)
    },
  }
})

/** The bot goes; its key stays linked. */
export const finishRemove = exitStep(async (core, exit) => ({
  go: 'done',
  write: (trx) => closePlan(trx, core, exit),
}))

/** After the erase: empties the log where the ciphertext would live on, and lets the connection go. */
export async function scrubAfterErase(core: KeyCore, keyId: string): Promise<void> {
  core.connections.drop(keyId)
  if (!(await scrubFiles(core.db))) core.log.warn('wal-not-truncated', { key: keyId })
}

async function closePlan(trx: Trx, core: KeyCore, exit: Exit): Promise<void> {
  const left = await botsLeft(trx, exit)
  const facts = left.size > 0 ? await leaveToTrader(trx, core, exit, left) : {}
  const unseenEnds = await unseenEndsOf(trx, exit.key, exit.bots)
  await keepPositions(trx, core, exit, left)
  await removeBots(trx, core, exit.bots)
  await endPlan(trx, core, exit.plan, { ...facts, unseenEnds })
}

/** Symbols on which these bots had orders open when the pair was delisted: they may have filled before. */
export async function unseenEndsOf(
  trx: Trx,
  { id }: Key,
  bots: readonly TradingBot[],
): Promise<string[]> {
  const ours = (await listEndedUnseen(trx, id)).filter(
    ({ botId, status }) => status === 'cancelled' && bots.some((bot) => bot.id === botId),
  )
  return [...new Set(ours.map(({ symbol }) => symbol))]
}

/** The list of what is left to do for these bots' orders and coins. */
async function leaveToTrader(
  trx: Trx,
  core: KeyCore,
  { key, bots, botId }: Exit,
  left: ReadonlySet<string>,
): Promise<Pick<ExitFacts, 'unknownSales'>> {
  const isLeft = (id: string) => left.has(id)
  const known = await lastKnown(
    trx,
    key,
    bots.filter(({ id }) => isLeft(id)),
    botId,
  )
  const orders = known.orders.filter((order) => isLeft(order.botId))
  await putHandWork(trx, key, { ...known, orders }, core.clock.now())
  const unknown = known.unknownSales.filter((order) => isLeft(order.botId))
  return { unknownSales: unknown.map(({ symbol }) => symbol) }
}

/** Removes bots; their orders and fills stay as history. */
export async function removeBots(
  trx: Trx,
  core: KeyCore,
  bots: readonly { id: string }[],
): Promise<void> {
  const ids = bots.map((bot) => bot.id)
  const from = ['running', 'paused', 'failed', 'removing'] as const
  await moveBots(trx, ids, { from, to: 'removed', at: core.clock.now() })
}

/** Ends the plan with its second file and its receipt. */
export async function endPlan(
  trx: Trx,
  core: KeyCore,
  plan: ExitPlan,
  facts: ExitFacts,
): Promise<void> {
  const at = core.clock.now()
  await changePlan(trx, plan, {
    status: 'done',
    facts: { ...plan.facts, ...facts, endedAt: at.toISOString() },
    at,
  })
  const { userId, id: planId } = plan
  await tell(trx, core, {
    userId,
    notice: { kind: 'exit-files', planId },
    id: `exit-1-files-after:${planId}`,
  })
  await tell(trx, core, {
    userId,
    notice: { kind: 'exit-receipt', planId },
    id: `exit-2-receipt:${planId}`,
  })
}

/** The bots, including removed ones, whose orders and coins the trader takes care of at the exchange. */
async function botsLeft(trx: Trx, { plan }: Exit): Promise<ReadonlySet<string>> {
  const positions = await listExitPositions(trx, plan.id)
  return new Set(positions.filter(({ outcome }) => outcome === 'left').map(({ botId }) => botId))
}

async function keepPositions(
  trx: Trx,
  core: KeyCore,
  { plan, key, bots }: Exit,
  left: ReadonlySet<string>,
): Promise<void> {
  const held = await positionsOf(trx, bots)
  const decided = await listExitPositions(trx, plan.id)
  for (const { bot, position } of held) {
    const isSold = decided.some(({ botId, outcome }) => botId === bot.id && outcome === 'sold')
    // What is left of a sale may have gone as a fee that was not reported.
    const amount = isSold
      ? position.amount.minus(mayBeFee(position, key.takerFeeRate))
      : position.amount
    if (amount.lte(0) || left.has(bot.id)) continue
    await insertKept(trx, {
      id: bot.id,
      userId: plan.userId,
      exchange: key.exchange,
      accountUid: key.accountUid,
      planId: plan.id,
      symbol: bot.symbol,
      amount,
      averageCost: position.averageCost,
      at: core.clock.now(),
    })
  }
}
