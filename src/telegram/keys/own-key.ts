import { findKey } from '../../keys/key-repo.ts'
import type { Key } from '../../keys/key.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer } from '../screen.ts'

/** The key, if it is the tapping user's own; otherwise the tap is answered and does nothing. */
export async function ownKey(
  deps: Deps,
  ctx: Ctx,
  id: string | undefined,
): Promise<Key | undefined> {
  const key = id === undefined ? undefined : await findKey(deps.db, id)
  if (key !== undefined && key.userId === userOf(ctx) && key.status !== 'unlinked') return key
  await answer(ctx, ctx.words.keys.notLinked)
  return undefined
}
