import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Notice } from '../../notices/notice.ts'
import { findBot } from '../../trading-bots/bot-repo.ts'
import { positionsOf } from '../../trading-bots/positions.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { listUnsettled } from '../../trading/order-repo.ts'
import { isLive } from '../../trading/order.ts'
import type { Deps } from '../deps.ts'
import { baseOf, quoteOf } from '../disconnect/exit-words.ts'
import { exact, money, price } from '../format.ts'
import { button, lines, link, type View } from '../view.ts'
import type { Words } from '../words.ts'
import type { HeldCoins } from './words.en.ts'

/** A bot's pair is no longer listed; undefined when the bot is gone by now. */
export async function pairGoneOf(
  deps: Deps,
  { notices: { pairGone: words } }: Words,
  { botId, orders, stillListed }: Extract<Notice, { kind: 'pair-gone' }>,
): Promise<View | undefined> {
  const bot = await findBot(deps.db, botId)
  if (bot === undefined || bot.status === 'removing' || bot.status === 'removed') return undefined
  const { exchange } = await getKey(deps.db, bot.keyId)
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  const held = await heldBy(deps, bot)
  return {
    kind: 'pair-gone',
    text: lines(
      words.headline(bot, name),
      held === undefined ? words.holdsNothing : words.holds(held, name),
      orders === 0 ? undefined : words.orders(orders, stillListed, name),
      words.next(name),
    ),
    keyboard: [
      [
        button(words.remove, `bot:${bot.id}:remove`, 'danger'),
        button(words.show, `bot:${bot.id}:show`),
      ],
      [link(words.open(name), keyPage)],
    ],
  }
}

/** The exchange has announced the last day of a bot's pair; undefined when the bot or the day is gone by now. */
export async function pairEndsOf(
  deps: Deps,
  { notices: { pairEnds: words } }: Words,
  notice: Extract<Notice, { kind: 'pair-ends' }>,
): Promise<View | undefined> {
  const bot = await findBot(deps.db, notice.botId)
  const endsAt = new Date(notice.endsAt)
  if (bot === undefined || bot.status === 'removing' || bot.status === 'removed') return undefined
  if (endsAt <= deps.clock.now()) return undefined
  const { exchange } = await getKey(deps.db, bot.keyId)
  const { name } = EXCHANGE_FACTS[exchange]
  const unsettled = await listUnsettled(deps.db, { keyId: bot.keyId, botId: bot.id })
  const held = await heldBy(deps, bot)
  return {
    kind: 'pair-ends',
    text: lines(
      words.headline(bot, name, endsAt),
      words.has(bot, held, unsettled.filter(isLive).length),
      words.next(bot.status === 'running'),
    ),
    keyboard: [
      [
        button(words.remove, `bot:${bot.id}:remove`, 'danger'),
        button(words.show, `bot:${bot.id}:show`),
      ],
    ],
  }
}

async function heldBy({ db }: Deps, bot: TradingBot): Promise<HeldCoins | undefined> {
  const [held] = await positionsOf(db, [bot])
  if (held === undefined || held.position.amount.lte(0)) return undefined
  const { amount, averageCost, cost } = held.position
  return {
    coins: `${exact(amount)} ${baseOf(bot.symbol)}`,
    average: price(averageCost),
    paid: money(cost, quoteOf(bot.symbol)),
  }
}
