import type { Big } from 'big.js'
import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import { hasEnded } from '../../trading-bots/end-bot.ts'
import type { MissingCoins } from '../../trading-bots/missing-repo.ts'
import type { TakenOff } from '../../trading-bots/sold-by-hand.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Fill } from '../../trading/fill-repo.ts'
import type { Order } from '../../trading/order.ts'
import { sum } from '../../trading/sum.ts'
import { baseOf, capped, quoteOf } from '../disconnect/exit-words.ts'
import { count, exact, moment, money, price as priceText, signedMoney } from '../format.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'

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

/** What changed on an account while we could not look; `token` answers for the coins that are missing. */
export function comparedView(compared: Compared, token: string): View {
  const { key, since, fills, ended, resting, missing } = compared
  const { name } = EXCHANGE_FACTS[key.exchange]
  const same = fills.length + ended.length + missing.length === 0
  return {
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
      ...answers(compared, token),
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

function missingLines({ bots, missing, key }: Compared): Html[] {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const some = missing.flatMap((one) => {
    const bot = bots.find(({ id }) => id === one.botId)
    return bot === undefined ? [] : [{ ...one, bot }]
  })
  const sure = some.every(({ amount, least }) => amount.eq(least))
  return [
    ...some.map((one) => html`⚠️ <b>${one.bot.name}</b>: ${missingWords(one, name)}`),
    sure
      ? html`If you sold or moved them, take them off the books. If they come back to the account, let me compare again. Until then ${those(some)} paused: otherwise coins that are not there would be sold.`
      : html`<b>Were these the ${some.length === 1 ? 'bot’s' : 'bots’'} coins?</b> Until you say so ${those(some)} paused: otherwise coins that are gone, or your own, would be sold.`,
  ]
}

function those(some: readonly unknown[]): string {
  return some.length === 1 ? 'the bot stays' : 'these bots stay'
}

function missingWords(
  { amount, least, price, bot }: MissingCoins & { bot: TradingBot },
  exchange: string,
): string {
  const [base, quote] = [baseOf(bot.symbol), quoteOf(bot.symbol)]
  if (least.eq(0)) {
    return `you sold ${exact(amount)} ${base} by hand${soldAt(price, quote)}. ${exchange} still shows enough ${base} for its books`
  }
  const short = `${exact(least)} ${base} of its books are not on the account any more`
  if (amount.eq(least)) return `${short}${price ? `: sold by hand${soldAt(price, quote)}` : ''}`
  return `you sold ${exact(amount)} ${base} by hand${soldAt(price, quote)}, and ${short}`
}

function soldAt(price: Big | undefined, quote: string): string {
  return price === undefined ? '' : ` at about ${priceText(price)} ${quote}`
}

/** One answer where there is no doubt, two where only the trader can tell. */
function answers({ missing, bots }: Compared, token: string): View['keyboard'] {
  const [first] = missing
  if (first === undefined) return []
  const bot = bots.find(({ id }) => id === first.botId)
  const coins =
    missing.length === 1 && bot !== undefined
      ? `${exact(first.amount)} ${baseOf(bot.symbol)}`
      : 'them'
  if (missing.every(({ amount, least }) => amount.eq(least))) {
    return [[button(`Take ${coins} off the books`, `cmp:${token}:bots`)]]
  }
  const own = missing.every(({ least }) => least.eq(0))
    ? 'No, they were my own'
    : 'No: take off only what is not there any more'
  return [
    [button(`Yes: take ${coins} off the books`, `cmp:${token}:bots`)],
    [button(own, `cmp:${token}:own`)],
  ]
}

/** What the trader said is done. */
export function settledView(keyId: string, taken: readonly TakenOff[]): View {
  return {
    text: lines(
      ...(taken.length === 0
        ? [html`✅ The books stay as they are: the coins that you sold were your own.`]
        : [
            html`✅ <b>Taken off the books</b>, marked as by hand in /export:`,
            ...capped(taken.map(takenLine)),
          ]),
      html`Nothing was bought or sold by this. Your bots stay paused until you resume them.`,
    ),
    keyboard: [
      [button('Resume the bots', `bots:resume:${keyId}`, 'success'), button('Bots', 'bots')],
    ],
  }
}

function takenLine({ bot, amount, cost, realized }: TakenOff): Html {
  const quote = quoteOf(bot.symbol)
  return html`• ${bot.name}: ${exact(amount)} ${baseOf(bot.symbol)} for about ${money(cost, quote)}, realized about ${signedMoney(realized, quote)}`
}
