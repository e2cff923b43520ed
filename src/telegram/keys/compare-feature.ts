import { Composer } from 'grammy'
import { addSeconds } from '../../lib/clock.ts'
import { compareAgain } from '../../keys/absence-repo.ts'
import { commit } from '../../queue/core.ts'
import { queueTick } from '../../trading-bots/pause-bot.ts'
import { settleMissing } from '../../trading-bots/settle-missing.ts'
import { pressButton } from '../button-repo.ts'
import { tapOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, show } from '../screen.ts'
import { ownKey } from './own-key.ts'
import { settledView } from './settled-view.ts'

/** How far back a comparison looks that no absence has asked for. */
const LOOK_BACK_SECONDS = 86_400

/** Comparing a key's account with the books of its bots, and settling what went by hand. */
export function compareFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.callbackQuery(/^key:([\w-]+):compare$/, async (ctx) => {
    const key = await ownKey(deps, ctx, ctx.match[1])
    if (key === undefined) return
    if (key.status !== 'linked') return answer(ctx, ctx.words.keys.compared.leaving, true)
    if (key.health !== 'healthy') return answer(ctx, ctx.words.keys.compared.refused, true)
    await commit(deps, async (trx) => {
      await compareAgain(trx, key.id, addSeconds(deps.clock.now(), -LOOK_BACK_SECONDS))
      await queueTick(trx, deps, key.id)
    })
    await answer(ctx, ctx.words.keys.compared.begun)
  })
  feature.callbackQuery(/^cmp:([\w-]+)$/, async (ctx) => {
    const token = ctx.match[1] ?? ''
    const pressed = await pressButton(deps, token, ['settle-bots', 'settle-own'], tapOf(ctx))
    if (typeof pressed === 'string') return answer(ctx, ctx.words.keys.compared.old)
    const { subjectId: keyId, subjectVersion: version } = pressed
    const whose = pressed.verb === 'settle-bots' ? 'bots' : 'own'
    const taken = await settleMissing(deps, { keyId, version, whose })
    if (taken === undefined) return answer(ctx, ctx.words.keys.compared.old)
    await answer(ctx)
    await show(ctx, settledView(ctx.words, keyId, taken))
  })
  return feature
}
