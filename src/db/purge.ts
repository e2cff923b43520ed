import { addSeconds } from '../lib/clock.ts'
import { errorFields, type Log } from '../lib/log.ts'
import type { Db } from './schema.ts'

/** Rows that go in one statement, so that nobody waits long for it. */
const MOST_AT_ONCE = 500
/** Statements for one table in one go; what is left waits for the next. */
const MOST_STATEMENTS = 20
const DAY_SECONDS = 86_400

/** Deletes one batch; gives how many rows went. `ago` is the moment so many days before now. */
type Purge = (db: Db, ago: (days: number) => string) => Promise<{ numDeletedRows: bigint }>

/**
 * Deletes what can't matter any more, a bounded number of rows at a time. One table that can't be
 * purged leaves the others theirs.
 */
export async function purge(db: Db, log: Pick<Log, 'warn'>, now: Date): Promise<void> {
  const ago = (days: number) => addSeconds(now, -days * DAY_SECONDS).toISOString()
  for (const [what, deleteSome] of Object.entries(PURGES)) {
    try {
      for (let n = 0; n < MOST_STATEMENTS; n += 1) {
        const { numDeletedRows } = await deleteSome(db, ago)
        if (numDeletedRows < BigInt(MOST_AT_ONCE)) break
      }
    } catch (error) {
      log.warn('not-purged', { what, ...errorFields(error) })
    }
  }
}

/** Notices whose id holds a moment or a plan: what they tell never comes under the same id again. */
const TOLD_ONCE = ['exit-', 'orders-changed:', 'bot-', 'key-', 'hand-work:'].map((id) => `${id}%`)

const PURGES: Readonly<Record<string, Purge>> = {
  /** Telegram repeats updates for a day. Their bodies went when they were handled. */
  updates: (db, ago) =>
    db
      .deleteFrom('inbox')
      .where('update_id', 'in', (eb) =>
        eb
          .selectFrom('inbox')
          .select('update_id')
          .where('received_at', '<', ago(3))
          .where('body', '=', '')
          .limit(MOST_AT_ONCE),
      )
      .executeTakeFirstOrThrow(),

  /** A tap that is repeated within the days of an update must hear that it was used already. */
  buttons: (db, ago) =>
    db
      .deleteFrom('button')
      .where('token', 'in', (eb) =>
        eb
          .selectFrom('button')
          .select('token')
          .where('expires_at', '<', ago(3))
          .limit(MOST_AT_ONCE),
      )
      .executeTakeFirstOrThrow(),

  notices: (db, ago) =>
    db
      .deleteFrom('notice')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('notice')
          .select('id')
          .where('sent_at', '<', ago(90))
          .where('status', 'in', ['sent', 'dropped'])
          .where((of) => of.or(TOLD_ONCE.map((id) => of('id', 'like', id))))
          .limit(MOST_AT_ONCE),
      )
      .executeTakeFirstOrThrow(),

  /** A dialogue lasts a quarter of an hour. */
  dialogues: (db, ago) =>
    db.deleteFrom('conversation_state').where('updated_at', '<', ago(1)).executeTakeFirstOrThrow(),

  'awaited secrets': (db, ago) =>
    db.deleteFrom('awaiting_secret').where('expires_at', '<', ago(1)).executeTakeFirstOrThrow(),

  'sealed pages': (db, ago) =>
    db.deleteFrom('page_request').where('expires_at', '<', ago(1)).executeTakeFirstOrThrow(),

  answers: (db, ago) =>
    db
      .deleteFrom('saga_answer')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('saga_answer')
          .innerJoin('saga', 'saga.id', 'saga_answer.saga_id')
          .select('saga_answer.id')
          .where('saga.status', '=', 'done')
          .where('saga.updated_at', '<', ago(30))
          .limit(MOST_AT_ONCE),
      )
      .executeTakeFirstOrThrow(),

  /** After their answers. The plans of exits stay: they are history. */
  sagas: (db, ago) =>
    db
      .deleteFrom('saga')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('saga')
          .select('saga.id')
          .where('status', '=', 'done')
          .where('updated_at', '<', ago(30))
          .where((of) =>
            of.not(
              of.exists(
                of.selectFrom('saga_answer').select('id').whereRef('saga_id', '=', 'saga.id'),
              ),
            ),
          )
          .limit(MOST_AT_ONCE),
      )
      .executeTakeFirstOrThrow(),

  /** What an exit that was never begun had shown. */
  'positions of drafts': (db, ago) =>
    db
      .deleteFrom('exit_position')
      .where('plan_id', 'in', (eb) =>
        eb
          .selectFrom('exit_plan')
          .select('id')
          .where('status', '=', 'left')
          .where('updated_at', '<', ago(30))
          .limit(MOST_AT_ONCE),
      )
      .executeTakeFirstOrThrow(),

  drafts: (db, ago) =>
    db
      .deleteFrom('exit_plan')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('exit_plan')
          .select('exit_plan.id')
          .where('status', '=', 'left')
          .where('updated_at', '<', ago(30))
          .where((of) =>
            of.not(
              of.exists(
                of
                  .selectFrom('exit_position')
                  .select('bot_id')
                  .whereRef('plan_id', '=', 'exit_plan.id'),
              ),
            ),
          )
          .limit(MOST_AT_ONCE),
      )
      .executeTakeFirstOrThrow(),

  /** No budget of an exchange is counted for longer. */
  budgets: (db, ago) =>
    db
      .deleteFrom('rate_part')
      .where('id', 'in', (eb) =>
        eb.selectFrom('rate_part').select('id').where('spent_by', '<', ago(2)).limit(MOST_AT_ONCE),
      )
      .executeTakeFirstOrThrow(),

  pauses: (db, ago) =>
    db.deleteFrom('rate_pause').where('until', '<', ago(1)).executeTakeFirstOrThrow(),
}
