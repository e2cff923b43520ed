import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { Key } from '../../keys/key.ts'
import { hasEnded } from '../../trading-bots/end-bot.ts'
import type { MissingCoins } from '../../trading-bots/missing-repo.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Fill } from '../../trading/fill-repo.ts'
import type { Order } from '../../trading/order.ts'
import { sum } from '../../trading/sum.ts'
import { baseOf, capped, quoteOf } from '../disconnect/exit-words.ts'
import { exact, money, price as priceText } from '../format.ts'
import { BLANK, button, lines, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { missingAnswers, missingLines, type MissingTokens } from './missing-words.ts'

/** What a comparison of an account with our books came to. */
export interface Compared {
  key: Key
  since: Date
  bots: readonly TradingBot[]
  /** Of our orders, since then. */
  fills: readonly Fill[]
  /** Orders that ended at the exchange since then, not by us. */
  ended: readonly Order[]
  /** Orders of ours that still rest. */
  resting: number
  missing: readonly MissingCoins[]
}

/** What changed on an account while we could not look; `tokens` answer for the coins that are missing. */
export function comparedView(words: Words, compared: Compared, tokens: MissingTokens): View {
  const { key, since, fills, ended, resting, missing } = compared
  const { name } = EXCHANGE_FACTS[key.exchange]
  const { compared: w } = words.keys
  const same = fills.length + ended.length + missing.length === 0
  return {
    kind: 'key-compared',
    text: lines(
      w.title(key.label, key.tail, name, since),
      BLANK,
      ...(same ? [w.same] : []),
      ...capped(words, [...filledLines(words, compared), ...endedLines(words, compared)]),
      resting > 0 ? w.resting(resting) : undefined,
      ...(missing.length > 0 ? [BLANK, ...missingLines(words, compared)] : []),
      BLANK,
      w.onlyCompared,
    ),
    keyboard: [
      ...missingAnswers(words, compared, tokens),
      ...(missing.length > 0 ? [[button(w.buttons.again, `key:${key.id}:compare`)]] : []),
      [
        ...(canResume(compared)
          ? [button(w.buttons.resume, `bots:resume:${key.id}`, 'success')]
          : []),
        button(w.buttons.bots, 'bots'),
      ],
    ],
  }
}

/** Whether a bot stands still that neither its trader paused nor its coins hold. */
function canResume({ bots, missing }: Compared): boolean {
  const held = new Set(missing.map(({ botId }) => botId))
  const stands = (bot: TradingBot) =>
    (bot.status === 'paused' || bot.status === 'failed') &&
    bot.reason !== 'trader' &&
    !hasEnded(bot)
  return bots.some((bot) => stands(bot) && !held.has(bot.id))
}

function filledLines({ keys }: Words, { fills, bots }: Compared): Html[] {
  return bots.flatMap((bot) =>
    (['buy', 'sell'] as const).flatMap((side) => {
      const some = fills.filter((fill) => fill.botId === bot.id && fill.side === side)
      if (some.length === 0) return []
      const amount = `${exact(sum(some.map((fill) => fill.amount)))} ${baseOf(bot.symbol)}`
      const cost = money(sum(some.map((fill) => fill.cost)), quoteOf(bot.symbol))
      return [keys.compared.filled(bot.name, side, amount, cost)]
    }),
  )
}

/** Highest price first, bot by bot, as the exchange's own list has them. */
function endedLines(words: Words, compared: Compared): Html[] {
  return compared.ended
    .toSorted((a, b) => (a.botId === b.botId ? b.price.cmp(a.price) : a.botId < b.botId ? -1 : 1))
    .map((order) => endedLine(words, order, compared))
}

function endedLine({ keys: { compared: w } }: Words, order: Order, { bots }: Compared): Html {
  const { botId, side, symbol, amount, price, filled } = order
  const bot = bots.find(({ id }) => id === botId)?.name ?? w.goneBot
  const coins = `${exact(amount)} ${baseOf(symbol)}`
  const line = w.ended(bot, side, coins, `${priceText(price)} ${quoteOf(symbol)}`)
  return filled.gt(0) ? w.hadFilled(line, exact(filled)) : line
}
