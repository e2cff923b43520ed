import { Big } from 'big.js'
import type { InlineKeyboardButton } from 'grammy/types'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count, exact, moment, price } from '../format.ts'
import { pagerRow, pageOf } from '../pager.ts'
import { BLANK, button, html, lines, Html, type View } from '../view.ts'
import type { BotCard } from './bot-cards.ts'
import { reasonOf } from './reason-words.ts'
import { profitInShort, profitLines, profitTogether } from './profit-words.ts'

/** Bots on one screen: Telegram takes no more than a hundred buttons, and nobody reads as many. */
const PER_PAGE = 20

/** `/bots`: all bots, with pausing them all on top. Pages count from 1; one that is not there is the last. */
export function botsView(cards: readonly BotCard[], wanted = 1): View {
  if (cards.length === 0) {
    return {
      text: lines(html`No bots yet.`),
      keyboard: [[button('New bot', 'newbot', 'primary')]],
    }
  }
  const running = cards.filter(({ bot }) => bot.status === 'running').length
  const stopped = cards.filter(({ bot }) => mayResume(bot)).length
  const page = pageOf(cards, wanted, PER_PAGE)
  return {
    text: lines(
      html`<b>Your bots</b>`,
      BLANK,
      ...page.shown.map(
        ({ bot, profit }) =>
          html`${mark(bot)} <b>${bot.name}</b> · ${stateWords(bot)} · ${profitInShort(profit)}`,
      ),
      ...[profitTogether(cards.map(({ profit }) => profit))].flatMap((sum) =>
        sum === undefined ? [] : [BLANK, sum],
      ),
    ),
    keyboard: [
      running > 0 ? [button('Pause all', 'bots:pause')] : [],
      stopped > 0 ? [button('Resume all', 'bots:resume')] : [],
      ...page.shown.map(({ bot }) => [button(`${mark(bot)} ${bot.name}`, `bot:${bot.id}:show`)]),
      pagerRow(page, (number) => `bots:${number}`),
      [button('New bot', 'newbot')],
    ].filter((row) => row.length > 0),
  }
}

/** What can be drawn of a bot. */
export type BotPicture = 'day' | 'week' | 'profit'

/** One bot's card, with or without a picture on it. */
export function botView(card: BotCard, shown?: BotPicture): View {
  const { bot, key, position, priceNow, orders, profit, asOf } = card
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
      html`Price now: ${priceNow === undefined ? 'unknown, the exchange does not answer' : `${price(priceNow)} ${quote}`}`,
      ...profitLines(profit),
      html`Open orders: ${count(buys, 'buy')}, ${count(orders.length - buys, 'sell')}${restingWords(card)}`,
      nextOrders(card),
      html`As of ${moment(asOf)}`,
    ),
    keyboard: [
      pictureRow(bot, shown),
      bot.status === 'running' ? [button('Pause', `bot:${bot.id}:pause`)] : [],
      mayResume(bot) ? [button('Resume', `bot:${bot.id}:go`, 'success')] : [],
      mayResume(bot) && orders.length > 0 && bot.resting !== 'cancel'
        ? [button('Cancel its orders', `bot:${bot.id}:cancel`)]
        : [],
      bot.status === 'removing' ? [] : [button('Remove', `bot:${bot.id}:remove`, 'danger')],
      [button('↻ Reload', `bot:${bot.id}:${shown ?? 'show'}`), button('‹ Bots', 'bots')],
    ].filter((row) => row.length > 0),
  }
}

/** A bot's card while an exit works on it: how far that is. */
export function removingView({ bot, key, asOf }: BotCard, progress: View): View {
  return {
    text: lines(
      html`${mark(bot)} <b>${bot.name}</b> on ${key.label}`,
      html`State: ${stateWords(bot)}`,
      BLANK,
      new Html(progress.text),
      BLANK,
      html`As of ${moment(asOf)}`,
    ),
    keyboard: [
      ...progress.keyboard,
      [button('↻ Reload', `bot:${bot.id}:show`), button('‹ Bots', 'bots')],
    ],
  }
}

function pictureRow({ id }: TradingBot, shown: BotPicture | undefined): InlineKeyboardButton[] {
  if (shown === undefined) {
    return [button('Chart', `bot:${id}:day`), button('Profit', `bot:${id}:profit`)]
  }
  const one = (label: string, which: BotPicture) =>
    button(which === shown ? `· ${label} ·` : label, `bot:${id}:${which}`)
  return [
    one('Day', 'day'),
    one('Week', 'week'),
    one('Profit', 'profit'),
    button('No picture', `bot:${id}:show`),
  ]
}

function restingWords({ bot, orders }: BotCard): string {
  if (orders.length === 0 || bot.status === 'running') return ''
  if (bot.resting === 'cancel' || bot.status === 'removing') return ' (being cancelled)'
  return bot.resting === 'cancel-buys'
    ? ' (buys are being cancelled, sells may still fill)'
    : ' (they may still fill)'
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
