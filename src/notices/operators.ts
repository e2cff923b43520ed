import { commit, type Core } from '../queue/core.ts'
import type { HostNotice } from './notice.ts'
import { tell } from './outbox.ts'

/** Tells every operator, once per `cause`, and the log, which is there when nobody can be told. */
export async function tellOperators(
  core: Core,
  operatorIds: readonly string[],
  notice: HostNotice,
  cause: string,
): Promise<void> {
  const { kind, ...facts } = notice
  core.log.warn(kind, facts)
  await commit(core, async (trx) => {
    for (const userId of operatorIds) {
      await tell(trx, core, { userId, notice, id: `${kind}:${cause}:${userId}` })
    }
  })
}
