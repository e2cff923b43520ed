import { commit, type Core } from '../queue/core.ts'
import { tellOperators } from '../notices/operators.ts'
import { markRestoredKeys } from '../sagas/restore-repo.ts'
import { markRun } from './run-mark-repo.ts'

/** Tells of a database that is a backup, and of a run before this one that was not stopped cleanly. */
export async function markStart(
  core: Core,
  { operatorIds, port }: { operatorIds: readonly string[]; port: number },
): Promise<void> {
  const restored = await commit(core, markRestoredKeys)
  if (restored !== undefined) {
    const backupMadeAt = restored.toISOString()
    await tellOperators(core, operatorIds, { kind: 'host-restored', backupMadeAt }, backupMadeAt)
  }
  const crashed = await markRun(core.db, port, core.clock.now())
  if (crashed === undefined) return
  const startedAt = crashed.toISOString()
  await tellOperators(core, operatorIds, { kind: 'host-crashed', startedAt }, startedAt)
}
