import { findAbsence } from '../../keys/absence-repo.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Notice } from '../../notices/notice.ts'
import { listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { listMissing } from '../../trading-bots/missing-repo.ts'
import { isByHand } from '../../trading-bots/sold-by-hand.ts'
import { listFills } from '../../trading/fill-repo.ts'
import { listUnsettled } from '../../trading/order-repo.ts'
import { isLive } from '../../trading/order.ts'
import { listEndedInAbsence } from '../../trading/surprise-repo.ts'
import { issueButton } from '../button-repo.ts'
import type { Deps } from '../deps.ts'
import type { View } from '../view.ts'
import { comparedView } from './compared-view.ts'

/** Whoever was asked at night answers in the morning; later the comparison is made anew. */
const ANSWER_SECONDS = 25 * 3_600

/** What a comparison found; undefined when another one, or the trader's answer, has followed it. */
export async function comparedOf(
  deps: Deps,
  notice: Extract<Notice, { kind: 'key-compared' }>,
): Promise<View | undefined> {
  const { db } = deps
  const { keyId, version } = notice
  const since = new Date(notice.since)
  const key = await getKey(db, keyId)
  const absence = await findAbsence(db, keyId)
  if (key.status !== 'linked' || absence?.version !== version || !absence.compared) return undefined

  const bots = await listBotsOfKey(db, keyId)
  const ids = bots.map((bot) => bot.id)
  const compared = {
    key,
    since,
    bots,
    fills: (await listFills(db, ids, since)).filter((fill) => !isByHand(fill)),
    ended: await listEndedInAbsence(db, keyId, since),
    resting: (await listUnsettled(db, { keyId })).filter(isLive).length,
    missing: await listMissing(db, keyId),
  }
  const of = { action: 'settle-missing', subjectId: keyId, subjectVersion: version }
  return comparedView(
    compared,
    await issueButton(deps, { userId: key.userId, ...of }, ANSWER_SECONDS),
  )
}
