import { Composer } from 'grammy'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { CredentialParts } from '../../exchange/credentials/exchange-facts.ts'
import {
  readCredentials,
  type ReadCredentials,
} from '../../exchange/credentials/read-credentials.ts'
import { Secret } from '../../lib/secret.ts'
import { findAwaiting, noteHeldBy, type Awaited } from '../awaiting-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { deleteMessage } from '../delete-message.ts'
import { smallFileOf } from '../file-reader.ts'
import { BLANKED } from '../intake.ts'
import { showNew } from '../screen.ts'
import type { FileText } from '../secret-desk.ts'
import { takeFile } from '../sent-file.ts'
import type { View } from '../view.ts'
import type { Words } from '../words.ts'
import {
  malformedView,
  partWantedView,
  sendAgainView,
  sendAsTextView,
  sendTogetherView,
  strayCredentialsView,
  undeletedView,
} from './credentials-views.ts'
import { receiveApiKey } from './key-pair-feature.ts'
import { apiKeyAgainView, apiKeyMalformedView } from './key-pair-views.ts'
import { ask, askAgain, tryOut } from './try-out.ts'

/** What becomes of messages that held a secret: linked when one was awaited, and gone either way. */
export function secretFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()

  feature.on('message:text').filter(
    (ctx) => ctx.msg.text === BLANKED,
    async (ctx) => {
      const taken = deps.desk.take(ctx.update.update_id)
      // After a restart nobody knows any more whether it was deleted.
      const deleted = await (taken?.deleted ?? deleteMessage(ctx.api, ctx.msg))
      await handle(deps, ctx, { text: await taken?.text, deleted })
    },
  )
  feature.on('message:document').filter(
    (ctx) => smallFileOf(ctx.msg) !== undefined,
    async (ctx, next) => {
      const isAwaited = (await findAwaiting(deps, userOf(ctx))) !== undefined
      // After a restart it is looked into once more.
      const taken =
        deps.desk.take(ctx.update.update_id) ?? takeFile(deps, ctx.api, ctx.msg, isAwaited)
      const text = await taken.text
      const isNothing = text === 'no-secret' || text === 'no-text'
      if (isNothing && !isAwaited) await next()
      else await handle(deps, ctx, { text, deleted: await taken.deleted })
    },
  )
  feature.on('message').filter(
    (ctx) => ctx.msg.text === undefined && ctx.msg.caption === undefined,
    async (ctx, next) => {
      const awaiting = await findAwaiting(deps, userOf(ctx))
      if (awaiting === undefined) await next()
      else await askAgain(deps, ctx, awaiting, asTextView(ctx.words, awaiting, false))
    },
  )
  return feature
}

/** `text`: undefined after a restart; the memory that held it is gone. */
async function handle(
  deps: Deps,
  ctx: Ctx,
  { text, deleted }: { text: FileText | undefined; deleted: boolean },
): Promise<void> {
  if (!deleted) await showNew(ctx, undeletedView(ctx.words))
  const awaiting = await findAwaiting(deps, userOf(ctx))
  if (awaiting === undefined) {
    const dialogueOpen = Object.values(ctx.conversation.active()).some((n) => n > 0)
    const unread = text === 'unread'
    await showNew(ctx, strayCredentialsView(ctx.words, { deleted, dialogueOpen, unread }))
  } else if (text === undefined) {
    await askAgain(deps, ctx, awaiting, againView(ctx.words, awaiting))
  } else if (typeof text === 'string') {
    await askAgain(deps, ctx, awaiting, asTextView(ctx.words, awaiting, deleted))
  } else if (awaiting.pairId !== undefined) {
    await receiveApiKey(deps, ctx, awaiting, text.reveal())
  } else {
    await receive(deps, ctx, awaiting, text)
  }
}

function againView(words: Words, awaiting: Awaited): View {
  return awaiting.pairId === undefined
    ? sendAgainView(words, awaiting.exchange)
    : apiKeyAgainView(words, awaiting)
}

function asTextView(words: Words, awaiting: Awaited, deleted: boolean): View {
  return awaiting.pairId === undefined
    ? sendAsTextView(words, awaiting.exchange, deleted)
    : apiKeyMalformedView(words, awaiting, false)
}

async function receive(deps: Deps, ctx: Ctx, awaiting: Awaited, text: Secret): Promise<void> {
  const { desk } = deps
  const read = assemble(deps, awaiting, text)
  // The parts before wait in another process, or went with a restart.
  const apart = read.kind === 'wanted' && (awaiting.heldBy ?? desk.name) !== desk.name
  const keeps = read.kind === 'wanted' && !apart
  if (keeps) {
    desk.keepParts(awaiting.userId, new Secret(JSON.stringify(read.parts)), awaiting.until)
  }
  await noteHeldBy(deps, awaiting.userId, keeps ? desk.name : undefined)

  if (apart) {
    await askAgain(deps, ctx, awaiting, sendTogetherView(ctx.words, awaiting.exchange))
  } else if (read.kind === 'malformed') {
    await askAgain(deps, ctx, awaiting, malformedView(ctx.words, awaiting.exchange))
  } else if (read.kind === 'wanted') {
    await ask(deps, ctx, partWantedView(ctx.words, awaiting.exchange, read.field))
  } else {
    await tryOut(deps, ctx, awaiting, read.credentials)
  }
}

/**
 * Parts may come alone, each in a message of its own. Those that this memory holds of another
 * question, which was asked and left in another process, are forgotten.
 */
function assemble(
  { desk }: Deps,
  { userId, exchange, heldBy }: Awaited,
  text: Secret,
): ReadCredentials {
  const held = desk.takeParts(userId)
  const parts = heldBy === desk.name ? held?.reveal() : undefined
  const before = JSON.parse(parts ?? '{}') as CredentialParts
  return readCredentials(EXCHANGE_FACTS[exchange].fields, text.reveal(), before)
}
