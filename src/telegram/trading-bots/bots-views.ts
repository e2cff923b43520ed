import { Big } from 'big.js'
import type { Key } from '../../keys/key.ts'
import type { BotPosition } from '../../trading-bots/positions.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Order } from '../../trading/order.ts'
import { count, exact, price, signedMoney } from '../format.ts'
import { reasonOf } from './reason-words.ts'
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
  const why = reasonOf(bot)
  const buys = orders.filter(({ side }) => side === 'buy').length
  return {
    text: lines(
      html`${mark(bot)} <b>${bot.name}</b> on ${key.label}`,
      html`State: ${stateWords(bot)}`,
      why === undefined
        ? undefined
        : html`${bot.status === 'running' ? 'It waits' : 'Why'}: ${why}.`,
      BLANK,
      html`Money given: ${exact(new Big(bot.parameters['money'] ?? 0))} ${quote}`,
      position.amount.gt(0)
        ? html`Position: ${exact(position.amount)} ${base}, bought at about ${price(position.averageCost)} ${quote}`
        : html`Position: none`,
      html`Profit: ${profitText(card)}`,
      html`Price now: ${priceNow === undefined ? 'unknown, the exchange does not answer' : `${price(priceNow)} ${quote}`}`,
      html`Open orders: ${count(buys, 'buy')}, ${count(orders.length - buys, 'sell')}${restingWords(card)}`,
      nextOrders(card),
    ),
    keyboard: [
      bot.status === 'running' ? [button('Pause', `bot:${bot.id}:pause`)] : [],
      mayResume(bot) ? [button('Resume', `bot:${bot.id}:go`, 'success')] : [],
      mayResume(bot) && orders.length > 0 && bot.resting !== 'cancel'
        ? [button('Cancel its orders', `bot:${bot.id}:cancel`)]
        : [],
      bot.status === 'removing' ? [] : [button('Remove', `bot:${bot.id}:remove`, 'danger')],
      [button('↻ Reload', `bot:${bot.id}:show`), button('‹ Bots', 'bots')],
    ].filter((row) => row.length > 0),
  }
}

function restingWords({ bot, orders }: BotCard): string {
  if (orders.length === 0 || bot.status === 'running') return ''
  if (bot.resting === 'cancel' || bot.status === 'removing') return ' (being cancelled)'
  return bot.resting === 'cancel-buys'
    ? ' (buys are being cancelled, sells may still fill)'
    : ' (they may still fill)'
}

/** The bot has stopped trading; its orders still rest. */
export function pausedView(bot: TradingBot, orders: number): View {
  return {
    text: lines(
      html`⏸ <b>${bot.name}</b> is paused: it places nothing any more.`,
      html`${count(orders, 'order')} of its own still ${orders === 1 ? 'rests' : 'rest'} on the exchange and may fill.`,
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
export function allPausedView(bots: number, orders: number, token: string): View {
  return {
    text: lines(
      html`⏸ ${count(bots, 'bot')} ${bots === 1 ? 'is' : 'are'} paused: nothing new is ordered.`,
      html`${count(orders, 'order')} of theirs still ${orders === 1 ? 'rests' : 'rest'} on the exchange and may fill.`,
    ),
    keyboard: [
      [
        button('Cancel their orders', `bots:cancel:${token}`),
        button('Leave their orders', 'bots:leave'),
      ],
    ],
  }
}

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
  if (priceNow === undefined) return `${realized} realized, unknown on what it holds`
  const open = priceNow.times(position.amount).minus(position.cost)
  return `${realized} realized, about ${signedMoney(open, quote)} on what it holds`
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
