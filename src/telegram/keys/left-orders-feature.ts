import { Composer } from 'grammy'
import { cancelLeftOrders } from '../../trading-bots/cancel-left-orders.ts'
import type { Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, showNew } from '../screen.ts'
import { lines } from '../view.ts'
import { ownKey } from './own-key.ts'

/** `Cancel them`, under the notice about open orders of removed bots. */
export function leftOrdersFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.callbackQuery(/^left:([\w-]+):cancel$/, async (ctx) => {
    const { left: w } = ctx.words.notices.bots
    const key = await ownKey(deps, ctx, ctx.match[1])
    if (key === undefined) return
    if (key.status !== 'linked') return answer(ctx, w.leaving, true)
    await answer(ctx, w.cancelling)
    const { cancelled, open } = await cancelLeftOrders(deps, key.id)
    await showNew(ctx, {
      kind: 'left-orders-cancelled',
      text: lines(
        cancelled + open === 0 ? w.none : w.cancelled(cancelled),
        open > 0 ? w.unanswered(open) : undefined,
      ),
      keyboard: [],
    })
  })
  return feature
}
