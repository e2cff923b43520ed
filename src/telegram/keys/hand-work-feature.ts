import { Composer } from 'grammy'
import { findKey } from '../../keys/key-repo.ts'
import { commit } from '../../queue/core.ts'
import { toggleHandWork } from '../../sagas/hand-work-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, show, showNew } from '../screen.ts'
import { handWorkOf } from './hand-work.ts'

/** What is to be done by hand at an exchange: its pages, and its ticks. */
export function handWorkFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.callbackQuery(/^hw:([\w-]+?)(?::(\d+))?$/, async (ctx) => {
    const [, id = '', page] = ctx.match
    const key = await findKey(deps.db, id)
    if (key?.userId !== userOf(ctx)) return answer(ctx, ctx.words.keys.handWork.notYours)
    await answer(ctx)
    const view = await handWorkOf(deps, ctx.words, key.id, { page: Number(page ?? 1) })
    // The receipt that names no page stays as it is.
    await (page === undefined ? showNew(ctx, view) : show(ctx, view))
  })
  feature.callbackQuery(/^hwt:([\w-]+)$/, async (ctx) => {
    const lineId = ctx.match[1] ?? ''
    const keyId = await commit(deps, (trx) =>
      toggleHandWork(trx, lineId, userOf(ctx), deps.clock.now()),
    )
    if (keyId === undefined) return answer(ctx, ctx.words.keys.handWork.noLine)
    await answer(ctx)
    await show(ctx, await handWorkOf(deps, ctx.words, keyId, { lineId }))
  })
  return feature
}
