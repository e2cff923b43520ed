import { addSeconds } from '../lib/clock.ts'
import { startOfUtcDay } from '../lib/utc-day.ts'
import { transact } from '../db/transact.ts'
import type { Core } from '../queue/core.ts'
import { listClosedBooks, putClosedBook } from '../trading/closed-book-repo.ts'
import { apart } from './apart.ts'
import { tallyBefore } from './positions.ts'
import type { TickTrouble, TickTroubles } from './tick-trouble.ts'
import type { TradingBot } from './trading-bot.ts'

/** The last fills of a day may come late: a closed book that one falls into has to be made anew. */
const LATE_SECONDS = 3_600

/** Closes the books of these bots up to the start of the UTC day, once a day. */
export async function closeBooks(core: Core, bots: readonly TradingBot[]): Promise<TickTroubles> {
  const before = startOfUtcDay(addSeconds(core.clock.now(), -LATE_SECONDS))
  const ids = bots.map((bot) => bot.id)
  const closed = new Set(
    (await listClosedBooks(core.db, ids))
      .filter((book) => book.before >= before)
      .map((book) => book.botId),
  )
  const troubles: TickTrouble[] = []
  for (const bot of bots.filter(({ id }) => !closed.has(id))) {
    const of = { botId: bot.id, symbol: bot.symbol }
    troubles.push(...(await apart(core, of, () => closeBook(core, bot, before))))
  }
  return troubles
}

async function closeBook(core: Core, bot: TradingBot, before: Date): Promise<void> {
  await transact(core.db, async (trx) => {
    const tally = await tallyBefore(trx, bot, before)
    await putClosedBook(trx, { botId: bot.id, before, tally })
  })
}
