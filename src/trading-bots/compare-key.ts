import { ExchangeError } from '../exchange/exchange-error.ts'
import { endAbsence, findAbsence, type Absence } from '../keys/absence-repo.ts'
import { KeyErased, type ConnectionLane } from '../keys/connections.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import { tell } from '../notices/outbox.ts'
import { commit } from '../queue/core.ts'
import { noteEndedInAbsence } from '../trading/surprise-repo.ts'
import { listBotsOfKey, moveBot } from './bot-repo.ts'
import { hasEnded } from './end-bot.ts'
import { lookForMissing } from './look-for-missing.ts'
import { putMissing, type MissingCoins } from './missing-repo.ts'
import type { TradingBot } from './trading-bot.ts'

/**
 * Compares a key's account with our books, once after each absence and before any of its bots goes
 * on: what filled or ended is put on record, coins that went by hand are found, and all of it is told.
 * Bots whose coins are missing stand still until their trader says what became of them. Nothing is
 * bought, sold or cancelled. False while it can't be made: the absence then goes on, and no bot does.
 */
export async function compareAfterAbsence(
  core: KeyCore,
  keyId: string,
  lane: ConnectionLane = 'routine',
  onPutOff: (error: unknown) => Promise<void> = async () => undefined,
): Promise<boolean> {
  const absence = await findAbsence(core.db, keyId)
  if (absence === undefined || absence.compared) return true
  const key = await findKey(core.db, keyId)
  if (key?.status !== 'linked' || key.health !== 'healthy') return false
  const bots = await listBotsOfKey(core.db, keyId)
  try {
    const missing = bots.length === 0 ? [] : await lookForMissing(core, key, absence, lane)
    return missing !== undefined && (await conclude(core, key, absence, missing))
  } catch (error) {
    // The next look at the key tries again; a refused one has been reported to the watch already.
    if (!(error instanceof ExchangeError || error instanceof KeyErased)) throw error
    core.log.warn('comparison-put-off', { key: keyId, code: error.name })
    await onPutOff(error)
    return false
  }
}

/** False when the account was left alone again meanwhile, or somebody else has concluded. */
async function conclude(
  core: KeyCore,
  key: Key,
  { version, since }: Absence,
  missing: readonly MissingCoins[],
): Promise<boolean> {
  return commit(core, async (trx) => {
    const at = core.clock.now()
    // What is missing may be asked about again: then the same sales have to be found once more.
    const next = { version, since: missing.length === 0 ? at : since, at }
    if (!(await endAbsence(trx, key.id, next))) return false
    await putMissing(trx, key.id, missing)
    await noteEndedInAbsence(trx, key.id)
    const bots = await listBotsOfKey(trx, key.id)
    const ids = new Set(missing.map(({ botId }) => botId))
    for (const bot of bots.filter(({ id }) => ids.has(id)).filter(mayBeHeld)) {
      const stop = { from: ['running', 'paused', 'failed'], to: 'paused', at } as const
      await moveBot(trx, bot.id, { ...stop, resting: 'keep', reason: 'coins-by-hand' })
    }
    if (bots.length === 0) return true
    await tell(trx, core, {
      userId: key.userId,
      notice: {
        kind: 'key-compared',
        keyId: key.id,
        version: version + 1,
        since: since.toISOString(),
      },
      id: `key-compared:${key.id}:${version + 1}`,
    })
    return true
  })
}

/** One that its trader paused, or that has ended, keeps its reason: it does not go on by itself anyhow. */
function mayBeHeld(bot: TradingBot): boolean {
  return bot.status !== 'removing' && bot.reason !== 'trader' && !hasEnded(bot)
}
