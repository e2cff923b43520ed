import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { ExchangeId } from '../../exchange/exchange-id.ts'
import { pairFor } from '../../keys/key-pair.ts'
import type { Key } from '../../keys/key.ts'
import { awaitSecret, findAwaiting } from '../awaiting-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { beginDialogue } from '../dialogues.ts'
import { show } from '../screen.ts'
import { linkToPage } from '../sealed-page/link-to-page.ts'
import type { View } from '../view.ts'
import { credentialsView } from './credentials-views.ts'
import { keyPairView } from './key-pair-views.ts'

/** By a key pair of ours, which exchanges that take public keys are offered first, or by pasting credentials. */
export type LinkWay = 'pair' | 'paste'

/** Asks for a key of an exchange; `old` is the one that it replaces. */
export async function askForKey(
  deps: Deps,
  ctx: Ctx,
  { exchange, old, way }: { exchange: ExchangeId; old: Key | undefined; way: LinkWay },
): Promise<void> {
  const userId = userOf(ctx)
  const keyId = old?.id
  // A doubled tap asks for the same once more, and so does the other way: nothing is left for it.
  const asked = await findAwaiting(deps, userId)
  if (asked?.exchange !== exchange || asked.keyId !== keyId) await beginDialogue(deps, ctx)
  deps.desk.takeParts(userId)
  const byPair = way === 'pair' && EXCHANGE_FACTS[exchange].keyPair !== undefined
  const view = byPair
    ? await offerPair(deps, ctx, exchange, old)
    : await wantCredentials(deps, ctx, exchange, old)
  deps.desk.keepScreen(userId, await show(ctx, view))
}

async function offerPair(
  deps: Deps,
  ctx: Ctx,
  exchange: ExchangeId,
  old: Key | undefined,
): Promise<View> {
  const userId = userOf(ctx)
  const pair = await pairFor(deps, userId, exchange)
  await awaitSecret(deps, { userId, exchange, keyId: old?.id, pairId: pair.id }, pair.expiresAt)
  return keyPairView(ctx.words, pair, deps.settings, old)
}

async function wantCredentials(
  deps: Deps,
  ctx: Ctx,
  exchange: ExchangeId,
  old: Key | undefined,
): Promise<View> {
  const asked = { userId: userOf(ctx), exchange, keyId: old?.id }
  await awaitSecret(deps, asked)
  const page = await linkToPage(deps, asked)
  return credentialsView(ctx.words, exchange, deps.settings, { old, page })
}
