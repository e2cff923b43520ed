import { Composer } from 'grammy'
import type { Key } from '../../keys/key.ts'
import { ExchangeError } from '../../exchange/exchange-error.ts'
import { listKeys } from '../../keys/key-repo.ts'
import { valueBots, type Valued } from '../../sagas/valuation.ts'
import { listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, show } from '../screen.ts'
import { positionLine } from './position-line.ts'
import { BLANK, button, html, lines, type View } from '../view.ts'

/** `/positions`: what is held, with the profit if sold now. */
export function positionsFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.command('positions', async (ctx) => show(ctx, await view(ctx)))
  feature.callbackQuery('positions', async (ctx) => {
    await answer(ctx)
    await show(ctx, await view(ctx))
  })

  async function view(ctx: Ctx): Promise<View> {
    const keys = await listKeys(deps.db, userOf(ctx))
    const valued = await Promise.all(keys.map((key) => valueKey(deps, key)))
    return positionsView(
      valued.flat().filter((one) => one !== 'unreachable'),
      valued.some((of) => of.includes('unreachable')),
    )
  }
  return feature
}

async function valueKey(deps: Deps, key: Key): Promise<(Valued | 'unreachable')[]> {
  try {
    return await valueBots(deps, key, await listBotsOfKey(deps.db, key.id))
  } catch (error) {
    if (error instanceof ExchangeError) return ['unreachable']
    throw error
  }
}

function positionsView(valued: readonly Valued[], unreachable: boolean): View {
  return {
    text: lines(
      html`<b>Open positions</b>`,
      BLANK,
      ...(valued.length === 0 && !unreachable ? [html`None.`] : valued.map(positionLine)),
      unreachable
        ? html`An exchange does not answer just now: what is held there is not shown.`
        : undefined,
    ),
    keyboard: [[button('↻ Reload', 'positions'), button('Bots', 'bots')]],
  }
}
