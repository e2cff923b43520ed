import { endAbsence, findAbsence } from '../keys/absence-repo.ts'
import { commit, type Core } from '../queue/core.ts'
import { getBot, moveBot } from './bot-repo.ts'
import { listMissing, putMissing } from './missing-repo.ts'
import { takeOffBooks, type TakenOff } from './sold-by-hand.ts'

/** Whose the coins were that went by hand: the bots’, or the trader’s own as far as can be. */
export type Whose = 'bots' | 'own'

/**
 * Settles what a comparison found missing: it is taken off the bots' books, all that was thought to
 * be gone or only what is gone for certain. The bots may go on then, when their trader resumes them.
 * Undefined when that comparison is not the latest any more, or was settled before.
 */
export async function settleMissing(
  core: Core,
  { keyId, version, whose }: { keyId: string; version: number; whose: Whose },
): Promise<TakenOff[] | undefined> {
  return commit(core, async (trx) => {
    const absence = await findAbsence(trx, keyId)
    if (absence?.compared !== true || absence.version !== version) return undefined
    const at = core.clock.now()
    const missing = await listMissing(trx, keyId)
    if (missing.length === 0 || !(await endAbsence(trx, keyId, { version, since: at, at }))) {
      return undefined
    }
    const taken: TakenOff[] = []
    for (const { botId, amount, least, price } of missing) {
      const of = { amount: whose === 'bots' ? amount : least, price, at }
      const off = await takeOffBooks(trx, await getBot(trx, botId), of)
      if (off !== undefined) taken.push(off)
      const bot = await getBot(trx, botId)
      if (bot.reason !== 'coins-by-hand') continue
      await moveBot(trx, botId, { from: ['paused'], to: 'paused', at, reason: 'settled-by-hand' })
    }
    await putMissing(trx, keyId, [])
    return taken
  })
}
