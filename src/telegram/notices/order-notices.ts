import type { ExchangeId } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import { getKey } from '../../keys/key-repo.ts'
import type { Notice } from '../../notices/notice.ts'
import { getBot } from '../../trading-bots/bot-repo.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { listOrdersById } from '../../trading/order-repo.ts'
import type { Order } from '../../trading/order.ts'
import type { Deps } from '../deps.ts'
import { baseOf, capped, quoteOf } from '../disconnect/exit-words.ts'
import { exact, money, price } from '../format.ts'
import { BLANK, button, lines, link, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** What befell a bot's orders without us; undefined when the bot is gone by now. */
export async function ordersChangedOf(
  deps: Deps,
  words: Words,
  { botId, orderIds }: Extract<Notice, { kind: 'orders-changed' }>,
): Promise<View | undefined> {
  const bot = await getBot(deps.db, botId)
  if (bot.status === 'removed') return undefined
  const { exchange } = await getKey(deps.db, bot.keyId)
  return ordersChangedView(words, {
    bot,
    exchange,
    orders: await listOrdersById(deps.db, orderIds),
  })
}

interface OrdersChanged {
  bot: TradingBot
  exchange: ExchangeId
  orders: readonly Order[]
}

/** Orders of a bot that were cancelled, forgotten or filled while nobody of us did or saw it. */
export function ordersChangedView(words: Words, { bot, exchange, orders }: OrdersChanged): View {
  const { orders: w, show } = words.notices.bots
  const cancelled = orders.filter(({ reason }) => reason === 'elsewhere')
  const vanished = orders.filter(({ reason }) => reason === 'vanished')
  const filled = orders.filter((order) => ![...cancelled, ...vanished].includes(order))
  const over = cancelled.length + vanished.length > 0
  return {
    kind: 'orders-changed',
    text: lines(
      w.headline(over ? '🟠' : '🔵', bot.name, {
        cancelled: cancelled.length,
        vanished: vanished.length,
        filled: filled.length,
      }),
      ...part(words, w.cancelled, cancelled, (order) => endedLine(words, order)),
      ...part(words, w.vanished, vanished, (order) => endedLine(words, order)),
      ...part(words, w.filled, filled, (order) => filledLine(words, order)),
      BLANK,
      cancelled.length > 0 ? w.countedAndFree : w.counted,
      vanished.length > 0 ? w.check(EXCHANGE_FACTS[exchange].name) : undefined,
      nextLine(words, bot),
    ),
    keyboard: [
      [
        button(show, `bot:${bot.id}:show`),
        ...(bot.status === 'running' && over ? [button(w.pause, `bot:${bot.id}:pause`)] : []),
        ...(bot.status === 'paused' || bot.status === 'failed'
          ? [button(w.resume, `bot:${bot.id}:go`, 'success')]
          : []),
      ],
    ],
  }
}

function part(
  words: Words,
  title: Html,
  orders: readonly Order[],
  line: (order: Order) => Html,
): Html[] {
  return orders.length === 0 ? [] : [BLANK, title, ...capped(words, orders.map(line))]
}

function endedLine({ notices: { bots } }: Words, order: Order): Html {
  const { side, symbol, amount, price: limit, filled } = order
  const { ended, line, lineFilled } = bots.orders
  const coins = `${exact(amount)} ${baseOf(symbol)}`
  const told = ended(side, coins, `${price(limit)} ${quoteOf(symbol)}`)
  return filled.gt(0) ? lineFilled(told, exact(filled)) : line(told)
}

function filledLine({ notices: { bots } }: Words, { side, symbol, filled, cost }: Order): Html {
  const coins = `${exact(filled)} ${baseOf(symbol)}`
  return bots.orders.executed(side, coins, money(cost, quoteOf(symbol)))
}

/** What the bot does now, by its state at the moment of telling. */
function nextLine({ notices: { bots } }: Words, { status, reason }: TradingBot): Html {
  const { runs, pausedAgain, paused } = bots.orders
  if (status === 'running') return runs
  return reason === 'orders-cancelled' ? pausedAgain : paused
}

/** Orders that look like ours and are not on record; undefined when the key is gone by now. */
export async function strayOrdersOf(
  deps: Deps,
  { notices }: Words,
  { keyId, count: strays, symbols }: Extract<Notice, { kind: 'stray-orders' }>,
): Promise<View | undefined> {
  const { label, tail, status, exchange } = await getKey(deps.db, keyId)
  if (status === 'unlinked') return undefined
  const { stray: w } = notices.bots
  const { name, keyPage } = EXCHANGE_FACTS[exchange]
  return {
    kind: 'stray-orders',
    text: lines(w.headline(label, tail, strays, symbols), w.leftAlone, w.next(name)),
    keyboard: [[link(notices.keys.open(name), keyPage)]],
  }
}
