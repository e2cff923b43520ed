import type { Update } from 'grammy/types'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { readCredentials } from '../../exchange/credentials/read-credentials.ts'
import { Secret } from '../../lib/secret.ts'
import type { SealedText } from '../../keys/hpke.ts'
import { scrubFiles } from '../../keys/key-repo.ts'
import { findPage, openFromPage, stateOf } from '../../keys/page-request.ts'
import { usePageRequest, type PageRequest } from '../../keys/page-request-repo.ts'
import { commit } from '../../queue/core.ts'
import type { Deps } from '../deps.ts'
import { newUpdateId, storeUpdate } from '../inbox-repo.ts'
import { readLaunch } from './launch-data.ts'

/** What became of a post to a page. After `foreign` and what follows, the page can still be used. */
export type Outcome =
  | 'taken'
  | 'unknown'
  | 'expired'
  | 'used'
  | 'left'
  | 'foreign'
  | 'stale'
  | 'unreadable'
  | 'malformed'
  | 'incomplete'

/**
 * Takes what a browser sealed. The page is used up in the commit that queues its credentials behind the user's
 * other updates; they themselves are only in memory, like a message that held them.
 */
export async function receiveSealed(
  deps: Deps,
  token: string,
  sealed: SealedText & { launchData?: string | undefined },
): Promise<Outcome> {
  const page = await findPage(deps, token)
  if (page === undefined) return 'unknown'
  const state = stateOf(page, deps.clock.now())
  if (state !== 'open') return state
  const refused = sealed.launchData !== undefined && refuseLaunch(deps, page, sealed.launchData)
  if (refused) return refused
  const text = await openFromPage(deps, page, sealed)
  if (text === undefined) return 'unreadable'
  const read = readCredentials(EXCHANGE_FACTS[page.exchange].fields, text)
  if (read.kind !== 'complete') return read.kind === 'wanted' ? 'incomplete' : 'malformed'
  if (await handIn(deps, page, new Secret(text))) return 'taken'
  // Another post was faster, or the page was left or expired meanwhile.
  const now = stateOf((await findPage(deps, token)) ?? page, deps.clock.now())
  return now === 'open' ? 'used' : now
}

/** In a Mini App, Telegram says who opened it. Elsewhere the token alone counts. */
function refuseLaunch(deps: Deps, page: PageRequest, data: string): 'foreign' | 'stale' | false {
  const launch = readLaunch(data, { token: deps.settings.token, since: page.createdAt })
  if (!launch.ok) return launch.reason
  return launch.userId === page.userId ? false : 'foreign'
}

/** True when this was the first to use the page. */
async function handIn(deps: Deps, page: PageRequest, text: Secret): Promise<boolean> {
  const update = updateOf(page, deps.clock.now())
  const id = update.update_id
  deps.desk.put(id, { text, deleted: Promise.resolve(true) })
  let isFirst = false
  try {
    isFirst = await commit(deps, async (trx) => {
      if (!(await usePageRequest(trx, page.id, deps.clock.now()))) return false
      await storeUpdate(trx, deps, { update, userId: page.userId, here: true })
      return true
    })
  } finally {
    if (!isFirst) deps.desk.drop(id)
  }
  if (isFirst) await scrubFiles(deps.db)
  return isFirst
}

/** Precedes the page's id. It starts with a character that can't be typed, so no message begins with it by chance. */
export const SEALED = '\u0000[sealed]'

/** Says in the user's chat that a page was used. */
function updateOf({ id, userId }: PageRequest, now: Date): Update {
  const chatId = Number(userId)
  return {
    update_id: newUpdateId(),
    message: {
      message_id: 0,
      from: { id: chatId, is_bot: false, first_name: '' },
      chat: { id: chatId, type: 'private', first_name: '' },
      date: Math.floor(now.getTime() / 1000),
      text: `${SEALED}${id}`,
    },
  }
}
