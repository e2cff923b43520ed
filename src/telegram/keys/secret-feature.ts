import { Composer } from 'grammy'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Credentials } from '../../exchange/exchange.ts'
import { Secret } from '../../lib/secret.ts'
import { findKey } from '../../keys/key-repo.ts'
import { linkKey, replaceKey, type LinkRefusal } from '../../keys/link.ts'
import type { Key } from '../../keys/key.ts'
import { commit } from '../../queue/core.ts'
import { endDeadKey } from '../../sagas/dead-key.ts'
import { listKept } from '../../sagas/kept-repo.ts'
import { listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import {
  findAwaiting,
  noteHeldBy,
  stopAwaiting,
  type Awaited,
  type Awaiting,
} from '../awaiting-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { BLANKED, deleteMessage } from '../intake.ts'
import { dropButtons, showNew } from '../screen.ts'
import type { View } from '../view.ts'
import {
  keyGoneView,
  linkedView,
  malformedView,
  refusedKeyView,
  replacedView,
  secretWantedView,
  sendAgainView,
  sendAsTextView,
  sendTogetherView,
  strayCredentialsView,
  undeletedView,
} from './link-views.ts'

/** What becomes of messages that held a secret: linked when one was awaited, and gone either way. */
export function secretFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()

  feature.on('message:text').filter(
    (ctx) => ctx.msg.text === BLANKED,
    async (ctx) => {
      const taken = deps.desk.take(ctx.update.update_id)
      // After a restart nobody knows any more whether it was deleted.
      const deleted = await (taken?.deleted ?? deleteMessage(ctx.api, ctx.msg))
      if (!deleted) await showNew(ctx, undeletedView())

      const awaiting = await findAwaiting(deps, userOf(ctx))
      if (awaiting === undefined) {
        const dialogueOpen = Object.values(ctx.conversation.active()).some((n) => n > 0)
        await showNew(ctx, strayCredentialsView({ deleted, dialogueOpen }))
      } else if (taken === undefined) {
        await ask(deps, ctx, sendAgainView())
      } else {
        await receive(deps, ctx, awaiting, taken.text)
      }
    },
  )
  feature.on('message').filter(
    (ctx) => ctx.msg.text === undefined && ctx.msg.caption === undefined,
    async (ctx, next) => {
      if ((await findAwaiting(deps, userOf(ctx))) === undefined) await next()
      else await ask(deps, ctx, sendAsTextView())
    },
  )
  return feature
}

/** Shows what is wanted next; the screen before loses its buttons. */
async function ask({ desk }: Deps, ctx: Ctx, view: View): Promise<void> {
  const userId = userOf(ctx)
  await dropButtons(ctx, desk.takeScreen(userId))
  desk.keepScreen(userId, await showNew(ctx, view))
}

async function receive(deps: Deps, ctx: Ctx, awaiting: Awaited, text: Secret): Promise<void> {
  const { desk } = deps
  const credentials = assemble(deps, awaiting, text)
  // The first half waits in another process, or went with a restart.
  const apart = credentials === 'secret-wanted' && (awaiting.heldBy ?? desk.name) !== desk.name
  if (apart) desk.takeApiKey(awaiting.userId)
  const halfIsHere = credentials === 'secret-wanted' && !apart
  await noteHeldBy(deps, awaiting.userId, halfIsHere ? desk.name : undefined)

  if (apart) {
    await ask(deps, ctx, sendTogetherView())
  } else if (credentials === 'malformed') {
    await ask(deps, ctx, malformedView(awaiting.exchange))
  } else if (credentials === 'secret-wanted') {
    await ask(deps, ctx, secretWantedView())
  } else {
    await tryOut(deps, ctx, awaiting, credentials)
  }
}

/** The API key may come alone, with its secret in the next message. */
function assemble(
  { desk }: Deps,
  { userId, exchange }: Awaiting,
  text: Secret,
): Credentials | 'malformed' | 'secret-wanted' {
  const { isApiKey, isSecret } = EXCHANGE_FACTS[exchange]
  const words = text
    .reveal()
    .split(/[^A-Za-z0-9+/_-]+/)
    .filter((word) => isApiKey(word) || isSecret(word))
  const [first, second, ...more] = words
  const apiKey = desk.takeApiKey(userId)
  if (first === undefined || more.length > 0) return 'malformed'
  if (second !== undefined) return { apiKey: first, secret: second }
  if (apiKey !== undefined) return { apiKey: apiKey.reveal(), secret: first }
  desk.keepApiKey(userId, new Secret(first))
  return 'secret-wanted'
}

async function tryOut(
  deps: Deps,
  ctx: Ctx,
  awaiting: Awaiting,
  credentials: Credentials,
): Promise<void> {
  await ctx.replyWithChatAction('typing')
  const { userId, exchange, keyId } = awaiting
  if (keyId !== undefined) return replace(deps, ctx, awaiting, { keyId, credentials })

  const outcome = await linkKey(deps, { userId, exchange, credentials })
  if (!outcome.ok) return refuse(deps, ctx, awaiting, outcome.reason)
  await finish(deps, ctx)
  const { accountUid } = outcome.key
  await showNew(ctx, linkedView(outcome.key, await listKept(deps.db, { userId, accountUid })))
}

async function replace(
  deps: Deps,
  ctx: Ctx,
  awaiting: Awaiting,
  request: { keyId: string; credentials: Credentials },
): Promise<void> {
  // An exit may have begun, or ended, since the new key was asked for.
  const old = await findKey(deps.db, request.keyId)
  if (old?.status !== 'linked') {
    await finish(deps, ctx)
    await showNew(ctx, keyGoneView())
    return
  }
  const outcome = await replaceKey(deps, request)
  if (!outcome.ok) return refuse(deps, ctx, awaiting, outcome.reason)
  await finish(deps, ctx)
  await commit(deps, (trx) => endDeadKey(trx, deps, outcome.key))
  await showNew(ctx, replacedView(outcome.key, await countResumable(deps, outcome.key)))
}

async function countResumable({ db }: Deps, { id }: Key): Promise<number> {
  const bots = await listBotsOfKey(db, id)
  return bots.filter(({ status }) => status === 'paused' || status === 'failed').length
}

async function finish(deps: Deps, ctx: Ctx): Promise<void> {
  const userId = userOf(ctx)
  await stopAwaiting(deps, userId)
  await dropButtons(ctx, deps.desk.takeScreen(userId))
}

async function refuse(
  deps: Deps,
  ctx: Ctx,
  { exchange }: Awaiting,
  reason: LinkRefusal,
): Promise<void> {
  await ask(deps, ctx, refusedKeyView(exchange, reason))
}
