import { randomUUID } from 'node:crypto'
import { addSeconds, systemClock, type Clock } from '../lib/clock.ts'
import { closeAll } from '../lib/close-all.ts'
import { errorFields, type Log } from '../lib/log.ts'
import { countedSeconds } from '../exchange/rate-limit/budget.ts'
import type { Part, SharedLimits, Wanted } from '../exchange/rate-limit/shared-limits.ts'
import { isPostgres } from './dialect.ts'
import type { Db, Trx } from './schema.ts'
import { transact } from './transact.ts'

const LOOK_MS = 500
const LONGEST_HELD_SECONDS = 5
/** No clock of another process is that far ahead: such a row was written before ours was set back. */
const MOST_SKEW_SECONDS = 60
const RETRY_SECONDS = 1

/** What the database keeps of the exchanges' limits. */
export interface OpenLimits {
  limits: SharedLimits
  close: () => Promise<void>
}

/**
 * The limits that all processes on one database keep to, and that outlive each of them.
 *
 * A budget is spent in parts. Each is written down before anything of it is spent, so that processes
 * that come, go or crash never spend more than it together. A pause is heard by the others within half
 * a second, and before anything is sent by a process that starts.
 */
export async function openSharedLimits(db: Db, clock: Clock, log: Log): Promise<OpenLimits> {
  const pauses = new Map<string, Date>()
  const learn = (name: string, until: Date) => {
    if (until > (pauses.get(name) ?? 0)) pauses.set(name, until)
  }
  const look = async () => {
    const now = clock.now()
    for (const [name, until] of pauses) if (until <= now) pauses.delete(name)
    for (const { name, until } of await listPauses(db, now)) learn(name, new Date(until))
  }
  const failed = (error: unknown) => log.warn('limits-not-shared', errorFields(error))
  await forgetPast(db, clock.now())
  await look()
  const looking = isPostgres(db) ? again(look, failed) : undefined
  let writing = Promise.resolve()

  return {
    limits: {
      pausedUntil: (name) => pauses.get(name),
      pause(name, until) {
        learn(name, until)
        writing = writing.then(() => savePause(db, name, until)).catch(failed)
      },
      async lease(wanted) {
        try {
          return await transact(db, (trx) => takePart(trx, wanted, clock.now()))
        } catch (error) {
          failed(error)
          return addSeconds(clock.now(), RETRY_SECONDS)
        }
      },
    },
    async close() {
      await closeAll([() => looking?.stop(), () => writing])
    },
  }
}

/** Repeats `task` all the time. Other processes' pauses come in real time, whatever our clock is. */
function again(task: () => Promise<void>, onError: (error: unknown) => void) {
  let stopped = false
  let cancel = (): void => undefined
  let running = Promise.resolve()
  const round = async () => {
    await task().catch(onError)
    if (!stopped) plan()
  }
  const plan = () => {
    cancel = systemClock.after(LOOK_MS, () => {
      running = round()
    })
  }
  plan()
  return {
    stop(): Promise<void> {
      stopped = true
      cancel()
      return running
    },
  }
}

async function takePart(trx: Trx, wanted: Wanted, now: Date): Promise<Part | Date> {
  const { pool, budget, lane, least, most } = wanted
  const counted = countedSeconds(budget)
  await giveBack(trx, wanted)
  const rows = await trx
    .selectFrom('rate_part')
    .selectAll()
    .where('pool', '=', pool)
    .where('spent_by', '>', addSeconds(now, -counted).toISOString())
    .where('spent_by', '<', addSeconds(now, MOST_SKEW_SECONDS).toISOString())
    .orderBy('spent_by')
    .execute()
  const sumOf = (some: typeof rows) => some.reduce((sum, { weight }) => sum + weight, 0)
  const routine = rows.filter((row) => row.lane === 'routine')
  const room = Math.min(
    budget.weight - sumOf(rows),
    lane === 'routine' ? budget.weight / 2 - sumOf(routine) : Infinity,
  )
  const [oldest] = rows
  if (room < least) return addSeconds(new Date(oldest?.spent_by ?? now), counted)

  const held = Math.min(LONGEST_HELD_SECONDS, budget.seconds / 2)
  const part = { id: randomUUID(), weight: Math.floor(Math.min(room, most)) }
  const until = addSeconds(now, held)
  await trx
    .insertInto('rate_part')
    .values({ ...part, pool, lane, spent_by: until.toISOString() })
    .execute()
  return { ...part, until }
}

/** Of a part that is given back, only what was spent counts, from when the last of it was. */
async function giveBack(trx: Trx, { pool, before, budget }: Wanted): Promise<void> {
  if (before === undefined) return
  const { id, weight, at } = before
  const spent = { weight, spent_by: at.toISOString() }
  await trx.updateTable('rate_part').set(spent).where('id', '=', id).execute()
  await trx
    .deleteFrom('rate_part')
    .where('pool', '=', pool)
    .where((eb) =>
      eb.or([
        eb('weight', '=', 0),
        eb(
          'spent_by',
          '<',
          addSeconds(at, -countedSeconds(budget) - MOST_SKEW_SECONDS).toISOString(),
        ),
      ]),
    )
    .execute()
}

async function savePause(db: Db, name: string, until: Date): Promise<void> {
  const moment = until.toISOString()
  await transact(db, async (trx) => {
    await trx
      .insertInto('rate_pause')
      .values({ name, until: moment })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ until: moment })
          .where('rate_pause.until', '<', moment),
      )
      .execute()
  })
}

function listPauses(db: Db, now: Date) {
  return db.selectFrom('rate_pause').selectAll().where('until', '>', now.toISOString()).execute()
}

async function forgetPast(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('rate_pause').where('until', '<=', now.toISOString()).execute()
}
