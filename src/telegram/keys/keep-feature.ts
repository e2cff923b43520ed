import { Composer } from 'grammy'
import type { Credentials } from '../../exchange/exchange.ts'
import { findAwaiting } from '../awaiting-repo.ts'
import { pressButton } from '../button-repo.ts'
import { tapOf, userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, show } from '../screen.ts'
import { keyForgottenView } from './credentials-views.ts'
import { apiKeyAgainView } from './key-pair-views.ts'
import { askAgain, finish, tryOut } from './try-out.ts'
import { notKeptView } from './unclear-view.ts'

/** What its owner says of a key whose rights the exchange does not tell: kept, or not. */
export function keepFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.callbackQuery(/^keep:([\w-]+)$/, async (ctx) => {
    const token = ctx.match[1] ?? ''
    const userId = userOf(ctx)
    const pressed = await pressButton(deps, token, ['keep-key', 'refuse-key'], tapOf(ctx))
    if (typeof pressed === 'string') return answer(ctx, ctx.words.keys.link.questionOver)
    const awaiting = await findAwaiting(deps, userId)
    const offer = deps.desk.takeOffer(userId, token)
    const isAsked = (awaiting?.keyId ?? awaiting?.exchange) === pressed.subjectId
    if (awaiting === undefined || !isAsked || deps.desk.hasOffer(userId))
      return answer(ctx, ctx.words.keys.link.questionOver)
    await answer(ctx)
    if (pressed.verb === 'refuse-key') {
      await finish(deps, ctx)
      await show(ctx, notKeptView(ctx.words, awaiting.exchange))
    } else if (offer === undefined) {
      const view =
        awaiting.pairId === undefined
          ? keyForgottenView(ctx.words, awaiting.exchange)
          : apiKeyAgainView(ctx.words, awaiting)
      await askAgain(deps, ctx, awaiting, view)
    } else {
      const credentials = JSON.parse(offer.credentials.reveal()) as Credentials
      await tryOut(deps, ctx, awaiting, credentials, { knowing: true })
    }
  })
  return feature
}
