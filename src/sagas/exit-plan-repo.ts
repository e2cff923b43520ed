import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { ExitFacts, ExitPlan, ExitPosition } from './exit-plan.ts'

/** Opens a draft; drafts of the same user that were left lying are closed. */
export async function insertDraft(
  trx: Trx,
  draft: Pick<ExitPlan, 'userId' | 'keyId' | 'kind' | 'botId'>,
  at: Date,
): Promise<ExitPlan> {
  await leaveDrafts(trx, draft.userId, at)
  const plan: ExitPlan = {
    ...draft,
    id: randomUUID(),
    status: 'draft',
    version: 1,
    checkDead: false,
    facts: {},
    createdAt: at,
  }
  await trx
    .insertInto('exit_plan')
    .values({
      id: plan.id,
      user_id: plan.userId,
      key_id: plan.keyId,
      kind: plan.kind,
      bot_id: plan.botId ?? null,
      status: plan.status,
      version: plan.version,
      check_dead: 0,
      data: '{}',
      created_at: at.toISOString(),
      updated_at: at.toISOString(),
    })
    .execute()
  return plan
}

/** Closes whatever draft the user has open. True when there was one. */
export async function leaveDrafts(trx: Trx, userId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exit_plan')
    .set((eb) => ({
      status: 'left' as const,
      version: eb('version', '+', 1),
      updated_at: at.toISOString(),
    }))
    .where('user_id', '=', userId)
    .where('status', '=', 'draft')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function findPlan(db: Db, id: string): Promise<ExitPlan | undefined> {
  const row = await db.selectFrom('exit_plan').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toPlan(row)
}

/** @throws {RangeError} when there is no such plan. */
export async function getPlan(db: Db, id: string): Promise<ExitPlan> {
  const plan = await findPlan(db, id)
  if (plan === undefined) throw new RangeError(`Cannot get plan ${id}: it does not exist`)
  return plan
}

/** A user's disconnects that were done since then. */
export async function listDisconnectsSince(
  db: Db,
  userId: string,
  since: Date,
): Promise<ExitPlan[]> {
  const rows = await db
    .selectFrom('exit_plan')
    .selectAll()
    .where('user_id', '=', userId)
    .where('kind', '=', 'disconnect')
    .where('status', '=', 'done')
    .where('updated_at', '>=', since.toISOString())
    .execute()
  return rows.map(toPlan)
}

/** Changes a plan and raises its version. False when it is not at `plan.version` any more. */
export async function changePlan(
  trx: Trx,
  plan: Pick<ExitPlan, 'id' | 'version'>,
  change: { status?: ExitPlan['status']; checkDead?: boolean; facts?: ExitFacts; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exit_plan')
    .set({
      version: plan.version + 1,
      updated_at: change.at.toISOString(),
      ...(change.status && { status: change.status }),
      ...(change.checkDead !== undefined && { check_dead: change.checkDead ? 1 : 0 }),
      ...(change.facts && { data: JSON.stringify(change.facts) }),
    })
    .where('id', '=', plan.id)
    .where('version', '=', plan.version)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function listExitPositions(db: Db, planId: string): Promise<ExitPosition[]> {
  const rows = await db
    .selectFrom('exit_position')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('symbol')
    .orderBy('bot_id')
    .execute()
  return rows.map(toPosition)
}

/** Writes the positions of a plan, in place of what stood there for the same bots. */
export async function putExitPositions(
  trx: Trx,
  positions: readonly ExitPosition[],
): Promise<void> {
  if (positions.length === 0) return
  await trx
    .insertInto('exit_position')
    .values(positions.map(toRow))
    .onConflict((conflict) =>
      conflict.columns(['plan_id', 'bot_id']).doUpdateSet((eb) => ({
        symbol: eb.ref('excluded.symbol'),
        amount: eb.ref('excluded.amount'),
        average_cost: eb.ref('excluded.average_cost'),
        price_shown: eb.ref('excluded.price_shown'),
        worst_price: eb.ref('excluded.worst_price'),
        profit_shown: eb.ref('excluded.profit_shown'),
        floor: eb.ref('excluded.floor'),
        decision: eb.ref('excluded.decision'),
        outcome: eb.ref('excluded.outcome'),
        round: eb.ref('excluded.round'),
        cause: eb.ref('excluded.cause'),
        said: eb.ref('excluded.said'),
        not_free: eb.ref('excluded.not_free'),
      })),
    )
    .execute()
}

/** Forgets positions that are not held any more. */
export async function dropExitPositions(trx: Trx, planId: string): Promise<void> {
  await trx.deleteFrom('exit_position').where('plan_id', '=', planId).execute()
}

function toPlan(row: Selectable<Schema['exit_plan']>): ExitPlan {
  return {
    id: row.id,
    userId: row.user_id,
    keyId: row.key_id,
    kind: row.kind,
    botId: row.bot_id ?? undefined,
    status: row.status,
    version: row.version,
    checkDead: row.check_dead === 1,
    facts: JSON.parse(row.data) as ExitFacts,
    createdAt: new Date(row.created_at),
  }
}

function toRow(position: ExitPosition): Selectable<Schema['exit_position']> {
  return {
    plan_id: position.planId,
    bot_id: position.botId,
    symbol: position.symbol,
    amount: position.amount.toFixed(),
    average_cost: position.averageCost.toFixed(),
    price_shown: position.priceShown.toFixed(),
    worst_price: position.worstPrice.toFixed(),
    profit_shown: position.profitShown.toFixed(),
    floor: position.floor.toFixed(),
    decision: position.decision ?? null,
    outcome: position.outcome ?? null,
    round: position.round,
    cause: position.cause ?? null,
    said: position.said ?? null,
    not_free: position.notFree?.toFixed() ?? null,
  }
}

function toPosition(row: Selectable<Schema['exit_position']>): ExitPosition {
  return {
    planId: row.plan_id,
    botId: row.bot_id,
    symbol: row.symbol,
    amount: new Big(row.amount),
    averageCost: new Big(row.average_cost),
    priceShown: new Big(row.price_shown),
    worstPrice: new Big(row.worst_price),
    profitShown: new Big(row.profit_shown),
    floor: new Big(row.floor),
    decision: row.decision ?? undefined,
    outcome: row.outcome ?? undefined,
    round: row.round,
    cause: (row.cause ?? undefined) as ExitPosition['cause'],
    said: row.said ?? undefined,
    notFree: row.not_free === null ? undefined : new Big(row.not_free),
  }
}
