import { Composer } from 'grammy'
import { addSeconds } from '../../lib/clock.ts'
import { ExchangeError } from '../../exchange/exchange-error.ts'
import type { Picture } from '../../exports/picture.ts'
import { listFills } from '../../trading/fill-repo.ts'
import { profitDays } from '../../trading/profit-days.ts'
import type { Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, showPicture } from '../screen.ts'
import type { Words } from '../words.ts'
import { cardsOf, type BotCard } from './bot-cards.ts'
import { pricePicture, profitPicture, RANGES } from './bot-pictures.ts'
import type { BotScreens } from './bot-screens.ts'
import { ownBot } from './own-bot.ts'
import { pictureView, type BotPicture } from './picture-views.ts'

/** A bot's card with a picture on it: the price of a day or a week, or the profit by the day. */
export function picturesFeature(deps: Deps, { showBot }: BotScreens): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  feature.callbackQuery(/^bot:([\w-]+):(day|week|profit)$/, async (ctx) => {
    const bot = await ownBot(deps, ctx, ctx.match[1])
    if (bot === undefined) return
    const which = ctx.match[2] as BotPicture
    const [card] = await cardsOf(deps, [bot])
    if (card === undefined) return
    const picture = await pictureOf(ctx.words, card, which)
    if (typeof picture === 'string') return answer(ctx, picture, true)

    const png = await deps.studio.draw(picture)
    await answer(
      ctx,
      png === undefined ? ctx.words.bots.picture.notDrawn : undefined,
      png === undefined,
    )
    if (png === undefined) await showBot(ctx, bot.id)
    else await showPicture(ctx, pictureView(ctx.words, card, which), png)
  })

  /** The picture, or why there is none. */
  async function pictureOf(
    words: Words,
    card: BotCard,
    which: BotPicture,
  ): Promise<Picture | string> {
    const { picture: w } = words.bots
    const { bot, key, asOf } = card
    const fills = await listFills(deps.db, [bot.id])
    if (which === 'profit') {
      if (fills.length === 0) return w.nothingTraded
      return profitPicture(words, card, profitDays(fills, bot.symbol, asOf))
    }
    const { timeframe, seconds } = RANGES[which]
    const since = addSeconds(asOf, -seconds)
    try {
      const source = deps.exchanges.markets(key.exchange)
      const candles = await source.fetchCandles(bot.symbol, timeframe, since)
      return candles.length === 0 ? w.noPrices : pricePicture(words, card, which, candles, fills)
    } catch (error) {
      if (error instanceof ExchangeError) return w.noAnswer
      throw error
    }
  }
  return feature
}
