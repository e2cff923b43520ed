import { findSagaOfKey } from '../../sagas/saga-repo.ts'
import { findBot, listBots } from '../../trading-bots/bot-repo.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { progressOf } from '../notices/exit-notices.ts'
import { show, showNew } from '../screen.ts'
import type { View } from '../view.ts'
import type { Words } from '../words.ts'
import { cardsOf, type BotCard } from './bot-cards.ts'
import { moveStateOf } from './move-state.ts'
import { botsView, botView, removingView } from './bots-views.ts'

/** The screens of `/bots`, as several buttons lead to them. */
export interface BotScreens {
  showBots: (ctx: Ctx, page?: number) => Promise<void>
  showBot: (ctx: Ctx, id: string) => Promise<void>
}

export function botScreens(deps: Deps): BotScreens {
  async function cardView(words: Words, card: BotCard): Promise<View> {
    const exit = await exitOf(card.bot)
    if (exit !== undefined) return removingView(words, card, await progressOf(deps, words, exit))
    return botView(words, card, await moveStateOf(deps, card.bot))
  }

  /** The exit that works on a bot, if one does. */
  async function exitOf({ status, keyId }: TradingBot): Promise<string | undefined> {
    if (status !== 'removing') return undefined
    const saga = await findSagaOfKey(deps.db, keyId)
    return saga === undefined || saga.kind === 'dead-key' ? undefined : saga.subjectId
  }

  return {
    async showBots(ctx, page = 1) {
      const view = botsView(
        ctx.words,
        await cardsOf(deps, await listBots(deps.db, userOf(ctx))),
        page,
      )
      await (ctx.callbackQuery === undefined ? showNew(ctx, view) : show(ctx, view))
    },
    async showBot(ctx, id) {
      const bot = await findBot(deps.db, id)
      const [card] = bot === undefined ? [] : await cardsOf(deps, [bot])
      if (card !== undefined) await show(ctx, await cardView(ctx.words, card))
    },
  }
}
