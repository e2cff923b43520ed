import { Composer } from 'grammy'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Credentials } from '../../exchange/exchange.ts'
import {
  readCredentials,
  type CredentialParts,
  type ReadCredentials,
} from '../../exchange/read-credentials.ts'
import { Secret } from '../../lib/secret.ts'
import { findKey } from '../../keys/key-repo.ts'
import { linkKey, replaceKey, type LinkRefusal } from '../../keys/link.ts'
import type { Key } from '../../keys/key.ts'
import { commit } from '../../queue/core.ts'
import { endDeadKey } from '../../sagas/dead-key.ts'
import { listUnadopted } from '../../sagas/kept-repo.ts'
import { listLeftBots } from '../../sagas/left-bots.ts'
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
  partWantedView,
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
        await ask(deps, ctx, sendAgainView(awaiting.exchange))
      } else {
        await receive(deps, ctx, awaiting, taken.text)
      }
    },
  )
  feature.on('message').filter(
    (ctx) => ctx.msg.text === undefined && ctx.msg.caption === undefined,
    async (ctx, next) => {
      const awaiting = await findAwaiting(deps, userOf(ctx))
      if (awaiting === undefined) await next()
      else await ask(deps, ctx, sendAsTextView(awaiting.exchange))
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
  const read = assemble(deps, awaiting, text)
  // The parts before wait in another process, or went with a restart.
  const apart = read.kind === 'wanted' && (awaiting.heldBy ?? desk.name) !== desk.name
  const keeps = read.kind === 'wanted' && !apart
  if (keeps) desk.keepParts(awaiting.userId, new Secret(JSON.stringify(read.parts)))
  await noteHeldBy(deps, awaiting.userId, keeps ? desk.name : undefined)

  if (apart) {
    await ask(deps, ctx, sendTogetherView(awaiting.exchange))
  } else if (read.kind === 'malformed') {
    await ask(deps, ctx, malformedView(awaiting.exchange))
  } else if (read.kind === 'wanted') {
    await ask(deps, ctx, partWantedView(awaiting.exchange, read.field))
  } else {
    await tryOut(deps, ctx, awaiting, read.credentials)
  }
}

/** Parts may come alone, each in a message of its own. */
function assemble({ desk }: Deps, { userId, exchange }: Awaiting, text: Secret): ReadCredentials {
  const before = JSON.parse(desk.takeParts(userId)?.reveal() ?? '{}') as CredentialParts
  return readCredentials(EXCHANGE_FACTS[exchange].fields, text.reveal(), before)
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
  const kept = await listUnadopted(deps.db, outcome.key)
  const left = await listLeftBots(deps, userId)
  await showNew(ctx, linkedView(outcome.key, kept, left.length))
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
