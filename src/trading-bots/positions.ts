import type { Db } from '../db/schema.ts'
import { listFills } from '../trading/fill-repo.ts'
import { positionOf, type Position } from '../trading/position.ts'
import type { TradingBot } from './trading-bot.ts'

export interface BotPosition {
  bot: TradingBot
  position: Position
}

/** What each bot holds, by its own fills. Bots that hold nothing are in it too. */
export async function positionsOf(db: Db, bots: readonly TradingBot[]): Promise<BotPosition[]> {
  const fills = await listFills(
    db,
    bots.map((bot) => bot.id),
  )
  const byBot = Map.groupBy(fills, (fill) => fill.botId)
  return bots.map((bot) => {
    const [base = '', quote = ''] = bot.symbol.split('/')
    return { bot, position: positionOf(byBot.get(bot.id) ?? [], base, quote) }
  })
}
