import type { Big } from 'big.js'
import type { Key } from '../../keys/key.ts'
import type { BotPosition } from '../../trading-bots/positions.ts'
import type { PauseReason, TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Order } from '../../trading/order.ts'
import { count, exact, price, signedMoney } from '../format.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'

/** One bot with what there is to tell of it. */
export interface BotCard {
  bot: TradingBot
  key: Key
  position: BotPosition['position']
  /** Unknown while the exchange does not answer. */
  priceNow: Big | undefined
  orders: readonly Order[]
}

/** `/bots`: all bots, with pausing them all on top. */
export function botsView(cards: readonly BotCard[]): View {
  if (cards.length === 0) {
    return {
      text: lines(html`No bots yet.`),
      keyboard: [[button('New bot', 'newbot', 'primary')]],
    }
  }
  const running = cards.filter(({ bot }) => bot.status === 'running').length
  const stopped = cards.filter(({ bot }) => mayResume(bot)).length
  return {
    text: lines(
      html`<b>Your bots</b>`,
      BLANK,
      ...cards.map(
        (card) =>
          html`${mark(card.bot)} <b>${card.bot.name}</b> · ${stateWords(card.bot)} · ${profitText(card)}`,
      ),
    ),
    keyboard: [
      running > 0 ? [button('Pause all', 'bots:pause')] : [],
      stopped > 0 ? [button('Resume all', 'bots:resume')] : [],
      ...cards.map(({ bot }) => [button(`${mark(bot)} ${bot.name}`, `bot:${bot.id}:show`)]),
      [button('New bot', 'newbot')],
    ].filter((row) => row.length > 0),
  }
}

/** One bot's card. */
export function botView(card: BotCard): View {
  const { bot, key, position, priceNow, orders } = card
  const [base = '', quote = ''] = bot.symbol.split('/')
  const buys = orders.filter(({ side }) => side === 'buy').length
  return {
    text: lines(
      html`${mark(bot)} <b>${bot.name}</b> on ${key.label}`,
      html`State: ${stateWords(bot)}`,
      bot.reason && bot.status !== 'running' ? html`Why: ${REASON_WORDS[bot.reason]}` : undefined,
      BLANK,
      html`Money given: ${bot.parameters['money'] ?? '?'} ${quote}`,
      position.amount.gt(0)
        ? html`Position: ${exact(position.amount)} ${base}, bought at about ${price(position.averageCost)} ${quote}`
        : html`Position: none`,
      html`Profit so far: ${profitText(card)}`,
      html`Price now: ${priceNow === undefined ? 'unknown, the exchange does not answer' : `${price(priceNow)} ${quote}`}`,
      html`Open orders: ${count(buys, 'buy')}, ${count(orders.length - buys, 'sell')}`,
      nextOrders(card),
    ),
    keyboard: [
      bot.status === 'running' ? [button('Pause', `bot:${bot.id}:pause`)] : [],
      mayResume(bot) ? [button('Resume', `bot:${bot.id}:go`, 'success')] : [],
      bot.status === 'removing' ? [] : [button('Remove', `bot:${bot.id}:remove`, 'danger')],
      [button('↻ Reload', `bot:${bot.id}:show`), button('‹ Bots', 'bots')],
    ].filter((row) => row.length > 0),
  }
}

/** The bot has stopped trading; its orders still rest. */
export function pausedView(bot: TradingBot, orders: number): View {
  return {
    text: lines(
      html`⏸ <b>${bot.name}</b> is paused: it places nothing any more.`,
      html`${count(orders, 'order')} of it still ${orders === 1 ? 'rests' : 'rest'} on the exchange and may fill.`,
    ),
    keyboard: [
      [
        button('Cancel its orders', `bot:${bot.id}:cancel`),
        button('Leave its orders', `bot:${bot.id}:leave`),
      ],
    ],
  }
}

/** All bots have stopped; what becomes of their orders? */
export function allPausedView(bots: number, orders: number): View {
  return {
    text: lines(
      html`⏸ ${count(bots, 'bot')} paused.`,
      html`${count(orders, 'order')} of them may still fill.`,
    ),
    keyboard: [
      [button('Cancel their orders', 'bots:cancel'), button('Leave their orders', 'bots:leave')],
    ],
  }
}

export const REASON_WORDS = {
  trader: 'you paused it',
  disconnect: 'paused by a disconnect that was begun',
  'dead-key': 'its key is refused by the exchange',
  'insufficient-funds':
    'the account has less free money than the bot was given: its next order was refused',
  'order-rejected': 'the exchange refused its order as against the rules of this symbol',
  'symbol-halted': 'the exchange does not trade this symbol now',
} as const satisfies Record<PauseReason, string>

function nextOrders({ orders, bot }: BotCard): Html | undefined {
  const quote = bot.symbol.split('/')[1] ?? ''
  const buys = orders.filter(({ side }) => side === 'buy').toSorted((a, b) => b.price.cmp(a.price))
  const sells = orders
    .filter(({ side }) => side === 'sell')
    .toSorted((a, b) => a.price.cmp(b.price))
  const [buy] = buys
  const [sell] = sells
  if (buy === undefined && sell === undefined) return undefined
  const parts = [
    buy && `buys at ${price(buy.price)} ${quote}`,
    sell && `sells at ${price(sell.price)} ${quote}`,
  ]
  return html`Next: ${parts.filter((part) => part !== undefined).join(', ')}`
}

/** Realized so far, and what the position is worth beyond its cost at the last price. */
function profitText({ bot, position, priceNow }: BotCard): string {
  const quote = bot.symbol.split('/')[1] ?? ''
  const realized = signedMoney(position.realized, quote)
  if (position.amount.lte(0)) return `${realized} realized`
  if (priceNow === undefined) return `${realized} realized, the rest unknown`
  const open = priceNow.times(position.amount).minus(position.cost)
  return `${realized} realized, about ${signedMoney(open, quote)} open`
}

function mayResume({ status }: TradingBot): boolean {
  return status === 'paused' || status === 'failed'
}

function mark({ status }: TradingBot): string {
  return { running: '🟢', paused: '⏸', failed: '🔴', removing: '⏳', removed: '▫️' }[status]
}

function stateWords({ status }: TradingBot): string {
  return {
    running: 'running',
    paused: 'paused',
    failed: 'stopped by itself',
    removing: 'being removed',
    removed: 'removed',
  }[status]
}
