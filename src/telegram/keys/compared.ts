import { findAbsence } from '../../keys/absence-repo.ts'
import type { Key } from '../../keys/key.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Notice } from '../../notices/notice.ts'
import { listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { listMissing } from '../../trading-bots/missing-repo.ts'
import { isByHand } from '../../trading-bots/sold-by-hand.ts'
import { listFills } from '../../trading/fill-repo.ts'
import { listUnsettled } from '../../trading/order-repo.ts'
import { isLive } from '../../trading/order.ts'
import { listEndedInAbsence } from '../../trading/surprise-repo.ts'
import { issueButton, type Action } from '../button-repo.ts'
import type { Deps } from '../deps.ts'
import type { View } from '../view.ts'
import type { Words } from '../words.ts'
import { comparedView } from './compared-view.ts'

/** Whoever was asked at night answers in the morning; later the comparison is made anew. */
const ANSWER_SECONDS = 25 * 3_600

/** What a comparison found; undefined when another one, or the trader's answer, has followed it. */
export async function comparedOf(
  deps: Deps,
  words: Words,
  { keyId, version, since }: Extract<Notice, { kind: 'key-compared' }>,
): Promise<View | undefined> {
  const key = await getKey(deps.db, keyId)
  const absence = await findAbsence(deps.db, keyId)
  if (key.status !== 'linked' || absence?.version !== version || !absence.compared) return undefined
  return viewOf(deps, words, key, version, new Date(since))
}

/** The question whose the coins were that went by hand; undefined when nothing is to be settled. */
export async function unsettledOf(deps: Deps, words: Words, key: Key): Promise<View | undefined> {
  const absence = await findAbsence(deps.db, key.id)
  if (key.health === 'dead' || absence?.compared !== true) return undefined
  if ((await listMissing(deps.db, key.id)).length === 0) return undefined
  return viewOf(deps, words, key, absence.version, absence.since)
}

async function viewOf(
  deps: Deps,
  words: Words,
  key: Key,
  version: number,
  since: Date,
): Promise<View> {
  const { db } = deps
  const { id: keyId, userId } = key
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
  const of = { userId, subjectId: keyId, subjectVersion: version }
  const issue = (action: Action) => issueButton(deps, { ...of, action }, ANSWER_SECONDS)
  return comparedView(words, compared, {
    bots: await issue('settle-bots'),
    own: await issue('settle-own'),
  })
}
