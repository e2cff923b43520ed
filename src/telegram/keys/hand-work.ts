import type { KeyCause } from '../../keys/key.ts'
import { getKey } from '../../keys/key-repo.ts'
import { listHandWork } from '../../sagas/hand-work-repo.ts'
import type { Deps } from '../deps.ts'
import type { View } from '../view.ts'
import type { Words } from '../words.ts'
import {
  deadKeyView,
  handWorkView,
  pageOfLine,
  reminderView,
  type HandWorkList,
} from './hand-work-view.ts'

/**
 * The notice of a dead key; undefined when it comes so late that the key is alive or gone, or that the
 * exchange says something else of it by now: that has a notice of its own.
 */
export async function deadKeyOf(
  deps: Deps,
  words: Words,
  { keyId, cause: told }: { keyId: string; cause?: KeyCause | undefined },
): Promise<View | undefined> {
  const list = await listOf(deps, keyId)
  const isSo = told === undefined || told === list.key.cause
  return isSo && isDead(list) ? deadKeyView(words, list) : undefined
}

/** A page of the list, or the one with a certain line, after it was ticked or the key is gone. */
export async function handWorkOf(
  deps: Deps,
  words: Words,
  keyId: string,
  at: { page: number } | { lineId: string },
): Promise<View> {
  const list = await listOf(deps, keyId)
  const page = 'page' in at ? at.page : pageOfLine(list.work, at.lineId)
  return isDead(list) ? deadKeyView(words, list, page) : handWorkView(words, list, page)
}

/** Lines are still open after 1, 6 or 24 hours; undefined when there is nothing to remind of. */
export async function reminderOf(
  deps: Deps,
  words: Words,
  keyId: string,
  hours: number,
): Promise<View | undefined> {
  const list = await listOf(deps, keyId)
  if (!isDead(list) || list.work.every(({ done }) => done)) return undefined
  return reminderView(words, list, hours)
}

async function listOf({ db, clock }: Deps, keyId: string): Promise<HandWorkList> {
  const key = await getKey(db, keyId)
  return { key, work: await listHandWork(db, keyId), now: clock.now() }
}

function isDead({ key }: HandWorkList): boolean {
  return key.health === 'dead' && key.status !== 'unlinked'
}
