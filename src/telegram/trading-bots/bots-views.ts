import { Big } from 'big.js'
import { exact, price } from '../format.ts'
import { pagerRow, pageOf } from '../pager.ts'
import { BLANK, button, Html, lines, note, type View } from '../view.ts'
import type { Words } from '../words.ts'
import type { BotCard } from './bot-cards.ts'
import { mark, mayResume, nextOrders, restingWords } from './bot-words.ts'
import { moveData } from './move-views.ts'
import type { MoveState } from './move-state.ts'
import { reasonOf } from './reason-words.ts'
import { profitInShort, profitLines, profitTogether } from './profit-words.ts'

/** Bots on one screen: Telegram takes no more than a hundred buttons, and nobody reads as many. */
const PER_PAGE = 20

/** `/bots`: all bots, with pausing them all on top. Pages count from 1; one that is not there is the last. */
export function botsView(words: Words, cards: readonly BotCard[], wanted = 1): View {
  const { list: w, states, buttons } = words.bots
  if (cards.length === 0) {
    return { ...note('no-bots', w.none), keyboard: [[button(buttons.newBot, 'newbot', 'primary')]] }
  }
  const running = cards.filter(({ bot }) => bot.status === 'running').length
  const stopped = cards.filter(({ bot }) => mayResume(bot)).length
  const page = pageOf(cards, wanted, PER_PAGE)
  const together = profitTogether(
    words,
    cards.map(({ profit }) => profit),
  )
  return {
    kind: 'bots',
    text: lines(
      w.title,
      BLANK,
      ...page.shown.map(({ bot, profit }) =>
        w.bot(mark(bot), bot.name, states[bot.status], profitInShort(words, profit)),
      ),
      ...(together === undefined ? [] : [BLANK, together]),
    ),
    keyboard: [
      running > 0 ? [button(buttons.pauseAll, 'bots:pause')] : [],
      stopped > 0 ? [button(buttons.resumeAll, 'bots:resume')] : [],
      ...page.shown.map(({ bot }) => [button(`${mark(bot)} ${bot.name}`, `bot:${bot.id}:show`)]),
      pagerRow(words, page, (number) => `bots:${number}`),
      [button(buttons.newBot, 'newbot')],
    ].filter((row) => row.length > 0),
  }
}

/** One bot's card, and whether its settings can move to another key or have moved. */
export function botView(words: Words, card: BotCard, move: MoveState = 'none'): View {
  const { bot, key, position, priceNow, orders, profit, asOf } = card
  const { card: w, states, buttons, asOf: asOfLine } = words.bots
  const [base = '', quote = ''] = bot.symbol.split('/')
  const why = reasonOf(words, bot)
  const buys = orders.filter(({ side }) => side === 'buy').length
  return {
    kind: 'bot',
    text: lines(
      w.title(mark(bot), bot.name, key.label),
      w.state(states[bot.status]),
      why === undefined ? undefined : bot.status === 'running' ? w.waits(why) : w.why(why),
      typeof move === 'string' ? undefined : w.moved(move.heir.name),
      BLANK,
      w.money(`${exact(new Big(bot.parameters['money'] ?? 0))} ${quote}`),
      position.amount.gt(0)
        ? w.position(`${exact(position.amount)} ${base}`, `${price(position.averageCost)} ${quote}`)
        : w.noPosition,
      priceNow === undefined ? w.noPrice : w.price(`${price(priceNow)} ${quote}`),
      ...profitLines(words, profit),
      w.orders(buys, orders.length - buys, restingWords(words, card)),
      nextOrders(words, card),
      asOfLine(asOf),
    ),
    keyboard: [
      [button(buttons.chart, `bot:${bot.id}:day`), button(buttons.profit, `bot:${bot.id}:profit`)],
      bot.status === 'running' ? [button(buttons.pause, `bot:${bot.id}:pause`)] : [],
      mayResume(bot) && typeof move === 'string'
        ? [button(buttons.resume, `bot:${bot.id}:go`, 'success')]
        : [],
      mayResume(bot) && orders.length > 0 && bot.resting !== 'cancel'
        ? [button(words.bots.paused.cancelIts, `bot:${bot.id}:cancel`)]
        : [],
      move === 'may' ? [button(buttons.move, moveData({ kind: 'bot', id: bot.id }))] : [],
      bot.status === 'removing' ? [] : [button(buttons.remove, `bot:${bot.id}:remove`, 'danger')],
      backRow(words, bot.id),
    ].filter((row) => row.length > 0),
  }
}

/** A bot's card while an exit works on it: how far that is. */
export function removingView(words: Words, { bot, key, asOf }: BotCard, progress: View): View {
  const { card: w, states, asOf: asOfLine } = words.bots
  return {
    kind: 'bot-in-exit',
    text: lines(
      w.title(mark(bot), bot.name, key.label),
      w.state(states[bot.status]),
      BLANK,
      new Html(progress.text),
      BLANK,
      asOfLine(asOf),
    ),
    keyboard: [...progress.keyboard, backRow(words, bot.id)],
  }
}

function backRow({ bots: { buttons } }: Words, id: string): View['keyboard'][number] {
  return [button(buttons.reload, `bot:${id}:show`), button(buttons.backToBots, 'bots')]
}
