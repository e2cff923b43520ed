import type { Credentials } from '../../exchange/exchange.ts'
import { addSeconds } from '../../lib/clock.ts'
import { Secret } from '../../lib/secret.ts'
import type { Key } from '../../keys/key.ts'
import { findKey } from '../../keys/key-repo.ts'
import { linkKey, replaceKey, type LinkOutcome } from '../../keys/link.ts'
import { commit } from '../../queue/core.ts'
import { endDeadKey } from '../../sagas/dead-key.ts'
import { listAdoptable } from '../../sagas/adopt-kept.ts'
import { listLeftBots } from '../../sagas/left-bots.ts'
import { listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { queueTick } from '../../trading-bots/pause-bot.ts'
import { takeOverOrders } from '../../trading-bots/take-over.ts'
import { awaitSecret, stopAwaiting, type Awaited } from '../awaiting-repo.ts'
import { issueButton, type Action } from '../button-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { dropButtons, show, showNew } from '../screen.ts'
import { linkToPage } from '../sealed-page/link-to-page.ts'
import type { View } from '../view.ts'
import { refusedPairView } from './key-pair-views.ts'
import { keyGoneView, linkedView, refusedKeyView, replacedView } from './link-views.ts'
import { withPage } from './sealed-page-views.ts'
import { unclearRightsView } from './unclear-view.ts'

/** For so long a key whose rights are unclear waits in memory for its owner's word. */
const OFFER_SECONDS = 15 * 60

/** Shows what is wanted next; the screen before loses its buttons. */
export async function ask({ desk }: Deps, ctx: Ctx, view: View): Promise<void> {
  const userId = userOf(ctx)
  await dropButtons(ctx, desk.takeScreen(userId))
  desk.keepScreen(userId, await showNew(ctx, view))
}

/** Asks for the same credentials again. The page that seals them is a new one, where there is one. */
export async function askAgain(deps: Deps, ctx: Ctx, awaiting: Awaited, view: View): Promise<void> {
  const page = awaiting.pairId === undefined ? await linkToPage(deps, awaiting) : undefined
  await ask(deps, ctx, withPage(ctx.words, view, page))
}

/**
 * Tries a key that is there in all its parts, and keeps it when it is fit. `knowing`: its owner has
 * been told which rights the exchange does not tell.
 */
export async function tryOut(
  deps: Deps,
  ctx: Ctx,
  awaiting: Awaited,
  credentials: Credentials,
  consent: { knowing?: true } = {},
): Promise<void> {
  await ctx.replyWithChatAction('typing')
  const { userId, exchange, keyId, pairId } = awaiting
  const request = { credentials, pairId, ...consent }
  // An exit may have begun, or ended, since the new key was asked for.
  if (keyId !== undefined && (await findKey(deps.db, keyId))?.status !== 'linked') {
    await finish(deps, ctx)
    await show(ctx, keyGoneView(ctx.words))
    return
  }
  const outcome =
    keyId === undefined
      ? await linkKey(deps, { userId, exchange, ...request })
      : await replaceKey(deps, { keyId, ...request })
  if (!outcome.ok) return notKept(deps, ctx, awaiting, credentials, outcome)
  await finish(deps, ctx)
  if (keyId === undefined) await showLinked(deps, ctx, outcome.key)
  else await showReplaced(deps, ctx, outcome.key)
}

async function showLinked(deps: Deps, ctx: Ctx, key: Key): Promise<void> {
  await takeOverOrders(deps, key)
  const kept = await listAdoptable(deps, key)
  const left = await listLeftBots(deps, key.userId)
  await show(ctx, linkedView(ctx.words, key, kept, left.length))
}

async function showReplaced(deps: Deps, ctx: Ctx, key: Key): Promise<void> {
  await commit(deps, async (trx) => {
    await endDeadKey(trx, deps, key)
    await queueTick(trx, deps, key.id)
  })
  await show(ctx, replacedView(ctx.words, key, (await listBotsOfKey(deps.db, key.id)).length))
}

async function notKept(
  deps: Deps,
  ctx: Ctx,
  awaiting: Awaited,
  credentials: Credentials,
  outcome: Exclude<LinkOutcome, { ok: true }>,
): Promise<void> {
  const { exchange, keyId, userId } = awaiting
  if (outcome.reason !== 'rights-unknown') {
    const { reason } = outcome
    const view =
      awaiting.pairId === undefined
        ? refusedKeyView(ctx.words, exchange, reason)
        : refusedPairView(ctx.words, awaiting, reason)
    return askAgain(deps, ctx, awaiting, view)
  }
  // Whoever looks it up at the exchange first may take their time.
  await awaitSecret(deps, awaiting, awaiting.until)
  const of = { userId, subjectId: keyId ?? exchange, subjectVersion: 0 }
  const issue = (action: Action) => issueButton(deps, { ...of, action }, OFFER_SECONDS)
  const tokens = { keep: await issue('keep-key'), refuse: await issue('refuse-key') }
  const offer = {
    tokens: Object.values(tokens),
    credentials: new Secret(JSON.stringify(credentials)),
  }
  deps.desk.keepOffer(userId, offer, addSeconds(deps.clock.now(), OFFER_SECONDS))
  const tail = credentials.apiKey.slice(-4)
  const isNew = keyId === undefined
  const { rights } = outcome
  await ask(deps, ctx, unclearRightsView(ctx.words, { exchange, tail, isNew, rights }, tokens))
}

/** Nothing is awaited any more; the screen that asked loses its buttons. */
export async function finish(deps: Deps, ctx: Ctx): Promise<void> {
  const userId = userOf(ctx)
  await stopAwaiting(deps, userId)
  await dropButtons(ctx, deps.desk.takeScreen(userId))
}
