import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import { hasEnded } from '../../trading-bots/end-bot.ts'
import type { MissingCoins } from '../../trading-bots/missing-repo.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Fill } from '../../trading/fill-repo.ts'
import type { Order } from '../../trading/order.ts'
import { sum } from '../../trading/sum.ts'
import { baseOf, capped, quoteOf } from '../disconnect/exit-words.ts'
import { count, exact, moment, money, price as priceText } from '../format.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'
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
export function comparedView(compared: Compared, tokens: MissingTokens): View {
  const { key, since, fills, ended, resting, missing } = compared
  const { name } = EXCHANGE_FACTS[key.exchange]
  const same = fills.length + ended.length + missing.length === 0
  return {
    kind: 'key-compared',
    text: lines(
      html`🔎 <b>${key.label} …${key.tail}: what changed at ${name}</b> since ${moment(since)}`,
      BLANK,
      ...(same ? [html`Nothing: orders and coins are as I knew them.`] : []),
      ...capped([...filledLines(compared), ...endedLines(compared)]),
      resting > 0
        ? html`${count(resting, 'order')} of ours still ${resting === 1 ? 'rests' : 'rest'} there and may fill.`
        : undefined,
      ...(missing.length > 0 ? [BLANK, ...missingLines(compared)] : []),
      BLANK,
      html`Nothing was bought, sold or cancelled by comparing.`,
    ),
    keyboard: [
      ...missingAnswers(compared, tokens),
      ...(missing.length > 0 ? [[button('Compare again', `key:${key.id}:compare`)]] : []),
      [
        ...(canResume(compared)
          ? [button('Resume the bots', `bots:resume:${key.id}`, 'success')]
          : []),
        button('Bots', 'bots'),
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

function filledLines({ fills, bots }: Compared): Html[] {
  return bots.flatMap((bot) =>
    (['buy', 'sell'] as const).flatMap((side) => {
      const some = fills.filter((fill) => fill.botId === bot.id && fill.side === side)
      if (some.length === 0) return []
      const amount = exact(sum(some.map((fill) => fill.amount)))
      const cost = money(sum(some.map((fill) => fill.cost)), quoteOf(bot.symbol))
      const verb = side === 'buy' ? 'bought' : 'sold'
      return [
        html`• <b>${bot.name}</b>: its orders ${verb} ${amount} ${baseOf(bot.symbol)} for ${cost}`,
      ]
    }),
  )
}

/** Highest price first, bot by bot, as the exchange's own list has them. */
function endedLines(compared: Compared): Html[] {
  return compared.ended
    .toSorted((a, b) => (a.botId === b.botId ? b.price.cmp(a.price) : a.botId < b.botId ? -1 : 1))
    .map((order) => endedLine(order, compared))
}

function endedLine({ botId, side, symbol, amount, price: limit, filled }: Order, of: Compared) {
  const bot = of.bots.find(({ id }) => id === botId)?.name ?? 'A bot that is gone'
  const order = html`• <b>${bot}</b>: its ${side} of ${exact(amount)} ${baseOf(symbol)} at ${priceText(limit)} ${quoteOf(symbol)} is not there any more, and Undock did not cancel it`
  return filled.gt(0) ? html`${order}; ${exact(filled)} of it had filled` : order
}
