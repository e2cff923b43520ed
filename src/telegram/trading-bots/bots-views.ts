import { Big } from 'big.js'
import { count, exact, moment, price } from '../format.ts'
import { pagerRow, pageOf } from '../pager.ts'
import { BLANK, button, Html, html, lines, type View } from '../view.ts'
import type { BotCard } from './bot-cards.ts'
import { mark, mayResume, nextOrders, restingWords, stateWords } from './bot-words.ts'
import { moveData } from './move-views.ts'
import type { MoveState } from './move-state.ts'
import { reasonOf } from './reason-words.ts'
import { profitInShort, profitLines, profitTogether } from './profit-words.ts'

/** Bots on one screen: Telegram takes no more than a hundred buttons, and nobody reads as many. */
const PER_PAGE = 20

/** `/bots`: all bots, with pausing them all on top. Pages count from 1; one that is not there is the last. */
export function botsView(cards: readonly BotCard[], wanted = 1): View {
  if (cards.length === 0) {
    return {
      kind: 'no-bots',
      text: lines(html`No bots yet.`),
      keyboard: [[button('New bot', 'newbot', 'primary')]],
    }
  }
  const running = cards.filter(({ bot }) => bot.status === 'running').length
  const stopped = cards.filter(({ bot }) => mayResume(bot)).length
  const page = pageOf(cards, wanted, PER_PAGE)
  return {
    kind: 'bots',
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

/** One bot's card, and whether its settings can move to another key or have moved. */
export function botView(card: BotCard, move: MoveState = 'none'): View {
  const { bot, key, position, priceNow, orders, profit, asOf } = card
  const [base = '', quote = ''] = bot.symbol.split('/')
  const why = reasonOf(bot)
  const buys = orders.filter(({ side }) => side === 'buy').length
  return {
    kind: 'bot',
    text: lines(
      html`${mark(bot)} <b>${bot.name}</b> on ${key.label}`,
      html`State: ${stateWords(bot)}`,
      why === undefined
        ? undefined
        : html`${bot.status === 'running' ? 'It waits' : 'Why'}: ${why}.`,
      typeof move === 'string'
        ? undefined
        : html`It has moved: ${move.heir.name} goes on with its settings, so this one can’t run. Remove it when you are done with it.`,
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
      [button('Chart', `bot:${bot.id}:day`), button('Profit', `bot:${bot.id}:profit`)],
      bot.status === 'running' ? [button('Pause', `bot:${bot.id}:pause`)] : [],
      mayResume(bot) && typeof move === 'string'
        ? [button('Resume', `bot:${bot.id}:go`, 'success')]
        : [],
      mayResume(bot) && orders.length > 0 && bot.resting !== 'cancel'
        ? [button('Cancel its orders', `bot:${bot.id}:cancel`)]
        : [],
      move === 'may' ? [button('Move to another key', moveData({ kind: 'bot', id: bot.id }))] : [],
      bot.status === 'removing' ? [] : [button('Remove', `bot:${bot.id}:remove`, 'danger')],
      [button('↻ Reload', `bot:${bot.id}:show`), button('‹ Bots', 'bots')],
    ].filter((row) => row.length > 0),
  }
}

/** A bot's card while an exit works on it: how far that is. */
export function removingView({ bot, key, asOf }: BotCard, progress: View): View {
  return {
    kind: 'bot-in-exit',
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
