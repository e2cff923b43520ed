import { Composer } from 'grammy'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { readCredentials } from '../../exchange/credentials/read-credentials.ts'
import { Secret } from '../../lib/secret.ts'
import { findPageRequest } from '../../keys/page-request-repo.ts'
import { awaitSecret, findAwaiting, type Awaited } from '../awaiting-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { sealedAgainView, sealedLateView } from '../keys/sealed-page-views.ts'
import { askAgain, tryOut } from '../keys/try-out.ts'
import { showNew } from '../screen.ts'
import { SEALED } from './receive-sealed.ts'

/** What becomes of credentials from a sealed page: tried out like those that were sent in the chat. */
export function sealedFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.on('message:text').filter(
    (ctx) => ctx.msg.text.startsWith(SEALED),
    async (ctx) => {
      const text = await deps.desk.take(ctx.update.update_id)?.text
      const isLost = !(text instanceof Secret)
      const awaiting = await findAwaitingOf(deps, ctx, ctx.msg.text.slice(SEALED.length))
      if (awaiting === undefined)
        return void (await showNew(ctx, sealedLateView(ctx.words, isLost)))
      if (isLost) return askAgain(deps, ctx, awaiting, sealedAgainView(ctx.words))
      await receive(deps, ctx, awaiting, text)
    },
  )
  return feature
}

/** What its user is asked for, if that is still what the page was made for. */
async function findAwaitingOf(deps: Deps, ctx: Ctx, pageId: string): Promise<Awaited | undefined> {
  const page = await findPageRequest(deps.db, { id: pageId })
  const awaiting = await findAwaiting(deps, userOf(ctx))
  if (page === undefined || page.userId !== userOf(ctx)) return undefined
  const isAsked = awaiting?.exchange === page.exchange && awaiting.keyId === page.keyId
  return isAsked ? { ...awaiting, pairId: undefined } : undefined
}

async function receive(deps: Deps, ctx: Ctx, awaiting: Awaited, text: Secret): Promise<void> {
  const read = readCredentials(EXCHANGE_FACTS[awaiting.exchange].fields, text.reveal())
  // The page takes nothing else.
  if (read.kind !== 'complete') throw new RangeError('Cannot try a sealed key: it is not complete')
  deps.desk.takeParts(awaiting.userId)
  // Should it be refused, the next message holds credentials, also where a key pair was offered first.
  await awaitSecret(deps, awaiting)
  await tryOut(deps, ctx, awaiting, read.credentials)
}
