import { sql } from 'kysely'
import type { Db, Trx } from './schema.ts'

type Change<T> = (trx: Trx) => Promise<T>

interface Waiting {
  change: Change<unknown>
  /** Called once the commit stands; with what the change gave. */
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** Most changes that share one commit, so that the first of them does not wait for too many. */
const MOST = 100

const queues = new WeakMap<Db, Waiting[]>()

/**
 * Runs `change` in a transaction of its own, whose commit it may share with others that came while
 * one was under way: SQLite runs one at a time anyhow, and each commit waits for the disk. One that
 * fails is undone alone.
 */
export function shareCommit<T>(db: Db, change: Change<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const one: Waiting = { change, resolve: resolve as Waiting['resolve'], reject }
  const queue = queues.get(db)
  if (queue !== undefined) {
    queue.push(one)
  } else {
    const started = [one]
    queues.set(db, started)
    void commitAll(db, started)
  }
  return promise
}

async function commitAll(db: Db, queue: Waiting[]): Promise<void> {
  while (queue.length > 0) {
    // Whatever has arrived by now comes along: else each would be through before the next is heard.
    await new Promise(setImmediate)
    await commitSome(db, queue.splice(0, MOST))
  }
  queues.delete(db)
}

async function commitSome(db: Db, together: readonly Waiting[]): Promise<void> {
  const settle: (() => void)[] = []
  try {
    await db.transaction().execute(async (trx) => {
      for (const one of together) settle.push(await run(trx, one, together.length === 1))
    })
  } catch (error) {
    for (const { reject } of together) reject(error)
    return
  }
  for (const tell of settle) tell()
}

/** Gives what is to be told once the commit stands. Alone, a failure ends the transaction itself. */
async function run(
  trx: Trx,
  { change, resolve, reject }: Waiting,
  alone: boolean,
): Promise<() => void> {
  if (alone) {
    const value = await change(trx)
    return () => resolve(value)
  }
  await sql`savepoint one`.execute(trx)
  try {
    const value = await change(trx)
    await sql`release one`.execute(trx)
    return () => resolve(value)
  } catch (error) {
    await sql`rollback to one`.execute(trx)
    await sql`release one`.execute(trx)
    return () => reject(error)
  }
}
