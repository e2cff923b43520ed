import { randomUUID } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import { queryOften } from './postgres-run.ts'
import type { World } from './world.ts'

/** Books weight that others at this address have spent of the half for routine requests, just now. */
export async function spendRoutine(
  of: Pick<World, 'database' | 'clock'>,
  weight: number,
): Promise<void> {
  const part = `'${randomUUID()}', 'binance:api', 'routine', ${weight}, '${of.clock.now().toISOString()}'`
  await execute(of, `insert into rate_part (id, pool, lane, weight, spent_by) values (${part})`)
}

async function execute({ database }: Pick<World, 'database'>, statement: string): Promise<void> {
  if (database.kind === 'postgres') return void (await queryOften(database.url.reveal(), statement))
  const sqlite = new Sqlite(database.path)
  try {
    sqlite.exec(statement)
  } finally {
    sqlite.close()
  }
}
