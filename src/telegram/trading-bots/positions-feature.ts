import { Composer } from 'grammy'
import type { Key } from '../../keys/key.ts'
import { ExchangeError } from '../../exchange/exchange-error.ts'
import { listKeys } from '../../keys/key-repo.ts'
import { valueBots } from '../../sagas/valuation.ts'
import { listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { positionsOf, type BotPosition } from '../../trading-bots/positions.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { exact, price } from '../format.ts'
import { answer, show } from '../screen.ts'
import { positionLine } from './position-line.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'

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
    return positionsView((await Promise.all(keys.map((key) => linesOf(deps, key)))).flat())
  }
  return feature
}

/** What bots on a key hold: valued if the exchange answers, with its cost alone if it does not. */
async function linesOf(deps: Deps, key: Key): Promise<Html[]> {
  const bots = await listBotsOfKey(deps.db, key.id)
  try {
    return (await valueBots(deps, key, bots)).map(positionLine)
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    const held = await positionsOf(deps.db, bots)
    return held.filter(({ position }) => position.amount.gt(0)).map(unvaluedLine)
  }
}

function unvaluedLine({ bot, position }: BotPosition): Html {
  const [base = '', quote = ''] = bot.symbol.split('/')
  return html`• <b>${exact(position.amount)} ${base}</b> (${bot.name}), cost ${price(position.averageCost)} ${quote}; what it would bring now is unknown, the exchange does not answer`
}

function positionsView(positions: readonly Html[]): View {
  return {
    text: lines(
      html`<b>Open positions</b>`,
      BLANK,
      ...(positions.length === 0 ? [html`None: your bots hold no coins.`] : positions),
    ),
    keyboard: [[button('↻ Reload', 'positions'), button('Bots', 'bots')]],
  }
}
