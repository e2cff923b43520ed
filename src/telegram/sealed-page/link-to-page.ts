import { requestPage } from '../../keys/page-request.ts'
import type { Awaiting } from '../awaiting-repo.ts'
import type { Deps } from '../deps.ts'
import type { PageLink } from '../keys/sealed-page-views.ts'

/** Opens a page for the credentials that are awaited; undefined where there is no address for it. */
export async function linkToPage(
  deps: Deps,
  { userId, exchange, keyId }: Awaiting,
): Promise<PageLink | undefined> {
  const root = deps.settings.pageUrl()
  if (root === undefined) return undefined
  const { token } = await requestPage(deps, { userId, exchange, keyId })
  return { url: `${root}/seal/${token}`, isMiniApp: root.startsWith('https:') }
}
