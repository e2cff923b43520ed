import { Composer } from 'grammy'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, show } from '../screen.ts'
import type { View } from '../view.ts'
import { listOpenPositions } from './open-positions.ts'
import { positionsView, type PositionOrder } from './positions-views.ts'

/** `/positions`: what is held, with the profit if sold now. */
export function positionsFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.command('positions', async (ctx) => show(ctx, await view(ctx, 'profit', 1)))
  feature.callbackQuery(/^positions(?::(profit|size|name))?(?::(\d+))?$/, async (ctx) => {
    await answer(ctx)
    const order = (ctx.match[1] ?? 'profit') as PositionOrder
    await show(ctx, await view(ctx, order, Number(ctx.match[2] ?? 1)))
  })

  async function view(ctx: Ctx, order: PositionOrder, page: number): Promise<View> {
    const asOf = deps.clock.now()
    return positionsView(ctx.words, await listOpenPositions(deps, userOf(ctx)), {
      order,
      page,
      asOf,
    })
  }
  return feature
}
